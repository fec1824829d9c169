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

/// The finest grid at `p` (relative); outside the window the nearest edge of that. Written without a choice by index:
/// software drivers load a uniform once for all lanes only where its place in the buffer is a constant.
GridSpot grid_spot(vec2 p) {
  vec2 q = clamp(p, frame.terrain_low_m, frame.terrain_high_m), origin = vec2(1e30);
  float spacing = frame.window.spacing_m, layer = 0.0;
  [[unroll]] for (int i = 0; i < MAX_DETAILS; ++i) {
    vec2 low = frame.details[i].origin_m, high = frame.details[i].last_m;
    bool inside = q.x >= low.x && q.x <= high.x && q.y >= low.y && q.y <= high.y;
    origin = inside ? low : origin;
    spacing = inside ? frame.details[i].spacing_m : spacing;
    layer = inside ? frame.detail_layer + float(i) : layer;
  }
  vec2 at = (q - frame.window.origin_m) / frame.window.spacing_m;
  vec2 piece = clamp(floor(at / frame.window_piece_quads), vec2(0), frame.window_last_piece);
  bool detail = origin.x < 1e29;
  return GridSpot(detail ? (q - origin) / spacing : at - piece * frame.window_piece_quads,
                  detail ? layer : piece.y * (frame.window_last_piece.x + 1.0) + piece.x, spacing);
}

vec3 grid_uv(GridSpot s) { return vec3((s.texel + 0.5) * frame.texel_to_uv, s.layer); }
float height_at(GridSpot s) { return textureLod(height_texture, grid_uv(s), 0).r; }
vec4 surface_at(GridSpot s) { return textureLod(surface_texture, grid_uv(s), 0); }
