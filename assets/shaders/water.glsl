// The sea (and still water inland): waves as slopes, Fresnel, sky, sun glint, the colour of its depth, foam at the shore.
// Include after light.glsl and ground.glsl.

const int kWaves = kQuality == QUALITY_FULL ? 4 : 2; // of the four wavelengths, the longest

struct Waves {
  vec2 slope;      // of what is wide enough to be seen
  float variance;  // of the slopes too small to be seen
};

/// Wind sea: slope variance by Cox and Munk 1954 (0.003 + 0.00512 · wind); four wavelengths are drawn as moving noise
/// while a pixel is small, and counted as variance when it is not.
Waves waves_at(vec2 at, float pixel_m, float calm) {
  float wind = length(frame.wind_mps);
  float total = (0.003 + 0.00512 * wind) * calm;
  mat2 to_wind = turn(atan(frame.wind_mps.y, frame.wind_mps.x + 1e-6));
  vec2 p = to_wind * at;
  Waves w = Waves(vec2(0), total * 0.25);
  const float lengths[4] = float[4](61.0, 23.0, 8.5, 3.1);
  const float shares[4] = float[4](0.10, 0.20, 0.30, 0.15);
  [[unroll]] for (int k = 0; k < kWaves; ++k) {
    float seen = shows(lengths[k] * 0.5, pixel_m);
    float share = shares[k] * total;
    w.variance += share * (1.0 - seen);
    float speed = sqrt(9.81 * lengths[k] / 6.28318); // deep water
    vec2 q = (p - vec2(speed * frame.time_s, 0)) / lengths[k] * vec2(1.9, 1.0) + float(k) * 19.7;
    vec3 n = noise_gradient(q);
    w.slope += (n.yz * vec2(1.9, 1.0)) * sqrt(share) * 0.75 * seen * to_wind;
  }
  return w;
}

/// Foam and smoothed water behind ships: a turbulent band astern and the two arms of the wedge, 19.5° to each side whatever
/// the speed (Kelvin 1887). 0…1.
float wake_foam(vec2 p, vec2 at, float pixel_m) {
  float foam = 0.0;
  float broken = noise(at / 5.3) * 0.6 + noise(at / 1.9 + 3.0) * 0.4;
  for (uint i = 0; i < frame.wake_count; ++i) {
    Wake w = frame.wakes[i];
    vec2 q = p - w.stern_m;
    float astern = -dot(q, w.ahead), aside = abs(w.ahead.x * q.y - w.ahead.y * q.x);
    float strength = smoothstep(1.0, 7.0, w.speed_mps);
    float band = 0.42 * w.width_m + 0.035 * max(astern, 0.0);
    // White water for about a length, then a smoother, paler lane for several.
    float lane = max(astern, 0.0) / w.length_m;
    float centre = smoothstep(band, band * 0.2, aside) * (0.5 * exp(-lane / 0.45) + 0.10 * exp(-lane / 2.5)) * step(0.0, astern);
    float from_bow = astern + w.length_m * 0.92;
    float arm = exp(-abs(aside - 0.354 * from_bow - 0.3 * w.width_m) / (1.5 + 0.018 * max(from_bow, 0.0) + 0.4 * pixel_m));
    arm *= exp(-max(from_bow, 0.0) / (1.8 * w.length_m)) * step(0.0, from_bow);
    foam = max(foam, strength * max(centre, arm * 0.3));
  }
  return foam * mix(0.75, smoothstep(0.25, 0.75, broken) * 1.3, shows(4.0, pixel_m));
}

/// Colour of light that comes back out of the water, by depth: sand and silt in the shallows, blue-grey outside.
vec3 water_color(float depth_m) {
  vec3 shallow = vec3(0.108, 0.132, 0.108), green = vec3(0.044, 0.078, 0.078), deep = vec3(0.016, 0.036, 0.050);
  return mix(mix(deep, green, exp(-depth_m / 16.0)), shallow, exp(-depth_m / 2.6));
}
vec3 water_albedo(float depth_m, vec2 at) {
  float silt = noise(at / 2600.0) * 0.6 + noise(at / 610.0 + 4.0) * 0.4;
  return water_color(max(depth_m, 0.0) * (0.7 + 0.7 * silt));
}

/// Glint: the share of facets that mirror the sun into the eye.
vec3 sun_glint(vec3 view, vec2 slope, float variance) {
  vec3 half_way = normalize(frame.key_direction - view);
  vec2 tilt = half_way.xy / max(half_way.z, 0.02) + slope;
  variance += 0.0012;
  float facets = exp(-dot(tilt, tilt) / (2.0 * variance)) / (2.0 * kPi * variance * pow(max(half_way.z, 0.05), 4.0));
  float mirror_fresnel = 0.02 + 0.98 * pow(1.0 - saturate(dot(half_way, -view)), 5.0);
  return sky.sun * mirror_fresnel * facets / (4.0 * max(-view.z, 0.05));
}

vec3 water_light(vec3 p, vec3 view, vec2 at, float pixel_m, float depth_m, float sun, float calm) {
  // Slicks and gusts: kilometres and hundreds of metres.
  float gust = noise(at / 3100.0 + 1.0) * 0.55 + noise(at / 420.0 + 8.0) * 0.45;
  Waves w = waves_at(at, pixel_m, calm * (0.55 + 0.9 * gust));
  vec3 n = normalize(vec3(-w.slope, 1));
  float c = max(dot(n, -view), 0.02);
  // Mean Fresnel term of a rough sea: Bruneton, Neyret and Holzschuch 2010, "Real-time realistic ocean lighting".
  w.variance += 0.006 * frame.wet; // rings of drops
  float sigma = sqrt(w.variance);
  float fresnel = 0.02 + 0.98 * pow(saturate(1.0 - c), 5.0 * exp(-2.69 * sigma)) / (1.0 + 22.7 * pow(sigma, 1.5));
  vec3 mirror = reflect(view, n);
  mirror.z = abs(mirror.z) + sigma * 0.8; // waves that face the eye tilt the picture of the sky upwards
  vec3 body = water_albedo(depth_m, at) * (sky.sun * max(frame.key_direction.z, 0.0) / kPi * sun + sky_ambient(vec3(0, 0, 1)));
  vec3 glint = sun_glint(view, w.slope, w.variance) * sun;
  vec3 light = mix(body, sky_from(normalize(mirror)), saturate(fresnel)) + min(glint, vec3(30));
  // Foam where waves break on the shore.
  float breaking = smoothstep(0.9, 0.1, depth_m) * (1.0 - smoothstep(0.0, 90.0, pixel_m * 6.0));
  if (breaking > 0.0) {
    float lines = noise(at / 3.7 + vec2(0, frame.time_s * 0.2)) * 0.6 + noise(at / 13.0) * 0.4;
    float surf = smoothstep(0.52, 0.72, lines + 0.35 * smoothstep(0.5, 0.05, depth_m)) * breaking;
    light = mix(light, vec3(0.55) * (sky.sun * max(frame.key_direction.z, 0.0) / kPi * sun + sky_ambient(vec3(0, 0, 1))), surf * 0.6);
  }
  return light;
}
