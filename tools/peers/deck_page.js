// The box city as deck.gl's manual recommends for many equal shapes: one SimpleMeshLayer.
import {loadScene, timeFrames} from './page.js';

const {camera: eye, boxes, width, height} = await loadScene();
const {Deck, FirstPersonView, SimpleMeshLayer, PolygonLayer, COORDINATE_SYSTEM, LightingEffect, AmbientLight,
       DirectionalLight} = window.deck;
const degrees = (r) => r * 180 / Math.PI;

/// A unit cube about the origin, four corners a side.
function cube() {
  const position = [], normal = [], index = [];
  for (const axis of [0, 1, 2]) for (const sign of [-1, 1]) {
    const first = position.length / 3, n = [0, 0, 0];
    n[axis] = sign;
    for (const [a, b] of [[-1, -1], [1, -1], [1, 1], [-1, 1]]) {
      const p = [0, 0, 0];
      p[axis] = sign / 2, p[(axis + 1) % 3] = a / 2, p[(axis + 2) % 3] = b * sign / 2;
      position.push(...p);
      normal.push(...n);
    }
    index.push(first, first + 1, first + 2, first, first + 2, first + 3);
  }
  return {attributes: {positions: {value: new Float32Array(position), size: 3}, normals: {value: new Float32Array(normal), size: 3},
                       texCoords: {value: new Float32Array(position.length / 3 * 2), size: 2}},
          indices: {value: new Uint16Array(index), size: 1}};
}

const metres = {coordinateSystem: COORDINATE_SYSTEM.METER_OFFSETS, coordinateOrigin: [0, 0]};
const ground = new PolygonLayer({id: 'ground', ...metres, data: [[[-20000, -20000], [20000, -20000], [20000, 20000], [-20000, 20000]]],
                                 getPolygon: (p) => p, getFillColor: [140, 136, 128], stroked: false});
const city = new SimpleMeshLayer({
  id: 'city', ...metres, mesh: cube(), data: boxes,
  getPosition: ([east, north, , , h]) => [east, north, h / 2],
  getScale: ([, , w, d, h]) => [w, d, h],
  getColor: ([, , , , , tint]) => [tint & 255, tint >> 8 & 255, tint >> 16].map((c) => c * 0.75)});
const light = new LightingEffect({ambient: new AmbientLight({intensity: 0.9}), sun: new DirectionalLight({direction: [0.8, 0.3, -0.35], intensity: 2})});

const deck = await new Promise((ready) => {
  const made = new Deck({
    canvas: document.querySelector('canvas'), width, height, useDevicePixels: false, deviceProps: {webgl: {antialias: false}},
    views: new FirstPersonView({fovy: degrees(eye.vertical_field_rad), near: 1, far: 60000}), effects: [light],
    viewState: {longitude: 0, latitude: 0, position: [eye.east_m, eye.north_m, eye.up_m], bearing: degrees(eye.heading_rad),
                pitch: -degrees(eye.pitch_rad)},
    layers: [ground, city], onAfterRender: () => ready(made)});
});
await timeFrames(document.querySelector('canvas').getContext('webgl2'), () => deck.redraw('timed'));
