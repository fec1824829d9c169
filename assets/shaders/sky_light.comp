#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "atmosphere.glsl"
#include "night.glsl"
// What the sky and the sun send to the ground: four harmonics, the sun's irradiance, the horizon's mean radiance.
layout(local_size_x = 64) in;
layout(set = 0, binding = 0) uniform sampler2D sky_picture;
layout(buffer_reference, scalar) writeonly buffer Target { SkyLight light; };
layout(push_constant, scalar) uniform Push {
  vec3 to_sun;
  float camera_height_m, haze_per_m, haze_height_m;
  uint64_t target;
} push;

shared vec3 partial[64][5];

void main() {
  uint lane = gl_LocalInvocationIndex;
  vec3 sum[5] = vec3[5](vec3(0), vec3(0), vec3(0), vec3(0), vec3(0));
  const int kAzimuths = 64, kElevations = 32;
  float azimuth = (float(lane) + 0.5) / float(kAzimuths) * 2.0 * kPi;
  vec2 size = vec2(textureSize(sky_picture, 0));
  for (int i = 0; i < kElevations; ++i) { // equal solid angles over the upper half
    float z = (float(i) + 0.5) / float(kElevations), r = sqrt(1.0 - z * z);
    vec3 dir = vec3(cos(azimuth) * r, sin(azimuth) * r, z);
    vec3 radiance = min(textureLod(sky_picture, sky_uv(dir, push.to_sun, size), 0).rgb, vec3(8));
    sum[0] += radiance;
    sum[1] += radiance * dir.x;
    sum[2] += radiance * dir.y;
    sum[3] += radiance * dir.z;
    if (i == 1) sum[4] += radiance;
  }
  for (int k = 0; k < 5; ++k)
    partial[lane][k] = sum[k];
  barrier();
  if (lane != 0) return;
  for (int j = 1; j < kAzimuths; ++j)
    for (int k = 0; k < 5; ++k)
      sum[k] += partial[j][k];
  // Radiance to irradiance / π with the first two bands (Ramamoorthi and Hanrahan 2001): ∫ = Σ · 2π / N over the upper
  // half; the lower half is the ground's own bounce, about a sixth of what comes down.
  float weight = 2.0 * kPi / float(kAzimuths * kElevations);
  vec3 bounce = sum[3] * weight * 0.16 / kPi;
  vec3 mean = (sum[0] * weight + bounce * 2.0 * kPi) / (4.0 * kPi);
  Target result = Target(push.target);
  result.light.harmonics[0] = mean;
  result.light.harmonics[1] = sum[1] * weight / (2.0 * kPi);
  result.light.harmonics[2] = sum[2] * weight / (2.0 * kPi);
  result.light.harmonics[3] = (sum[3] * weight - bounce * kPi) / (2.0 * kPi);
  result.light.horizon = sum[4] / float(kAzimuths);
  Air air = Air(push.haze_per_m, push.haze_height_m);
  vec3 sun = light_through(air, vec3(0, 0, kEarth_m + 10.0), push.to_sun) * kSunAboveAir;
  // The key is a third stronger than physics has it, for the modelling of forms at a low sun.
  // After dusk the moon has its place, in the unit of an exposure for the night.
  result.light.sun = sun * 1.35 * smoothstep(-0.006, 0.006, push.to_sun.z) +
                     kMoonColor * (0.030 * frame.key_is_moon * frame.moon_light * frame.night);
  result.light.sun *= 1.0 - 0.96 * frame.overcast;
}
