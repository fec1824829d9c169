#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "fall.glsl"
// Exposed light → display: a filmic curve with a soft shoulder, sRGB encoding.
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform sampler2D hdr;
layout(set = 0, binding = 16, rgba8) uniform writeonly image2D toned;
layout(constant_id = 0) const uint kFall = 0; // LOOK_WET: rain, LOOK_SNOW: flakes
layout(push_constant, scalar) uniform Push { uint encode; } push;

// Narkowicz 2015, "ACES filmic tone mapping curve": a rational fit with toe and shoulder.
vec3 filmic(vec3 x) { return clamp(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0); }

void main() {
  ivec2 at = ivec2(gl_GlobalInvocationID.xy), size = imageSize(toned);
  if (at.x >= size.x || at.y >= size.y) return;
  vec3 light = texelFetch(hdr, at, 0).rgb;
  if ((kFall & LOOK_WET) != 0u) light = mix(light, vec3(0.62, 0.66, 0.70) * max(dot(light, vec3(0.33)) * 1.9, 0.11), 0.34 * rain_at(vec2(at + frame.part_px), frame.whole_px.y, frame.time_s));
  if ((kFall & LOOK_SNOW) != 0u) light = mix(light, vec3(0.80, 0.83, 0.88) * max(dot(light, vec3(0.33)) * 1.4, 0.25), 0.62 * exp(-max(frame.camera_height_m - 300.0, 0.0) / 700.0) * flakes_at(vec2(at + frame.part_px), frame.whole_px.y, frame.time_s));
  // Bright light keeps its hue a little, then bleaches: half per channel, half by luminance.
  float l = max(dot(light, vec3(0.2126, 0.7152, 0.0722)), 1e-5);
  vec3 c = mix(light * (filmic(vec3(l)).x / l), filmic(light), 0.65);
  c = mix(vec3(dot(c, vec3(0.2126, 0.7152, 0.0722))), c, 1.20);
  c = push.encode != 0u ? to_srgb(c) : c;
  imageStore(toned, at, vec4(clamp(c, 0.0, 1.0), 1));
}
