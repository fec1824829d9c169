// Clear air over a hazy sea: Rayleigh, aerosol and ozone, single scattering plus an isotropic estimate of the rest.
// Coefficients at sea level in 1/m: Bruneton and Neyret 2008, "Precomputed atmospheric scattering"; ozone as in
// Hillaire 2020, "A scalable and production ready sky and atmosphere rendering technique".
#ifndef DALIAN_ATMOSPHERE_GLSL
#define DALIAN_ATMOSPHERE_GLSL

const float kEarth_m = 6360e3, kAirTop_m = 6420e3;
const vec3 kRayleigh = vec3(5.802e-6, 13.558e-6, 33.1e-6);
const vec3 kOzone = vec3(0.650e-6, 1.881e-6, 0.085e-6);
const float kRayleighHeight_m = 8000.0;
const vec3 kSunAboveAir = vec3(20.0); // sets the unit of all light

struct Air {
  float haze_per_m, haze_height_m;
};

/// Extinction (and scattering) of the air at a height above sea level.
void air_at(Air air, float height_m, out vec3 rayleigh, out float haze, out vec3 extinction) {
  rayleigh = kRayleigh * exp(-height_m / kRayleighHeight_m);
  haze = air.haze_per_m * exp(-height_m / air.haze_height_m);
  vec3 ozone = kOzone * max(0.0, 1.0 - abs(height_m - 25e3) / 15e3);
  extinction = rayleigh + haze * 1.1 + ozone;
}

/// Distance along `dir` from `p` (from the Earth's middle) to the sphere, −1 if never. The far one from inside.
float to_sphere(vec3 p, vec3 dir, float radius, bool near) {
  float b = dot(p, dir), c = dot(p, p) - radius * radius, d = b * b - c;
  if (d < 0.0) return -1.0;
  return near ? -b - sqrt(d) : -b + sqrt(d);
}

vec3 light_through(Air air, vec3 p, vec3 to_sun) {
  if (to_sphere(p, to_sun, kEarth_m - 50.0, true) > 0.0) return vec3(0); // the Earth is in the way
  float reach = to_sphere(p, to_sun, kAirTop_m, false);
  vec3 depth = vec3(0);
  const int kSteps = 8;
  for (int i = 0; i < kSteps; ++i) {
    float a = (float(i) + 0.5) / float(kSteps);
    float t = reach * a * a, dt = reach * 2.0 * a / float(kSteps); // denser near the ground
    vec3 rayleigh, extinction;
    float haze;
    air_at(air, length(p + to_sun * t) - kEarth_m, rayleigh, haze, extinction);
    depth += extinction * dt;
  }
  return exp(-depth);
}

float phase_rayleigh(float c) { return 3.0 / (16.0 * 3.14159265) * (1.0 + c * c); }
float phase_haze(float c) { // Cornette and Shanks 1992, g = 0.70
  const float g = 0.70;
  return 3.0 / (8.0 * 3.14159265) * (1.0 - g * g) * (1.0 + c * c) / ((2.0 + g * g) * pow(1.0 + g * g - 2.0 * g * c, 1.5));
}

/// Twilight: light scattered more than once out of the sunlit air high above, which single scattering lacks. Blue overhead,
/// warm where the sun went down; from a little before sunset until the sun is 14° down.
vec3 twilight(vec3 dir, vec3 to_sun) {
  float level = smoothstep(-0.25, 0.0, to_sun.z) * (1.0 - smoothstep(0.02, 0.16, to_sun.z));
  float towards = max(dot(normalize(dir.xy + vec2(1e-6, 0)), normalize(to_sun.xy + vec2(1e-6, 0))), 0.0);
  float low = exp(-max(dir.z, 0.0) / 0.13);
  return level * (vec3(0.029, 0.059, 0.110) * (0.75 + 0.6 * low) + vec3(0.200, 0.092, 0.032) * towards * towards * low);
}

/// Radiance from direction `dir` seen from `height_m` above the sea. For rays that meet the sea: what the air on the way
/// would give if there were no end to it (its light divided by what it hides), so that the picture is smooth across the
/// horizon and through_air can take the share of any shorter way.
vec3 sky_radiance(Air air, float height_m, vec3 dir, vec3 to_sun) {
  vec3 p = vec3(0, 0, kEarth_m + max(height_m, 1.0));
  float ground = to_sphere(p, dir, kEarth_m, true);
  float reach = ground > 0.0 ? ground : to_sphere(p, dir, kAirTop_m, false);
  float c = dot(dir, to_sun), rayleigh_phase = phase_rayleigh(c), haze_phase = phase_haze(c);
  const float kIsotropic = 1.0 / (4.0 * 3.14159265);
  vec3 light = vec3(0), through = vec3(1);
  const int kSteps = 24;
  for (int i = 0; i < kSteps; ++i) {
    float a = (float(i) + 0.5) / float(kSteps);
    float t = reach * a * a, dt = reach * 2.0 * a / float(kSteps);
    vec3 q = p + dir * t;
    vec3 rayleigh, extinction;
    float haze;
    float h = length(q) - kEarth_m;
    air_at(air, h, rayleigh, haze, extinction);
    vec3 sun = light_through(air, q, to_sun);
    vec3 scattered = (rayleigh * rayleigh_phase + haze * haze_phase) * sun;
    // Light scattered more than once: about isotropic, fed by the sunlit air above; lasts a little after sunset.
    vec3 above = light_through(air, q + vec3(0, 0, 9000), to_sun);
    scattered += (rayleigh + haze) * kIsotropic * (sun * 0.10 + above * 0.16);
    vec3 step_through = exp(-extinction * dt);
    light += through * scattered * (1.0 - step_through) / max(extinction, vec3(1e-12));
    through *= step_through;
  }
  if (ground > 0.0) light /= max(1.0 - through, vec3(0.02));
  return light * kSunAboveAir + twilight(dir, to_sun);
}

// The sky picture: u = azimuth from the sun (0…π; the sky is symmetric), v = elevation, finest at the horizon.
vec2 sky_uv(vec3 dir, vec3 to_sun, vec2 size) {
  vec2 flat_dir = dir.xy, flat_sun = to_sun.xy;
  float c = dot(flat_dir, flat_sun) * inversesqrt(max(dot(flat_dir, flat_dir) * dot(flat_sun, flat_sun), 1e-12));
  float azimuth = acos(clamp(c, -1.0, 1.0)) / 3.14159265;
  float elevation = asin(clamp(dir.z, -1.0, 1.0)) / (0.5 * 3.14159265);
  vec2 uv = vec2(azimuth, 0.5 + 0.5 * sign(elevation) * sqrt(abs(elevation)));
  return (uv * (size - 1.0) + 0.5) / size; // texel centres at the ends
}
vec3 sky_direction(vec2 unit, vec3 to_sun) {
  float s = unit.y * 2.0 - 1.0, elevation = sign(s) * s * s * 0.5 * 3.14159265, azimuth = unit.x * 3.14159265;
  vec2 sun = normalize(to_sun.xy + vec2(1e-6, 0)), side = vec2(-sun.y, sun.x);
  return vec3((sun * cos(azimuth) + side * sin(azimuth)) * cos(elevation), sin(elevation));
}
#endif
