#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "atmosphere.glsl"
// All shading of the picture in one place: G-buffer → light that reaches the eye. One kernel per KIND_….
layout(local_size_x = SHADE_GROUP) in;
layout(constant_id = 0) const uint kKind = 0;
layout(constant_id = 1) const uint kLook = 0; // LOOK_… of this kernel
layout(constant_id = 2) const uint kQuality = QUALITY_FULL;
layout(buffer_reference, scalar) readonly buffer Bins { PixelBins bins; };
layout(buffer_reference, scalar) readonly buffer Pixels { uint item[]; };
layout(buffer_reference, scalar) readonly buffer Groups { uint item[]; };
layout(push_constant, scalar) uniform Push { // see classify.comp
  Bins bins;
  Pixels pixels;
  Groups groups;
  uint groups_per_kind;
  float tiles_across;
} push;
layout(set = 0, binding = 0) uniform sampler2D albedo_target;
layout(set = 0, binding = 1) uniform sampler2D normal_target;
layout(set = 0, binding = 16, rgba16f) uniform writeonly image2D hdr;
#include "terrain.glsl"
#include "light.glsl"
#include "ground.glsl"
#include "water.glsl"
#include "zones.glsl"
#include "pixel.glsl"
#include "noise3.glsl"
#include "leaf.glsl"
#include "night.glsl"
#include "occlusion.glsl"
#include "weather.glsl"
#include "clouds.glsl"

const bool kNight = (kLook & LOOK_NIGHT) != 0u, kWet = (kLook & LOOK_WET) != 0u, kSnow = (kLook & LOOK_SNOW) != 0u, kClouds = (kLook & LOOK_CLOUDS) != 0u;

vec3 lit(vec3 albedo, vec3 n, float sun, float occlusion) {
  float facing = max(dot(n, frame.key_direction), 0.0);
  return albedo * (sky.sun * (facing * sun / kPi) + sky_ambient(n) * occlusion);
}

/// Dim light of night so that nothing is ever black: the sky over a lit city.
vec3 night_fill(vec3 albedo, vec3 n) {
  return kNight ? albedo * vec3(0.0036, 0.0046, 0.0074) * frame.night * (0.7 + 0.3 * n.z) : vec3(0);
}

vec3 with_zone(vec3 light, uint listed) {
  ZoneMark mark = mark_of(listed);
  vec3 color = to_linear(unpackUnorm4x8(frame.zones[max(mark.zone, 1u) - 1u].color).rgb);
  // The mark is data, not matter: as bright as a sunlit grey card in its own colour.
  float level = 0.55 / frame.exposure;
  light = mix(light, color * level, mark.fill * (kNight ? 1.0 - 0.8 * frame.night : 1.0));
  return mix(light, mix(color, vec3(1), 0.25) * level * 1.5, mark.line * 0.85);
}

/// Of the sea at `p` (relative) over ground of that height; beyond the window it is open sea.
float water_depth(vec2 p, float ground_m) {
  vec2 off = max(max(frame.terrain_low_m - p, p - frame.terrain_high_m), 0.0);
  return mix(-ground_m, 45.0, saturate(length(off) / 30e3));
}

vec3 shade_sea(Pixel px, uint listed) {
  float reach = sea_distance(px);
  vec3 p = px.dir * reach;
  vec2 at = p.xy + frame.camera_ground_m;
  float across = reach * frame.pixel_angle_rad, pixel_m = across * inversesqrt(max(-px.dir.z, 0.004));
  vec4 surface = surface_at(grid_spot(p.xy));
  float depth_m = water_depth(p.xy, surface.x);
  float shadow = surface.w;
  if (reach < frame.shadow_texel_m.z) shadow *= caster_shadow(p, vec3(0, 0, 1), px.jitter);
  vec3 light = water_light(p, px.dir, at, pixel_m, depth_m, shadow, 1.0);
  vec3 foam = lit(vec3(0.62), vec3(0, 0, 1), shadow, 1.0);
  if (kKind == KIND_WAKE) light = mix(light, foam, saturate(wake_foam(p.xy, at, pixel_m)));
  light = with_zone(light, listed);
  return through_air(light, px.dir, reach);
}

