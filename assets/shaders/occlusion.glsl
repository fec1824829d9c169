// Ambient occlusion from the depth buffer, for what stands on the ground and the ground at its foot. Include after
// pixel.glsl.

/// Share of the sky that nothing within about six metres hides: four taps that turn with the pixel and the sub-frame, the
/// estimator of McGuire et al. 2011, "The alchemy screen-space ambient obscurance algorithm".
float foot_openness(Pixel px, vec3 n) {
  const float kReach_m = 6.0;
  float reach_px = min(kReach_m / px.pixel_m, 48.0), hidden = 0.0;
  float angle = px.jitter * 6.28318;
  vec2 along = vec2(cos(angle), sin(angle)) * reach_px;
  float near = fract(px.jitter * 7.0);
  for (int k = 0; k < 4; ++k) {
    ivec2 at = clamp(px.at + ivec2(along * ((float(k) + 0.3 + 0.7 * near) * 0.25)), ivec2(0), ivec2(frame.picture_px) - 1);
    along = vec2(-along.y, along.x);
    vec2 ndc = (vec2(at) + 0.5) / frame.picture_px * vec2(2, -2) + vec2(-1, 1);
    float depth = max(texelFetch(depth_target, at, 0).r, 1e-9);
    vec3 v = (frame.ray_forward + ndc.x * frame.ray_right + ndc.y * frame.ray_up) * (frame.near_m / depth) - px.p;
    float reach2 = dot(v, v);
    hidden += max(dot(v, n) - 0.12 - 0.25 * px.pixel_m, 0.0) / (reach2 + 0.3) * step(reach2, 2.0 * kReach_m * kReach_m);
  }
  float seen = smoothstep(1.0, 2.5, reach_px); // from afar the foot of a wall is smaller than a pixel
  return 1.0 - seen * min(hidden * 0.9, 0.8);
}
