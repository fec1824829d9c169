// Push constants and vertices of the panels (ImDrawVert: 20 bytes).
#extension GL_EXT_buffer_reference : require
#extension GL_EXT_scalar_block_layout : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
struct PanelVertex {
  vec2 position; // pixels from the top left
  vec2 uv;
  uint color; // RGBA8, sRGB-encoded, straight alpha
};
layout(buffer_reference, scalar) readonly buffer PanelVertices { PanelVertex item[]; };
layout(push_constant, scalar) uniform Push {
  uint64_t vertices;
  vec2 extent;
} push;
