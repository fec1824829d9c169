#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "scene_types.h"
// A field over the finished picture: ground and buildings take its colours, light and shade of the picture remain in them;
// the rest of the city steps back into grey. In display values, so that the picture's colours are those of the legend.
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 1) uniform usampler2D entities;
layout(set = 0, binding = 4) uniform usampler2D parcels; // atlas of (index + 1) << 12 | depth: see view::ParcelGrid
layout(set = 0, binding = 5) uniform sampler2D shares;   // atlas of (share · weight, weight)
layout(set = 0, binding = 6) uniform sampler2D ramp;
layout(set = 0, binding = 7) uniform sampler2D colors;   // of parcels, then placements
layout(set = 0, binding = 16, rgba8) uniform image2D toned;
layout(constant_id = 0) const uint kSource = FIELD_OF_PARCELS;
layout(constant_id = 1) const uint kHatched = 0;
layout(push_constant, scalar) uniform Push {
  uint color_columns; // of `colors`
  uint first_placement;
  float floor_share;
} push;
#include "pixel.glsl"

const float kTintGround = 0.66, kTintThing = 0.90, kGrey = 0.70, kGreySea = 0.25;

/// The finest grid that holds `p` (ground coordinates), or field_grid_count.
uint field_grid(vec2 p) {
  uint found = frame.field_grid_count;
  for (uint i = frame.field_grid_count; i-- > 0u;) {
    vec2 at = (p - frame.field_grids[i].origin_m) / frame.field_grids[i].spacing_m;
    if (all(greaterThanEqual(at, vec2(0))) && all(lessThanEqual(at, frame.field_grids[i].last))) found = i;
  }
  return found;
}
/// Where `p` is in its grid, whole numbers at the samples of the atlas.
vec2 atlas_spot(FieldTile tile, vec2 p) { return (p - tile.origin_m) / tile.spacing_m + vec2(0, tile.first_row); }

vec4 color_at(uint index) {
  return texelFetch(colors, ivec2(index % push.color_columns, index / push.color_columns), 0);
}

/// Metres inside parcel `id` by one texel; a texel of another parcel is as far outside as it is inside its own.
float depth_in(uint texel, uint id) {
  float depth = (float(texel & 0xfffu) - 2048.0) * (1.0 / 64.0);
  return texel == 0u ? -16.0 : (texel >> 12) == id ? depth : -abs(depth) - 1.0;
}

/// The parcel at `p`: its colour, and by its edge how much of it; w = line along the edge.
vec4 parcel_paint(vec2 p, float pixel_m, out float edge) {
  edge = 0.0;
  uint found = field_grid(p);
  if (found == frame.field_grid_count) return vec4(0);
  vec2 spot = atlas_spot(frame.field_grids[found], p), cell = floor(spot), f = spot - cell;
  ivec2 i = ivec2(cell);
  uvec4 texel = uvec4(texelFetch(parcels, i, 0).r, texelFetch(parcels, i + ivec2(1, 0), 0).r,
                      texelFetch(parcels, i + ivec2(0, 1), 0).r, texelFetch(parcels, i + ivec2(1, 1), 0).r);
  vec4 weight = vec4((1.0 - f.x) * (1.0 - f.y), f.x * (1.0 - f.y), (1.0 - f.x) * f.y, f.x * f.y);
  uint best = 0u;
  float depth = -1e9;
  for (uint k = 0u; k < 4u; ++k) {
    uint id = texel[k] >> 12;
    float d = dot(weight, vec4(depth_in(texel.x, id), depth_in(texel.y, id), depth_in(texel.z, id), depth_in(texel.w, id)));
    if (id != 0u && d > depth) {
      depth = d;
      best = id;
    }
  }
  if (best == 0u) return vec4(0);
  vec4 color = color_at(best - 1u);
  float px = depth / pixel_m;
  edge = color.a * saturate(1.6 - abs(px - 1.2)) * saturate(6.0 / pixel_m);
  color.a *= saturate(px + 0.5);
  return color;
}

