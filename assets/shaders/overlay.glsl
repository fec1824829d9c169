// The draw list over the picture: the mirror of ui::OverlayItem (renderer/ui/draw_list.hpp, 64 bytes, scalar layout).
#ifndef DALIAN_OVERLAY_GLSL
#define DALIAN_OVERLAY_GLSL
#extension GL_EXT_buffer_reference : require
#extension GL_EXT_scalar_block_layout : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require

#define ITEM_GLYPH 0u
#define ITEM_HALO 1u
#define ITEM_BOX 2u
#define ITEM_STROKE 3u
#define ITEM_DART 4u

struct OverlayItem {
  vec4 rect; // pixels from the top left; of a stroke: its two ends; of a dart: centre and tip
  vec2 texel;
  float radius;
  float edge_px;
  uint fill; // RGBA8, sRGB-encoded, straight alpha
  uint edge;
  float dash_px;
  float hatch_px;
  uint kind;
  uint pad[3];
};

layout(buffer_reference, scalar) readonly buffer OverlayItems { OverlayItem item[]; };
layout(push_constant, scalar) uniform Push {
  uint64_t items;
  vec2 extent;
  vec2 from; // of the list's pixels, what the picture begins with
} push;

#endif
