// A closed cloud cover: the sky of rain and snow.
#ifndef DALIAN_OVERCAST_GLSL
#define DALIAN_OVERCAST_GLSL

/// Radiance of an overcast sky: Moon and Spencer 1942, three times as bright overhead as at the horizon; here the lower
/// clouds over the sea lift the horizon a little. Lit by the sun above, at night by the towns.
vec3 overcast_sky(vec3 dir, vec3 to_sun) {
  float day = smoothstep(-0.12, 0.30, to_sun.z);
  float up = max(dir.z, 0.0);
  return vec3(0.93, 0.985, 1.04) * (0.95 * day) * (1.0 + 1.2 * up) / 2.2 + (vec3(0.0108, 0.0098, 0.0092) + vec3(0.016, 0.021, 0.032) * smoothstep(-0.22, 0.0, to_sun.z)) * (1.0 - day);
}

#endif
