// The plain picture: surfaces lit by sun and sky under the same air, without the patterns of ground, waves and mirrors. Its
// colours are the means of what the full picture shows, so that a picture that comes to rest does not change its tone.
// Include after ground.glsl, water.glsl and weather.glsl.

/// Mean albedo of a land cover; linear, 8 bits each, in units of 0.4 / 255.
vec3 mean_albedo(uint cover) {
  const uint table[18] = uint[18](0x333c43u, 0x465660u, 0x80a6bfu, 0x596c79u, 0x2c5762u, 0x254645u, 0x214543u, 0x132923u, 0x495659u,
                                  0x292a20u, 0x435666u, 0x596166u, 0x606566u, 0x808080u, 0x312e2bu, 0x435660u, 0x224b46u, 0x224b46u);
  return unpackUnorm4x8(table[min(cover, 17u)]).rgb * 0.4;
}

vec3 plain_ground(Pixel px, uint listed) {
  uint cover = listed >> 10 & 31u;
  vec4 packed = texelFetch(normal_target, px.at, 0); // of ground, z is the share of the sun that hills leave
  vec3 n = from_octahedral(packed.xy);
  vec2 at = px.p.xy + frame.camera_ground_m;
  const float kPlot_m = 90.0;
  float patch_ = (hash_unit(ivec2(floor(at / kPlot_m))) - 0.5) * shows(kPlot_m, px.pixel_m / max(-px.dir.z, 0.1));
  vec3 albedo = mean_albedo(cover) * (1.0 + (cover < COVER_VILLAGE ? 0.5 : 0.15) * patch_);
  float sun = packed.z;
  if (px.distance_m < frame.shadow_texel_m.z) sun *= caster_shadow(px.p, n, px.jitter);
  bool driven = cover == COVER_INDUSTRY || cover == COVER_CONCRETE || cover == COVER_ASPHALT;
  if (kSnow) albedo = under_snow(albedo, (driven ? 0.35 : 0.75) * frame.snow * smoothstep(0.45, 0.80, n.z));
  if (kWet) albedo = soaked(albedo, 0.7 * frame.wet);
  vec3 light = lit(albedo, n, sun, 0.95) + night_fill(albedo, n);
  if (kNight) light += kMastColor * albedo * (cover >= COVER_INDUSTRY && cover <= COVER_ASPHALT ? 0.02 * frame.night : 0.0);
  return with_zone(light, listed);
}

vec3 plain_sea(Pixel px, uint listed) {
  float reach = sea_distance(px);
  vec4 ground = surface_at(grid_spot(px.dir.xy * reach));
  float depth_m = water_depth(px.dir.xy * reach, ground.x);
  float variance = 0.7 * (0.003 + 0.00512 * length(frame.wind_mps)), sigma = sqrt(variance);
  float fresnel = 0.02 + 0.98 * pow(1.0 + px.dir.z, 5.0 * exp(-2.69 * sigma)) / (1.0 + 22.7 * pow(sigma, 1.5)); // as water_light
  vec3 mirror = normalize(vec3(px.dir.xy, -px.dir.z + sigma * 0.8));
  vec3 body = water_color(max(depth_m, 0.0) * 1.05) * (sky.sun * max(frame.key_direction.z, 0.0) / kPi + sky_ambient(vec3(0, 0, 1)));
  vec3 light = mix(body, sky_from(mirror), fresnel) + min(sun_glint(px.dir, vec2(0), variance), vec3(30));
  return through_air(with_zone(light, listed), px.dir, reach);
}

vec3 plain_model(Pixel px, uint surface, vec3 albedo) {
  vec4 packed = texelFetch(normal_target, px.at, 0);
  vec3 n = from_octahedral(packed.xy);
  bool shines = surface == SURFACE_LAMP || surface == SURFACE_ROAD;
  float sun = px.distance_m < frame.shadow_texel_m.z ? caster_shadow(px.p, n, px.jitter) : 1.0;
  if (kSnow) albedo = under_snow(albedo, 0.95 * frame.snow * smoothstep(0.45, 0.80, n.z) * (shines ? 0.13 : 1.0));
  if (kWet) albedo = soaked(albedo, 0.8 * frame.wet * saturate(n.z + 0.35));
  vec3 light = lit(albedo, n, sun, shines ? 1.0 : packed.z) + night_fill(albedo, n);
  if (surface == SURFACE_GLASS || surface == SURFACE_METAL) light = mix(light, sky_ambient(vec3(0, 0, 1)), 0.10);
  if (kNight) {
    if (shines) light += albedo * (surface == SURFACE_LAMP ? vec3(0.36) : kLampColor * 0.26) * (frame.night * packed.z);
    if (surface == SURFACE_BEACON) light += vec3(1.0, 0.08, 0.05) * frame.night * 2.5;
  }
  return light;
}
