// Heights, slopes, sun and land cover by place, from pieces of all grids in the layers of one set of textures. Include
// after common.glsl.
layout(set = 0, binding = 4) uniform sampler2DArray height_texture;
layout(set = 0, binding = 5) uniform sampler2DArray surface_texture; // height, d/dx, d/dy, share of the sun that arrives
layout(set = 0, binding = 6) uniform usampler2DArray cover_texture;

struct GridSpot {
  vec2 texel; // in the layer, whole numbers at the samples
  float layer;
  float spacing_m;
};

/// The finest grid at `p` (relative); outside the window that of its nearest edge.
uint grid_index(vec2 p) {
  vec2 q = clamp(p, frame.terrain_low_m, frame.terrain_high_m);
  uint found = frame.grid_count - 1u;
  for (uint i = 0; i < frame.grid_count; ++i)
    if (all(greaterThanEqual(q, frame.grids[i].origin_m)) && all(lessThanEqual(q, frame.grids[i].last_m))) {
      found = i;
      break;
    }
  return found;
}

/// `p` in the grid that grid_index() found there.
GridSpot grid_spot(vec2 p, uint found) {
  vec2 q = clamp(p, frame.terrain_low_m, frame.terrain_high_m);
  float spacing = frame.grids[found].spacing_m;
  return GridSpot((q - frame.grids[found].origin_m) / spacing, frame.grids[found].layer, spacing);
}
GridSpot grid_spot(vec2 p) { return grid_spot(p, grid_index(p)); }

vec3 grid_uv(GridSpot s) { return vec3((s.texel + 0.5) * frame.texel_to_uv, s.layer); }
float height_at(GridSpot s) { return textureLod(height_texture, grid_uv(s), 0).r; }
vec4 surface_at(GridSpot s) { return textureLod(surface_texture, grid_uv(s), 0); }
