#version 460
#extension GL_EXT_buffer_reference : require
#extension GL_EXT_scalar_block_layout : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
// Writes start + index into a buffer: the smallest proof that pipelines, addresses and barriers work.
layout(local_size_x = 64) in;
layout(buffer_reference, scalar) buffer Words { uint word[]; };
layout(push_constant, scalar) uniform Push { uint64_t target; uint count; uint start; } push;

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i < push.count) Words(push.target).word[i] = push.start + i;
}