vec3 shade_terrain(Pixel px, uint listed) {
  uint cover = listed >> 10 & 31u;
  vec4 surface = surface_at(grid_spot(px.p.xy));
  vec2 at = px.p.xy + frame.camera_ground_m;
  vec3 up = normalize(vec3(-surface.yz, 1));
  float grazing = max(dot(up, -px.dir), 0.10);
  GroundSpot spot = GroundSpot(at, px.pixel_m * inversesqrt(grazing), px.p.z + frame.camera_height_m, length(surface.yz));
  if ((frame.flags & FRAME_SHOW_COVER) != 0u) return to_linear(vec3(float(cover) / 17.0, fract(float(cover) * 0.37), fract(float(cover) * 0.71))) / frame.exposure;
  Ground ground = ground_at(cover, spot);
  vec3 n = normalize(vec3(-surface.yz - ground.bump, 1));
  float sun = surface.w;
  if (px.distance_m < frame.shadow_texel_m.z) sun *= caster_shadow(px.p, up, px.jitter);
  if (kQuality == QUALITY_FULL && kKind == KIND_PAVED) ground.occlusion *= foot_openness(px, up);
  if (kSnow) {
    bool driven = kKind == KIND_PAVED && (cover == COVER_INDUSTRY || cover == COVER_CONCRETE || cover == COVER_ASPHALT); // yards are ploughed
    float keeps = kKind == KIND_SHORE ? 0.45 : kKind == KIND_FOREST ? 0.34 : driven ? 0.44 : 0.92;
    ground.albedo = under_snow(ground.albedo, snow_cover(n, at, keeps * frame.snow));
  }
  if (kWet) ground.albedo = soaked(ground.albedo, frame.wet * (kKind == KIND_PAVED || kKind == KIND_SETTLED ? 0.9 : 0.6));
  vec3 light = lit(ground.albedo, n, sun, ground.occlusion) + night_fill(ground.albedo, n);
  if (kNight && kKind == KIND_PAVED) light += ground.albedo * ground_lamps(cover, at, 0.0, 1.0, 1.0);
  if (kNight && kKind == KIND_SETTLED) light += settled_lights(at, spot.pixel_m, cover == COVER_TOWN ? 1.0 : 0.0);
  if (kWet && (kKind == KIND_PAVED || kKind == KIND_SETTLED)) {
    float mirror = wet_mirror(px.dir, up, puddles_at(at, spot.pixel_m)) * frame.wet;
    light = mix(light, sky_from(reflect(px.dir, up)), mirror);
    if (kNight && kKind == KIND_PAVED) light += ground_lamps(cover, at, 0.0, 1.0, 1.0) * (mirror * 1.6);
  }
  if (kKind == KIND_SHORE) { // wet ground mirrors, still water is water
    vec3 mirror = water_light(px.p, px.dir, at, spot.pixel_m, 5.0, sun, 0.30);
    float film = 0.25 + 0.75 * pow(1.0 - saturate(dot(up, -px.dir)), 3.0);
    light = mix(light, mirror, ground.wet > 0.7 ? ground.wet : ground.wet * film);
  }
  return with_zone(light, listed);
}

