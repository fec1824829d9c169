// The plan's zones on the ground: a faint fill and a luminous outline of constant width on the screen, by distance to the
// polygon's edges, so nothing can fight with the ground. Include after common.glsl.

struct ZoneMark {
  uint zone;    // whose colour, from 1; 0: none
  float fill;   // opacity
  float line;   // 0 … 1
};

const float kZoneFill = 0.055, kZoneMostFill = 0.32;

// Foreshortening beyond this is not followed.
float zone_slant(vec3 dir) { return max(-dir.z, 0.06); }

/// Metres on the ground beyond which an outline adds less than a thousandth; `pixel_m`: a pixel's width there, across.
float zone_reach_m(float pixel_m, vec3 dir) { return 5.4 * max(5.0 * pixel_m, 9.0) / zone_slant(dir); }

/// A place far from every outline, inside the zones whose bits are set.
ZoneMark inside_mark(uint zones) { return zones == 0u ? ZoneMark(0u, 0.0, 0.0) : ZoneMark(uint(findMSB(zones)) + 1u, kZoneFill, 0.0); }

/// `dir`: of the view, unit; `pixel_m`: a pixel's width there, across the view. Distances are measured on the screen: along
/// the view the ground is foreshortened.
ZoneMark zone_mark(vec2 at, float pixel_m, vec3 dir) {
  ZoneMark mark = ZoneMark(0u, 0.0, 0.0);
  vec2 ahead = normalize(dir.xy + vec2(1e-6, 0));
  mat2 to_pixels = transpose(mat2(vec2(ahead.y, -ahead.x), ahead * zone_slant(dir))) * (1.0 / pixel_m);
  float reach_m = zone_reach_m(pixel_m, dir);
  for (uint z = 0; z < frame.zone_count; ++z) {
    ZoneInfo zone = frame.zones[z];
    bool apart = any(lessThan(at, zone.low_m - reach_m)) || any(greaterThan(at, zone.high_m + reach_m));
    float nearest = 1e12;
    bool inside = false;
    vec2 a = to_pixels * (frame.zone_points[zone.first_point + zone.point_count - 1u] - at);
    for (uint i = 0; i < (apart ? 0u : zone.point_count); ++i) {
      vec2 b = to_pixels * (frame.zone_points[zone.first_point + i] - at);
      vec2 ab = b - a;
      vec2 off = a - ab * clamp(dot(a, ab) / max(dot(ab, ab), 1e-9), -1.0, 0.0);
      nearest = min(nearest, dot(off, off));
      if ((a.y > 0.0) != (b.y > 0.0) && 0.0 < a.x - ab.x * a.y / ab.y) inside = !inside;
      a = b;
    }
    if (apart) continue;
    float px = sqrt(nearest), half_width = max(0.9, 1.2 / pixel_m);
    float halo = exp(-px / max(5.0, 9.0 / pixel_m)) * (inside ? 0.22 : 0.10);
    mark.zone = z + 1u;
    mark.fill = max(mark.fill, (inside ? kZoneFill : 0.0) + halo);
    mark.line = max(mark.line, smoothstep(half_width + 0.6, half_width - 0.4, px));
  }
  return mark;
}

/// In 17 bits of a listed pixel.
uint pack_mark(ZoneMark m) {
  uvec2 parts = uvec2(vec2(saturate(m.fill / kZoneMostFill), saturate(m.line)) * 63.0 + 0.5);
  return m.zone << 15 | parts.x << 20 | parts.y << 26;
}
ZoneMark mark_of(uint listed) {
  vec2 parts = vec2(listed >> 20 & 63u, listed >> 26) * (1.0 / 63.0);
  return ZoneMark(listed >> 15 & 31u, parts.x * kZoneMostFill, parts.y);
}
