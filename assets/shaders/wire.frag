#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
// Aluminium gone dull, lit by the sky; opacity is what a box one pixel wide sees of the wire, and what the air leaves.
layout(location = 0) noperspective in float across_px;
layout(location = 1) in vec2 half_width_px_reach;
layout(location = 0) out vec4 color;

void main() {
  float half_px = half_width_px_reach.x;
  float covered = clamp(min(across_px + 0.5, half_px) - max(across_px - 0.5, -half_px), 0.0, 1.0);
  float air = exp(-frame.haze_per_m * half_width_px_reach.y * exp(-max(frame.camera_height_m, 0.0) / frame.haze_height_m));
  vec3 light = 0.30 * max(sky.harmonics[0] + 0.4 * sky.harmonics[3], vec3(0));
  float alpha = covered * air;
  color = vec4(light * frame.exposure * alpha, alpha);
}