vec4 grid_paint(vec2 p) {
  uint found = field_grid(p);
  if (found == frame.field_grid_count) return vec4(0);
  vec2 size = vec2(textureSize(shares, 0)), last = frame.field_grids[found].last;
  vec2 spot = clamp(atlas_spot(frame.field_grids[found], p), vec2(0.0, frame.field_grids[found].first_row),
                    last + vec2(0.0, frame.field_grids[found].first_row));
  vec2 sampled = textureLod(shares, (spot + 0.5) / size, 0).rg;
  float share = sampled.r / max(sampled.g, 1e-3);
  float there = smoothstep(0.35, 0.65, sampled.g);
  if (push.floor_share > 0.0) there *= smoothstep(0.5 * push.floor_share, 1.5 * push.floor_share, share) * mix(0.35, 1.0, smoothstep(0.0, 0.7, share));
  return vec4(textureLod(ramp, vec2((share * 255.0 + 0.5) / 256.0, 0.5), 0).rgb, there);
}

/// Lines of the hatching, 0…1: fixed to the ground, as wide on the screen at every distance.
float hatch(vec3 p, vec2 at, float pixel_m, vec3 dir) {
  vec2 ahead = normalize(dir.xy + vec2(1e-6, 0)), across = vec2(ahead.y, -ahead.x);
  const vec2 kWay = vec2(0.70710678, 0.70710678);
  float step_m = pixel_m * length(vec2(dot(across, kWay), dot(ahead, kWay) / max(-dir.z, 0.10)));
  float octave = log2(max(11.0 * step_m / 4.0, 1.0)), period = 4.0 * exp2(ceil(octave));
  float u = dot(at, kWay) + p.z + frame.camera_height_m, line = 0.0;
  for (int k = 0; k < 2; ++k) { // every second line fades before the next octave drops it
    float t = abs(fract(u / period + (k == 0 ? 0.0 : 0.5)) - 0.5) * period;
    float wide = saturate(1.1 - t / step_m);
    line = max(line, k == 0 ? wide : wide * (ceil(octave) - octave));
  }
  return line;
}

void main() {
  ivec2 at = ivec2(gl_GlobalInvocationID.xy);
  if (any(greaterThanEqual(at, ivec2(frame.picture_px)))) return;
  Pixel px = pixel_at(at);
  bool sea = meets_sea(px);
  float reach = sea ? sea_distance(px) : px.distance_m;
  if (reach > 5e8) return; // sky
  uint entity = texelFetch(entities, at, 0).r;
  if (!sea && entity != ENTITY_NONE && entity < ENTITY_ROUTE) return; // what lives keeps its colour
  vec3 p = px.dir * reach, c = imageLoad(toned, at).rgb;
  vec2 ground = p.xy + frame.camera_ground_m;
  float pixel_m = reach * frame.pixel_angle_rad;
  float luma = dot(c, vec3(0.2126, 0.7152, 0.0722));
  vec3 grey = mix(c, vec3(luma), sea ? kGreySea : kGrey);

  vec4 paint = vec4(0);
  float edge = 0.0;
  bool thing = !sea && entity >= ENTITY_PLACEMENT, route = !sea && entity >= ENTITY_ROUTE && !thing;
  if (kSource == FIELD_OF_PARCELS) {
    if (thing) {
      paint = color_at(push.first_placement + (entity & ENTITY_INDEX_MASK));
    } else if (!sea && !route) {
      float along = pixel_m * inversesqrt(max(-px.dir.z, 0.05));
      paint = parcel_paint(ground, along, edge);
    }
  } else {
    paint = grid_paint(ground);
  }
  if (thing && paint.a == 0.0) grey *= 0.88; // white walls without a value do not outshine those with one
  // Light of the picture as a factor: 1 where the sun falls on light ground. At night the city is dark and the data are not.
  float day = 0.50 + 0.95 * luma - 0.18 * luma * luma, dark = 0.34 + 1.5 * luma;
  vec3 shown = paint.rgb * min(mix(day, dark, frame.night), 1.18);
  if (kHatched != 0u && paint.a > 0.0) shown *= 1.0 - 0.13 * hatch(p, ground, pixel_m, px.dir);
  shown = mix(shown, vec3(1.0), 0.35 * edge * mix(1.0, 0.5, frame.night));
  float air = exp(-0.5 * frame.haze_per_m * reach);
  float through = paint.a * (thing || kSource == FIELD_OF_GRIDS ? kTintThing : kTintGround) * mix(0.45, 1.0, air);
  imageStore(toned, at, vec4(mix(grey, shown, through), 1));
}
