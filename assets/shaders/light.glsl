// Sun, sky, shadow and air between a point and the eye. Include after common.glsl and atmosphere.glsl.
layout(set = 0, binding = 10) uniform sampler2D sky_picture;
layout(set = 0, binding = 11) uniform sampler2DArrayShadow shadow_map;

vec3 sky_from(vec3 dir) {
  return textureLod(sky_picture, sky_uv(dir, frame.sun_direction, vec2(textureSize(sky_picture, 0))), 0).rgb;
}

/// Irradiance / π that a surface facing `n` gets from sky and ground.
vec3 sky_ambient(vec3 n) {
  return max(sky.harmonics[0] + sky.harmonics[1] * n.x + sky.harmonics[2] * n.y + sky.harmonics[3] * n.z, vec3(0));
}

/// Where `p` lies in the map of a cascade. Off the surface by a texel, more where the light grazes it: no acne, no gap at
/// the foot of walls.
vec3 in_cascade(int c, vec3 p, vec3 n, float grazing) {
  return (frame.shadow_matrix[c] * vec4(p + n * frame.shadow_texel_m[c] * (0.4 + 0.9 * grazing), 1)).xyz;
}
float from_middle(vec3 at) { return at.z <= 0.0 || at.z >= 1.0 ? 1.0 : max(abs(at.x - 0.5), abs(at.y - 0.5)); }

/// Share of the sun that casters let through at `p` (relative), 1 outside the maps.
float caster_shadow(vec3 p, vec3 n, float jitter) {
  float grazing = 1.0 - abs(dot(n, frame.key_direction));
  vec3 near = in_cascade(0, p, n, grazing), at = in_cascade(1, p, n, grazing);
  bool in_near = from_middle(near) <= 0.49;
  float off = from_middle(at), layer = in_near ? 0.0 : 1.0, fade = in_near ? 0.0 : smoothstep(0.42, 0.49, off);
  at = in_near ? near : at;
  float lit;
  if (kQuality == QUALITY_FULL) {
    // Four taps around a point that moves with the sub-frame: sixteen of them make a soft edge.
    float angle = jitter * 6.28318;
    vec2 a = vec2(cos(angle), sin(angle)) * (0.75 / vec2(textureSize(shadow_map, 0).xy)), b = vec2(-a.y, a.x);
    lit = 0.25 * (texture(shadow_map, vec4(at.xy + a, layer, at.z)) + texture(shadow_map, vec4(at.xy - a, layer, at.z)) +
                  texture(shadow_map, vec4(at.xy + b, layer, at.z)) + texture(shadow_map, vec4(at.xy - b, layer, at.z)));
  } else {
    lit = texture(shadow_map, vec4(at.xy, layer, at.z));
  }
  return (frame.flags & FRAME_NO_SHADOWS) != 0u || !in_near && off > 0.49 ? 1.0 : mix(lit, 1.0, fade);
}

/// ∫ exp(−h/H) along a straight way of `reach` metres that starts at height `h0` and climbs by `climb` per metre.
float air_column(float h0, float climb, float reach, float height) {
  float k = climb * reach / height;
  float mean = abs(k) < 1e-3 ? 1.0 - 0.5 * k : (1.0 - exp(-k)) / k;
  return reach * exp(-max(h0, 0.0) / height) * mean;
}
vec3 air_through(vec3 dir, float reach) {
  float haze = air_column(frame.camera_height_m, dir.z, reach, frame.haze_height_m) * frame.haze_per_m;
  // Clear air counts half: from high up, physics would drown the ground in blue.
  float clear = 0.5 * air_column(frame.camera_height_m, dir.z, reach, kRayleighHeight_m);
  return exp(-(vec3(haze * 1.1) + kRayleigh * clear));
}

/// What is left of `light` after `reach` metres of air, and what the air adds: the sky's own picture in that direction,
/// by the share of it that the way hides. So the ground ends in the sky's colour, without an edge.
vec3 through_air(vec3 light, vec3 dir, float reach) {
  vec3 through = air_through(dir, reach);
  return light * through + sky_from(dir) * (1.0 - through);
}