vec3 shade_model(Pixel px, uint surface, vec4 albedo_texel) {
  vec4 packed = texelFetch(normal_target, px.at, 0);
  vec3 n = from_octahedral(packed.xy);
  vec3 albedo = to_linear(albedo_texel.rgb);
  GridSpot spot = grid_spot(px.p.xy);
  vec4 ground = surface_at(spot);
  float sun = ground.w;
  if (px.distance_m < frame.shadow_texel_m.z) sun *= caster_shadow(px.p, n, px.jitter);
  if (kKind == KIND_LEAF) {
    Leaves leaves = leaves_at(vec3(px.p.xy + frame.camera_ground_m, px.p.z + frame.camera_height_m), n, px.pixel_m);
    n = leaves.normal;
    albedo *= leaves.tone;
    packed.z = max(packed.z, 0.5) * leaves.openness; // light comes through between leaves
  }
  float occlusion = surface == SURFACE_ROAD || surface == SURFACE_LAMP ? 1.0 : packed.z; // baked: the foot of a wall sees the ground instead of the sky
  if (kQuality == QUALITY_FULL) occlusion *= foot_openness(px, n);
  vec2 at = px.p.xy + frame.camera_ground_m;
  if (kSnow) {
    bool patchy = surface == SURFACE_ROAD || kKind == KIND_LEAF;
    float keeps = surface == SURFACE_ROAD ? 0.14 : kKind == KIND_LEAF ? 0.55 : surface == SURFACE_LAMP ? 0.2 : 0.95;
    albedo = under_snow(albedo, patchy ? snow_cover(n, at, keeps * frame.snow) : snow_on_top(n, keeps * frame.snow));
  }
  if (kWet) albedo = soaked(albedo, frame.wet * saturate(n.z + 0.35) * (surface == SURFACE_ROAD ? 1.0 : 0.7));
  vec3 light = lit(albedo, n, sun, occlusion) + night_fill(albedo, n);
  if (kKind == KIND_LEAF) {
    float behind = pow(saturate(dot(px.dir, frame.key_direction)), 4.0);
    light += albedo * sky.sun * sun * (0.10 + 0.35 * behind) / kPi;
  }
  if (kWet && n.z > 0.3) {
    float mirror = wet_mirror(px.dir, n, surface == SURFACE_ROAD ? puddles_at(at, px.pixel_m) : 0.4) * frame.wet;
    light = mix(light, sky_from(normalize(reflect(px.dir, n) + vec3(0, 0, 0.02))), mirror);
    if (kNight && surface == SURFACE_ROAD) light += kLampColor * (frame.night * packed.z * packed.z * mirror * 0.75); // lamps in the wet
  }
  if (surface == SURFACE_GLASS || surface == SURFACE_METAL) {
    float c = saturate(dot(n, -px.dir)), base = surface == SURFACE_GLASS ? 0.05 : 0.45;
    float fresnel = base + (1.0 - base) * pow(1.0 - c, 5.0);
    vec3 mirror = reflect(px.dir, n);
    vec3 seen = mirror.z > 0.0 ? sky_from(mirror) : sky_ambient(vec3(0, 0, 1)) * 0.15;
    light = mix(light, seen * (surface == SURFACE_METAL ? albedo * 1.6 + 0.1 : vec3(1)), fresnel);
    float glossy = pow(saturate(dot(normalize(frame.key_direction - px.dir), n)), 220.0);
    light += sky.sun * sun * glossy * fresnel * 2.0;
  }
  if (kNight) {
    uint cover = cover_at(spot, at);
    light += albedo * ground_lamps(cover, at, px.p.z + frame.camera_height_m - ground.x, n.z, surface == SURFACE_CARGO ? 0.0 : 1.0) * (0.6 + 0.4 * n.z);
    if (surface == SURFACE_LAMP) light += albedo * (frame.night * packed.z * 0.46);
    if (surface == SURFACE_ROAD) light += albedo * kLampColor * (frame.night * packed.z * 0.34);
    if (surface == SURFACE_BEACON) light += vec3(1.0, 0.08, 0.05) * frame.night * 2.5;
  }
  return light;
}

vec3 shade_sky(Pixel px) {
  vec3 light = sky_from(px.dir);
  if (kClouds) light = with_clouds(light, px.dir);
  if (kNight) {
    float c = dot(px.dir, frame.moon_direction);
    float aureole = exp((c - 1.0) * 900.0) * 0.010 + exp((c - 1.0) * 60.0) * 0.0035;
    light += kMoonColor * frame.night * (frame.moon_light * aureole + (frame.moon_light > 0.0 ? 0.7 : 0.0) * smoothstep(0.999985, 0.999990, c));
  }
  return light + sky.sun * 24.0 * smoothstep(0.99996, 0.999985, dot(px.dir, frame.sun_direction)); // the disc, half a degree
}

#include "plain.glsl"

/// Where the pixel at a place of the list is in the picture.
ivec2 pixel_listed(uint place, uint listed) {
  float tile = float(place / TILE_PIXELS), row = floor((tile + 0.5) / push.tiles_across);
  return ivec2(vec2(tile - row * push.tiles_across, row)) * int(TILE_SIDE) + ivec2(listed & 31u, listed >> 5 & 31u);
}

void main() {
  uint index = gl_WorkGroupID.y * SHADE_GROUPS_ACROSS + gl_WorkGroupID.x, lane = gl_LocalInvocationIndex;
  if (index >= push.bins.bins.groups[kKind]) return;
  uint group = push.groups.item[kKind * push.groups_per_kind + index];
  if (lane > group >> 26) return;
  uint place = (group & 0x3ffffffu) + lane, listed = push.pixels.item[place];
  Pixel px = pixel_at(pixel_listed(place, listed));
  const bool kPlain = kQuality == QUALITY_PLAIN;
  vec3 light;
  if (kKind == KIND_SKY) {
    light = shade_sky(px);
  } else if (kKind == KIND_SEA || kKind == KIND_WAKE) {
    light = kPlain ? plain_sea(px, listed) : shade_sea(px, listed);
  } else if (kKind == KIND_MODEL || kKind == KIND_LEAF) {
    vec4 albedo = texelFetch(albedo_target, px.at, 0);
    uint surface = uint(albedo.a * 255.0 + 0.5);
    light = through_air(kPlain ? plain_model(px, surface, to_linear(albedo.rgb)) : shade_model(px, surface, albedo), px.dir, px.distance_m);
  } else {
    light = through_air(kPlain ? plain_ground(px, listed) : shade_terrain(px, listed), px.dir, px.distance_m);
  }
  imageStore(hdr, px.at, vec4(light * frame.exposure, 1));
}
