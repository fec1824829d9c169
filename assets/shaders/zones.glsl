// The plan's zones on the ground: a faint fill and a luminous outline of constant width on the screen, by distance to the
// polygon's edges, so nothing can fight with the ground. Include after common.glsl.

struct ZoneMark {
  vec3 color;   // linear
  float fill;   // opacity
  float line;   // 0 … 1
};

/// `dir`: of the view, unit; `pixel_m`: a pixel's width there, across the view. Distances are measured on the screen: along
/// the view the ground is foreshortened.
ZoneMark zone_mark(vec2 at, float pixel_m, vec3 dir) {
  ZoneMark mark = ZoneMark(vec3(0), 0.0, 0.0);
  vec2 ahead = normalize(dir.xy + vec2(1e-6, 0));
  mat2 to_pixels = transpose(mat2(vec2(ahead.y, -ahead.x), ahead * max(-dir.z, 0.06))) * (1.0 / pixel_m);
  float reach_m = 14.0 * pixel_m / max(-dir.z, 0.06);
  for (uint z = 0; z < frame.zone_count; ++z) {
    ZoneInfo zone = frame.zones[z];
    if (any(lessThan(at, zone.low_m - reach_m)) || any(greaterThan(at, zone.high_m + reach_m))) continue;
    float nearest = 1e12;
    bool inside = false;
    vec2 a = to_pixels * (frame.zone_points[zone.first_point + zone.point_count - 1u] - at);
    for (uint i = 0; i < zone.point_count; ++i) {
      vec2 b = to_pixels * (frame.zone_points[zone.first_point + i] - at);
      vec2 ab = b - a;
      vec2 off = a - ab * clamp(dot(a, ab) / max(dot(ab, ab), 1e-9), -1.0, 0.0);
      nearest = min(nearest, dot(off, off));
      if ((a.y > 0.0) != (b.y > 0.0) && 0.0 < a.x - ab.x * a.y / ab.y) inside = !inside;
      a = b;
    }
    float px = sqrt(nearest), half_width = max(0.9, 1.2 / pixel_m);
    float halo = exp(-px / max(5.0, 9.0 / pixel_m)) * (inside ? 0.22 : 0.10);
    mark.color = to_linear(unpackUnorm4x8(zone.color).rgb);
    mark.fill = max(mark.fill, (inside ? 0.055 : 0.0) + halo);
    mark.line = max(mark.line, smoothstep(half_width + 0.6, half_width - 0.4, px));
  }
  return mark;
}
