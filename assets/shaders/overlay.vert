#version 460
#extension GL_GOOGLE_include_directive : require
#include "overlay.glsl"
// Two triangles per item, one instance each, in the order of the list.
layout(location = 0) out vec2 pixel;
layout(location = 1) flat out uint index;

void main() {
  OverlayItem item = OverlayItems(push.items).item[gl_InstanceIndex];
  vec2 low = item.rect.xy, high = item.rect.zw;
  if (item.kind == ITEM_STROKE) {
    low = min(item.rect.xy, item.rect.zw) - item.radius - 1.0;
    high = max(item.rect.xy, item.rect.zw) + item.radius + 1.0;
  } else if (item.kind == ITEM_DART) {
    float reach = max(length(item.rect.zw - item.rect.xy), max(length(item.texel), abs(item.radius)));
    low = item.rect.xy - reach - item.edge_px - 1.0;
    high = item.rect.xy + reach + item.edge_px + 1.0;
  } else if (item.kind == ITEM_BOX) {
    low = floor(low);
    high = ceil(high);
  }
  const vec2 kCorners[6] = vec2[](vec2(0, 0), vec2(1, 0), vec2(0, 1), vec2(0, 1), vec2(1, 0), vec2(1, 1));
  pixel = mix(low, high, kCorners[gl_VertexIndex]);
  index = gl_InstanceIndex;
  vec2 at = (pixel - push.from) / push.extent;
  gl_Position = vec4(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0, 0.0, 1.0);
}
