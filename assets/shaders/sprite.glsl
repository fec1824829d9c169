// Small lights as the eye and a lens see them: a core and a faint halo, both of constant width on the screen, whatever the
// distance; only the strength falls. C++ mirror of sector and rhythm: renderer/scene/light_point.cpp.
#ifndef DALIAN_SPRITE_GLSL
#define DALIAN_SPRITE_GLSL

const float kHalo = 0.012, kHaloWidth = 3.0; // of the core's peak; in widths of the core
const float kFaintest = 0.004;               // exposed light that no longer shows

/// Light of a point at `r` pixels from its middle, of unit peak.
float point_spread(float r, float sigma) {
  float t = r / (kHaloWidth * sigma);
  return exp(-0.5 * r * r / (sigma * sigma)) + kHalo * pow(1.0 + t * t, -1.5);
}
/// Where `peak` has fallen to what no longer shows.
float point_reach(float peak, float sigma) {
  float core = sigma * sqrt(2.0 * log(max(peak / kFaintest, 1.01)));
  float halo = kHaloWidth * sigma * sqrt(max(pow(kHalo * peak / kFaintest, 2.0 / 3.0) - 1.0, 0.0));
  return max(core, halo);
}

/// How many candela per square metre are one unit of light: by day, as the sun's scale has it, 5000; a picture of the night
/// is opened a hundred times wider than its exposure says (see sky_light.comp).
float candela_unit(float sun_height) {
  return exp2(mix(log2(5000.0), log2(50.0), smoothstep(0.12, -0.05, sun_height)));
}

float sector_share(uint sector, float bearing) {
  float half_turns = float(sector >> 16) / 65536.0, axis_turns = float(sector & 0xffffu) / 65536.0;
  if (half_turns >= 0.49999) return 1.0;
  float off = bearing / (2.0 * kPi) - axis_turns;
  off = abs(off - round(off));
  const float kCutOff = 3.0 / 360.0; // COLREG annex I, 9(a)
  return saturate((half_turns + kCutOff - off) / kCutOff);
}
float rhythm_share(uint rhythm, float time_s) {
  float period = float(rhythm & 0xffffu) * 0.1, lit = float(rhythm >> 16 & 0xffu) / 255.0;
  if (period <= 0.0) return 1.0;
  return fract(time_s / period + float(rhythm >> 24) / 256.0) < lit ? 1.0 : 0.0;
}
#endif
