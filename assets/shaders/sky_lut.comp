#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "atmosphere.glsl"
#include "night.glsl"
#include "overcast.glsl"
// The sky as a small picture around the sun, redrawn when the sun, the haze or the camera's height changes.
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 16, rgba16f) uniform writeonly image2D sky_picture;
layout(push_constant, scalar) uniform Push {
  vec3 to_sun;
  float camera_height_m, haze_per_m, haze_height_m;
} push;

void main() {
  ivec2 size = imageSize(sky_picture), at = ivec2(gl_GlobalInvocationID.xy);
  if (at.x >= size.x || at.y >= size.y) return;
  vec3 dir = sky_direction(vec2(at) / vec2(size - 1), push.to_sun);
  Air air = Air(push.haze_per_m, push.haze_height_m);
  vec3 radiance = sky_radiance(air, push.camera_height_m, dir, push.to_sun);
  if (dir.z < 0.0) { // towards the horizon the ground's haze takes the colour of the sky above it: no line between them
    vec3 level = normalize(vec3(dir.xy, 0.004));
    radiance = mix(radiance, sky_radiance(air, push.camera_height_m, level, push.to_sun), exp(dir.z / 0.045));
  }
  radiance += night_sky(vec3(dir.xy, abs(dir.z)), frame.night, frame.moon_light);
  radiance = mix(radiance, overcast_sky(dir, push.to_sun) * (1.0 - 0.42 * frame.wet), frame.overcast);
  imageStore(sky_picture, at, vec4(radiance, 1));
}
