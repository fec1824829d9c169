#version 460
// Adds a sub-frame to the sum of a still picture and writes the mean so far.
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform sampler2D toned;
layout(set = 0, binding = 16, rgba32f) uniform image2D sum;
layout(set = 0, binding = 17, rgba8) uniform writeonly image2D picture;
layout(push_constant) uniform Push { uint index; } push;

void main() {
  ivec2 at = ivec2(gl_GlobalInvocationID.xy), size = imageSize(picture);
  if (at.x >= size.x || at.y >= size.y) return;
  vec4 total = texelFetch(toned, at, 0);
  if (push.index > 0) total += imageLoad(sum, at);
  imageStore(sum, at, total);
  imageStore(picture, at, vec4(total.rgb / float(push.index + 1u), 1));
}
