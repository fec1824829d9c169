// What weather does to things: an even sky, wet ground that mirrors, snow on what faces up. Chosen by the user, not
// measured. Include after light.glsl; kWet and kSnow are constants of the kernel.
#ifndef DALIAN_WEATHER_GLSL
#define DALIAN_WEATHER_GLSL

/// How much of a surface lies under snow: what faces up, in patches, less where it is trodden, driven or steep.
float snow_cover(vec3 n, vec2 at, float keeps) {
  float patches = 0.80 + 0.35 * (noise(at / 23.0 + 5.0) - 0.5) + 0.30 * (noise(at / 210.0) - 0.5);
  return saturate(smoothstep(0.45, 0.80, n.z) * patches * keeps);
}
/// Of a roof or of what else stands: nobody walks there, so it is white from edge to edge.
float snow_on_top(vec3 n, float keeps) { return saturate(smoothstep(0.45, 0.80, n.z) * keeps); }
/// What is under it shows through as a faint tone: stubble, tracks, the edges of fields.
vec3 under_snow(vec3 albedo, float cover) {
  float tone = 0.86 + 0.75 * min(dot(albedo, vec3(0.33)), 0.2);
  return mix(albedo, vec3(0.80, 0.83, 0.87) * tone, cover);
}

/// Rain darkens what soaks it up: the light goes round in the film before it leaves (Lekner and Dorf 1988).
vec3 soaked(vec3 albedo, float porous) { return albedo * mix(1.0, 0.58, porous); }

/// The share of the view that a film of water mirrors. `puddles`: 0 a thin film … 1 standing water.
float wet_mirror(vec3 dir, vec3 n, float puddles) {
  float f = pow(1.0 - saturate(dot(n, -dir)), 5.0);
  return (0.02 + 0.98 * f) * mix(0.35, 0.95, puddles);
}
float puddles_at(vec2 at, float pixel_m) {
  float fine = noise(at / 6.5 + 3.0) * 0.55 + noise(at / 19.0) * 0.45;
  return mix(smoothstep(0.52, 0.62, fine), 0.3, smoothstep(3.0, 9.0, pixel_m));
}

#endif
