// Light of the night that is not the sun's: the sky's own glow, lamps along roads, high masts over yards, villages and
// towns from afar. All of it from the place alone, no list of lights. Include after common.glsl.
#ifndef DALIAN_NIGHT_GLSL
#define DALIAN_NIGHT_GLSL

const vec3 kLampColor = vec3(1.0, 0.70, 0.40);  // between sodium and warm white
const vec3 kMastColor = vec3(1.0, 0.80, 0.55);
const vec3 kMoonColor = vec3(0.80, 0.90, 1.10); // by the eye's reckoning: moonlight itself is yellowish

/// Radiance of a clear night sky over a lit coast: airglow and moonlit air above, the towns' glow low down.
vec3 night_sky(vec3 dir, float night, float moon) {
  float low = exp(-max(dir.z, 0.0) / 0.16);
  vec3 air = vec3(0.0023, 0.0037, 0.0074) * (0.75 + 0.75 * moon);
  return night * night * (air * (1.0 + 0.5 * low) + vec3(0.0100, 0.0072, 0.0052) * low);
}

/// Irradiance / π of the masts over yards, aprons and works; one mast a cell.
vec3 yard_light(vec2 at, float cell_m, float level) {
  vec2 cell = at / cell_m;
  ivec2 id = ivec2(floor(cell));
  vec2 shift = (vec2(hash_unit(id), hash_unit(id + 37)) - 0.5) * 0.5;
  vec2 off = fract(cell) - 0.5 - shift;
  float pool = exp(-dot(off, off) * (11.0 + 14.0 * hash_unit(id + 5))) * (0.35 + 0.9 * hash_unit(id + 13));
  float on = smoothstep(0.30, 0.62, noise(at / 310.0 + 9.0) + 0.25 * hash_unit(id + 71) - 0.10);
  return kMastColor * (level * frame.night * on * (0.05 + pool));
}

/// What lamps add to the ground of a land cover and to what stands on it, as irradiance / π. `roofed`: 0 for cargo, which the
/// masts are there for.
vec3 ground_lamps(uint cover, vec2 at, float above_m, float faces_up, float roofed) {
  // COVER_CONCRETE, COVER_INDUSTRY, COVER_ASPHALT, COVER_AIRPORT: see ground.glsl
  float level = cover == 13u ? 0.240 : cover == 12u ? 0.085 : cover == 14u ? 0.110 : cover == 17u ? 0.02 : 0.0;
  // Masts of 30 m on aprons reach over stacks, lamps on walls do not reach the roof.
  float reach = cover == 13u ? exp(-max(above_m - 15.0, 0.0) / 6.0) : exp(-max(above_m - 2.0, 0.0) / 3.5);
  float roof = smoothstep(5.0, 8.0, above_m) * smoothstep(0.3, 0.7, faces_up); // what lies that high and level is a roof
  return yard_light(at, cover == 13u ? 74.0 : 52.0, level * reach * (1.0 - roof * roofed));
}

/// Lamps of a village, one a cell at most, of cells that are so many times doubled: what a pixel cannot hold apart is
/// fewer lamps, not an even glow. Mean over the ground falls with it, as the air and the eye would have it.
float settled_lamps(vec2 at, float cell_m, float doubled, float share) {
  vec2 cell = at / (cell_m * exp2(doubled));
  ivec2 id = ivec2(floor(cell)) + int(doubled) * 7919;
  vec2 off = fract(cell) - 0.5 - (vec2(hash_unit(id + 3), hash_unit(id + 8)) - 0.5) * 0.5;
  float lit = hash_unit(id + 19) < share * exp2(-0.7 * doubled) ? 0.5 + hash_unit(id + 23) : 0.0;
  return exp(-dot(off, off) * 40.0) * lit;
}

/// Villages and towns that are not modelled house by house: lanes that glow, windows here and there. Radiance.
vec3 settled_lights(vec2 at, float pixel_m, float urban) {
  float cell_m = mix(17.0, 13.0, urban), share = 0.16 + 0.30 * urban;
  float doubled = clamp(log2(2.2 * pixel_m / cell_m), 0.0, 6.0), whole = floor(doubled);
  float dots = mix(settled_lamps(at, cell_m, whole, share), settled_lamps(at, cell_m, whole + 1.0, share), doubled - whole);
  float quarter = 0.15 + 1.35 * smoothstep(0.38, 0.72, noise(at / 190.0 + 3.0)); // some streets are busier
  vec3 tone = mix(kLampColor, vec3(1.0, 0.86, 0.68), hash_unit(ivec2(floor(at / cell_m)) + 29) * 0.5);
  return tone * (frame.night * quarter * (0.95 * dots + (0.004 + 0.016 * urban) * exp2(-0.5 * doubled)));
}

#endif
