// Heights, slopes, sun and land cover by place. Include after common.glsl; the includer declares `frame`.
// Detail grids come first, finest first; the window answers everywhere else.
layout(set = 0, binding = 4) uniform sampler2D window_height;
layout(set = 0, binding = 5) uniform sampler2DArray detail_height;
layout(set = 0, binding = 6) uniform sampler2D window_surface; // height, d/dx, d/dy, share of the sun that arrives
layout(set = 0, binding = 7) uniform sampler2DArray detail_surface;
layout(set = 0, binding = 8) uniform usampler2D window_cover;
layout(set = 0, binding = 9) uniform usampler2DArray detail_cover;

/// Index of the finest grid at `p` (relative), 0 = the window.
uint grid_at(vec2 p) {
  GridsAddress grids = GridsAddress(frame.grids);
  for (uint i = 1; i <= frame.detail_count; ++i)
    if (all(greaterThanEqual(p, grids.item[i].origin_m)) && all(lessThanEqual(p, grids.item[i].last_m))) return i;
  return 0;
}

vec2 grid_texel(TerrainGridInfo grid, vec2 p) { return (p - grid.origin_m) / grid.spacing_m; }

float terrain_height(vec2 p) {
  uint i = grid_at(p);
  TerrainGridInfo grid = GridsAddress(frame.grids).item[i];
  vec2 uv = (grid_texel(grid, p) + 0.5) * grid.texel_to_uv;
  return i == 0 ? textureLod(window_height, uv, 0).r : textureLod(detail_height, vec3(uv, grid.layer), 0).r;
}

vec4 terrain_surface(vec2 p) {
  uint i = grid_at(p);
  TerrainGridInfo grid = GridsAddress(frame.grids).item[i];
  vec2 uv = (grid_texel(grid, p) + 0.5) * grid.texel_to_uv;
  return i == 0 ? textureLod(window_surface, uv, 0) : textureLod(detail_surface, vec3(uv, grid.layer), 0);
}
