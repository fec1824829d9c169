// What the pages of all peers share: the scene, the direction of view, and the clock.

/// {camera, boxes, width, height, frames, shadows}; see export_boxes in tools/bench/box_city.hpp.
export async function loadScene() {
  const options = await (await fetch('options.json')).json();
  const scene = await (await fetch('scene.json')).json();
  return {...options, ...scene};
}

/// East, north, up.
export function viewDirection(eye) {
  const flat = Math.cos(eye.pitch_rad);
  return [Math.sin(eye.heading_rad) * flat, Math.cos(eye.heading_rad) * flat, Math.sin(eye.pitch_rad)];
}

/// Draws three frames to warm up and then times each until its pixels are there; leaves the result for the driver.
export async function timeFrames(gl, draw) {
  const {frames} = await (await fetch('options.json')).json();
  const pixel = new Uint8Array(4), ms = [];
  for (let i = -3; i < frames; ++i) {
    const begun = performance.now();
    draw();
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel); // waits for the frame
    if (i >= 0) ms.push(performance.now() - begun);
  }
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  window.result = {device: info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : 'unknown', ms};
}
