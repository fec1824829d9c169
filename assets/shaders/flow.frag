#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "data_types.h"
// Light pulses that run along a line, by the clock; scene::pulse is the mirror. What lies behind something is dimmed, so
// that a network stays whole to the eye.
layout(location = 0) in float along_m;
layout(location = 1) noperspective in vec2 across_half;
layout(location = 2) flat in vec4 color;
layout(location = 3) flat in float beat_hz;
layout(location = 0) out vec4 shown;
#include "pixel.glsl"

const float kHidden = 0.20, kBetween = 0.34;

float pulse(float period_m) {
  float p = fract(along_m / period_m - fract(frame.flow_s * beat_hz));
  p = beat_hz < 0.0 ? 1.0 - p : p;
  float rise = saturate((p - FLOW_TAIL) / (FLOW_HEAD - FLOW_TAIL));
  return p < FLOW_HEAD ? rise * rise : (1.0 - p) / (1.0 - FLOW_HEAD);
}

/// Pulses of the period that is some 30 to 60 pixels long here; towards the next octave every second one fades.
float pulses() {
  float pixel_m = max(length(vec2(dFdx(along_m), dFdy(along_m))), 1e-4);
  float octave = max(log2(FLOW_PERIOD_PX * pixel_m / FLOW_PERIOD_M), 0.0), whole = ceil(octave);
  float period = FLOW_PERIOD_M * exp2(whole);
  return mix(pulse(2.0 * period), pulse(period), smoothstep(0.0, 0.35, whole - octave + (octave == 0.0 ? 1.0 : 0.0)));
}

void main() {
  float edge = abs(across_half.x), inside = saturate(across_half.y + 0.5 - edge);
  float strength = beat_hz == 0.0 ? 1.0 : mix(kBetween, 1.0, pulses());
  float z = 1.0 / gl_FragCoord.w, scene_z = 1e9;
  float depth = texelFetch(depth_target, ivec2(gl_FragCoord.xy), 0).r;
  if (depth > 0.0) scene_z = frame.near_m / depth;
  float behind = saturate((z - scene_z) / (0.004 * z + 0.6) - 0.5);
  float seen = mix(1.0, kHidden, behind);
  float head = beat_hz == 0.0 ? 0.0 : smoothstep(0.75, 1.0, strength) * smoothstep(1.2, 2.5, across_half.y);
  vec3 tone = mix(color.rgb, vec3(1.0), 0.45 * head);
  float alpha = inside * strength * color.a * seen;
  // A dark rim one pixel wide, so that a light line is seen on light ground.
  float rim = saturate(across_half.y + 1.5 - edge) * 0.30 * seen * (0.4 + 0.6 * strength) * color.a;
  float all = alpha + rim * (1.0 - alpha);
  shown = vec4(all > 0.0 ? tone * (alpha / all) : tone, all);
}
