// Fair-weather clouds: a field of cumulus at 1300 m, thin ice clouds at 9 km. The cumulus field has a C++ mirror
// (renderer/scene/cloud_field.cpp), which lays its shadow on the ground. Include after light.glsl.
#ifndef DALIAN_CLOUDS_GLSL
#define DALIAN_CLOUDS_GLSL

const float kCloudBase_m = 1300.0, kIceCloud_m = 9000.0;

/// Thickness of the cumulus over a place on the ground, 0…1.
float cloud_noise(vec2 at) {
  vec2 q = at / 3100.0;
  return 0.55 * noise(q) + 0.28 * noise(q * 2.3 + 5.1) + 0.17 * noise(q * 5.1 + 11.7);
}
float cloud_from(float n, float cover) {
  float least = 0.68 - 0.32 * cover;
  return smoothstep(least, least + 0.15, n);
}

/// Along the ground to where a ray meets a level `above_m` over the eye, the Earth's curve in account; the ray goes up.
float level_distance(float climb, float above_m) {
  float k = max(climb, 0.0) * kEarth_m;
  return sqrt(k * k + 2.0 * above_m * kEarth_m) - k;
}

/// The sky's light with the clouds before it.
vec3 with_clouds(vec3 behind, vec3 dir) {
  if (dir.z <= 0.0) return behind;
  vec2 along = normalize(dir.xy + vec2(1e-6, 0));
  float toward = saturate(dot(dir, frame.key_direction));
  vec3 all_round = sky.harmonics[0] * 0.9, light = behind;
  float far = level_distance(dir.z, kIceCloud_m - min(frame.camera_height_m, 8900.0));
  vec2 ice = turn(0.5) * (along * far + frame.camera_ground_m) / vec2(31e3, 7e3);
  float wisps = noise(ice + (noise(ice * vec2(0.7, 0.4)) - 0.5) * 1.6) * 0.6 + noise(ice * vec2(2.2, 4.1) + 3.0) * 0.4;
  float thin = smoothstep(0.42, 0.95, wisps) * 0.55 * frame.cloud_cover * exp(-far / 160e3) * 1.6;
  light = mix(light, sky.sun * (0.085 + 0.30 * pow(toward, 8.0)) + all_round, saturate(thin));
  float under_m = kCloudBase_m - frame.camera_height_m;
  if (under_m > 50.0) {
    float reach = level_distance(dir.z, under_m);
    vec2 at = frame.camera_ground_m + along * reach;
    float n = cloud_noise(at), sunward = cloud_noise(at + frame.key_direction.xy * 420.0);
    float a = cloud_from(n, frame.cloud_cover);
    // Its bright side looks to the sun; its middle, the thickest, is grey below.
    float side = saturate(0.62 + 2.6 * (n - sunward)) * (1.0 - 0.30 * a * smoothstep(0.0, 0.30, dir.z));
    vec3 cloud = sky.sun * (0.155 * side + 0.22 * pow(toward, 12.0) * (1.0 - a)) + all_round * (0.80 + 0.25 * side);
    light = mix(light, cloud, a * 0.92 * exp(-reach / 48e3));
  }
  return light;
}
#endif
