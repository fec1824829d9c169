// Noise in space. Include after common.glsl.

/// Value noise in space with its gradient: (d/dx, d/dy, d/dz, value 0…1).
vec4 noise_gradient3(vec3 p) {
  vec3 cell = floor(p), t = p - cell;
  ivec3 i = ivec3(cell);
  vec3 s = t * t * (3.0 - 2.0 * t), ds = 6.0 * t * (1.0 - t);
  ivec2 low = i.xy + i.z * ivec2(37, 17), high = low + ivec2(37, 17);
  vec4 a = vec4(hash_unit(low), hash_unit(low + ivec2(1, 0)), hash_unit(low + ivec2(0, 1)), hash_unit(low + ivec2(1, 1)));
  vec4 b = vec4(hash_unit(high), hash_unit(high + ivec2(1, 0)), hash_unit(high + ivec2(0, 1)), hash_unit(high + ivec2(1, 1)));
  vec4 c = mix(a, b, s.z), d = b - a;
  float x0 = mix(c.x, c.y, s.x), x1 = mix(c.z, c.w, s.x);
  return vec4(ds.x * mix(c.y - c.x, c.w - c.z, s.y), ds.y * (x1 - x0),
              ds.z * mix(mix(d.x, d.y, s.x), mix(d.z, d.w, s.x), s.y), mix(x0, x1, s.y));
}
