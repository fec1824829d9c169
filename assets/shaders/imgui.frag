#version 460
// Panels: colours are sRGB-encoded and so is the picture, so they are blended as they are.
layout(location = 0) in vec2 uv;
layout(location = 1) in vec4 tint;
layout(location = 0) out vec4 color;
layout(binding = 0) uniform sampler2D image;

void main() { color = tint * texture(image, uv); }
