// The plan's zones on the ground: a faint fill and a luminous outline of constant width on the screen, by distance to the
// polygon's edges, so nothing can fight with the ground. Include after common.glsl.

struct ZoneMark {
  vec3 color;   // linear
  float fill;   // opacity
  float line;   // 0 … 1
};

ZoneMark zone_mark(vec2 at, float pixel_m) {
  ZoneMark mark = ZoneMark(vec3(0), 0.0, 0.0);
  ZonesAddress zones = ZonesAddress(frame.zones);
  PointsAddress points = PointsAddress(frame.zone_points);
  float width = max(1.6 * pixel_m, 3.0), glow = max(9.0 * pixel_m, 25.0);
  for (uint z = 0; z < frame.zone_count; ++z) {
    ZoneInfo zone = zones.item[z];
    if (any(lessThan(at, zone.low_m - glow)) || any(greaterThan(at, zone.high_m + glow))) continue;
    float nearest = 1e12;
    bool inside = false;
    vec2 a = points.item[zone.first_point + zone.point_count - 1u];
    for (uint i = 0; i < zone.point_count; ++i) {
      vec2 b = points.item[zone.first_point + i];
      vec2 ab = b - a, ap = at - a;
      vec2 off = ap - ab * saturate(dot(ap, ab) / dot(ab, ab));
      nearest = min(nearest, dot(off, off));
      if ((a.y > at.y) != (b.y > at.y) && at.x < a.x + ab.x * (at.y - a.y) / ab.y) inside = !inside;
      a = b;
    }
    float distance_m = sqrt(nearest);
    vec3 color = to_linear(unpackUnorm4x8(zone.color).rgb);
    float line = smoothstep(width + 0.7 * pixel_m, width - 0.7 * pixel_m, distance_m);
    float halo = exp(-distance_m / (glow * 0.33)) * (inside ? 0.30 : 0.12);
    float fill = inside ? 0.07 : 0.0;
    mark.color = color;
    mark.fill = max(mark.fill, fill + halo * (1.0 - fill));
    mark.line = max(mark.line, line);
  }
  return mark;
}
