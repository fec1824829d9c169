// Rain and snow between the eye and the city, drawn on the screen. The same in every sub-frame. Include after common.glsl.
#ifndef DALIAN_FALL_GLSL
#define DALIAN_FALL_GLSL

/// Streaks of rain: three layers of slanted cells, one streak in some of them.
float rain_at(vec2 at_px, float height_px, float time_s) {
  float sum = 0.0;
  for (int layer = 0; layer < 3; ++layer) {
    float size = height_px / (26.0 + 17.0 * float(layer)); // length of a cell
    vec2 q = vec2(at_px.x + 0.16 * at_px.y, at_px.y - time_s * height_px * (2.6 - 0.5 * float(layer))) / vec2(size * 0.16, size);
    q.y += hash_unit(ivec2(int(floor(q.x)), layer + 40)) * 9.0;
    ivec2 id = ivec2(floor(q));
    vec2 in_cell = fract(q);
    float here = step(hash_unit(id + layer * 911), 0.16);
    float width = max(0.10, 0.75 / (size * 0.16));
    sum += here * smoothstep(width, 0.0, abs(in_cell.x - 0.5)) * smoothstep(0.0, 0.25, in_cell.y) * smoothstep(1.0, 0.55, in_cell.y);
  }
  return saturate(sum);
}

/// Flakes: three layers, those near the eye larger and softer.
float flakes_at(vec2 at_px, float height_px, float time_s) {
  float sum = 0.0;
  for (int layer = 0; layer < 3; ++layer) {
    float size = height_px / (9.0 + 13.0 * float(layer));
    vec2 q = (at_px + vec2(0.22, -0.16) * (time_s * height_px / (1.0 + float(layer)))) / size;
    ivec2 id = ivec2(floor(q));
    vec2 middle = vec2(hash_unit(id + layer * 577), hash_unit(id + layer * 577 + 91)) * 0.6 + 0.2;
    float radius = (0.045 + 0.05 * hash_unit(id + layer * 131)) * (1.0 - 0.15 * float(layer));
    float off = length(fract(q) - middle);
    sum += step(hash_unit(id + layer * 313), 0.55) * smoothstep(radius + 0.6 / size, radius * 0.35, off) * (0.45 + 0.2 * float(layer));
  }
  return saturate(sum);
}

#endif
