#version 460
// One colour: what a device writes at most.
layout(location = 0) out vec4 color;

void main() {
  color = vec4(0.2, 0.4, 0.6, 1.0);
}
