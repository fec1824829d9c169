// The kernels of light, against the formulas they cite in plain C++ and doubles: the sky's picture, what it sends to
// the ground, and the curve from light to display.
#include "renderer/gpu/readback.hpp"
#include "renderer/passes/picture_renderer.hpp"
#include "tests/support/test_terrain.hpp"

#include <cmath>
#include <cstdlib>
#include <glm/gtc/packing.hpp>
#include <gtest/gtest.h>

using namespace dalian;
using namespace dalian::passes;
using glm::dvec2;
using glm::dvec3;

namespace {

constexpr VkExtent2D kSize{208, 120};
constexpr double kPi = 3.14159265358979;

PictureInput afternoon() {
  PictureInput input;
  input.eye = {{-2500, -9000, 1400}, 0.25, -0.22, 0.7};
  input.to_sun = glm::normalize(glm::vec3(-0.93, -0.28, 0.216));
  input.exposure = exposure_for(input.to_sun);
  return input;
}

dvec3 half_rgb(std::byte const* texel) {
  std::uint64_t packed;
  std::memcpy(&packed, texel, sizeof(packed));
  return dvec3(glm::unpackHalf4x16(packed));
}

class LightKernels : public testing::Test {
 protected:
  LightKernels() {
    renderer.spoil([this](FrameConstants& c) { constants = c; });
    renderer.resize(kSize);
    auto const frame = ring.begin();
    renderer.record(frame, afternoon(), {0, true});
    ring.submit();
    ring.finish();
  }
  void TearDown() override {
    EXPECT_EQ(device.log().count(), 0u) << testing::PrintToString(device.log().first_messages());
  }
  gpu::Device device{{.validate = true, .instance_extensions = {}, .swapchain = false, .faults = {}, .pretend = {}}};
  gpu::ShaderFolder shaders{device, std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "shaders"};
  PictureRenderer renderer{shaders, std::make_shared<layout::Terrain>(test::island()),
                           std::make_shared<layout::City>()};
  gpu::FrameRing ring{device};
  FrameConstants constants{};
};

// Coefficients: Bruneton and Neyret 2008; ozone: Hillaire 2020; as atmosphere.glsl has them.
constexpr double kEarth_m = 6360e3, kAirTop_m = 6420e3;
constexpr dvec3 kRayleigh(5.802e-6, 13.558e-6, 33.1e-6), kOzone(0.650e-6, 1.881e-6, 0.085e-6);

struct Sky {
  double haze_per_m, haze_height_m;
  dvec3 to_sun;

  struct Air {
    dvec3 rayleigh, extinction;
    double haze;
  };
  Air air(double height) const {
    dvec3 const rayleigh = kRayleigh * std::exp(-height / 8000);
    double const haze = haze_per_m * std::exp(-height / haze_height_m);
    dvec3 const ozone = kOzone * std::max(0.0, 1 - std::abs(height - 25e3) / 15e3);
    return {rayleigh, rayleigh + haze * 1.1 + ozone, haze};
  }
  static double to_sphere(dvec3 p, dvec3 dir, double radius, bool near) {
    double const b = glm::dot(p, dir), d = b * b - glm::dot(p, p) + radius * radius;
    if (d < 0) return -1;
    return near ? -b - std::sqrt(d) : -b + std::sqrt(d);
  }
  dvec3 through(dvec3 p) const {
    if (to_sphere(p, to_sun, kEarth_m - 50, true) > 0) return dvec3(0);
    double const reach = to_sphere(p, to_sun, kAirTop_m, false);
    dvec3 depth(0);
    for (int i = 0; i < 8; ++i) {
      double const a = (i + 0.5) / 8;
      depth += air(glm::length(p + to_sun * (reach * a * a)) - kEarth_m).extinction * (reach * 2 * a / 8);
    }
    return glm::exp(-depth);
  }
  dvec3 radiance(double height, dvec3 dir) const {
    dvec3 const p(0, 0, kEarth_m + std::max(height, 1.0));
    double const ground = to_sphere(p, dir, kEarth_m, true);
    double const reach = ground > 0 ? ground : to_sphere(p, dir, kAirTop_m, false), c = glm::dot(dir, to_sun);
    double const g = 0.70, rayleigh_phase = 3 / (16 * kPi) * (1 + c * c);
    double const haze_phase =
        3 / (8 * kPi) * (1 - g * g) * (1 + c * c) / ((2 + g * g) * std::pow(1 + g * g - 2 * g * c, 1.5));
    dvec3 light(0), left(1);
    for (int i = 0; i < 24; ++i) {
      double const a = (i + 0.5) / 24, t = reach * a * a, dt = reach * 2 * a / 24;
      dvec3 const q = p + dir * t;
      Air const here = air(glm::length(q) - kEarth_m);
      dvec3 const sun = through(q), above = through(q + dvec3(0, 0, 9000));
      dvec3 scattered = (here.rayleigh * rayleigh_phase + here.haze * haze_phase) * sun;
      scattered += (here.rayleigh + here.haze) / (4 * kPi) * (sun * 0.10 + above * 0.16);
      dvec3 const step = glm::exp(-here.extinction * dt);
      light += left * scattered * (1.0 - step) / glm::max(here.extinction, dvec3(1e-12));
      left *= step;
    }
    if (ground > 0) light /= glm::max(1.0 - left, dvec3(0.02));
    return light * 20.0;
  }
};

} // namespace

// Within one percent of a texel's light: sixteen-bit floats hold three digits, and what is added up is small against
// what it is taken from.
TEST_F(LightKernels, TheSkyIsAsTheScatteringFormulasHaveIt) {
  auto const& image = renderer.sky().image();
  auto const bytes = gpu::read_image(device, image);
  auto const [width, height] = image.extent();
  auto const& c = constants;
  ASSERT_EQ(c.night, 0);
  Sky const sky{c.haze_per_m, c.haze_height_m, dvec3(c.sun_direction)};
  ASSERT_GT(sky.to_sun.z, 0.16) << "no twilight, which has a formula of its own";
  dvec2 const sun = glm::normalize(dvec2(sky.to_sun)), side(-sun.y, sun.x);
  double worst = 0;
  for (std::uint32_t y = 0; y < height; y += 3)
    for (std::uint32_t x = 0; x < width; x += 5) {
      double const s = 2.0 * y / (height - 1) - 1, elevation = std::copysign(s * s, s) * kPi / 2;
      double const azimuth = kPi * x / (width - 1);
      dvec2 const flat = (sun * std::cos(azimuth) + side * std::sin(azimuth)) * std::cos(elevation);
      dvec3 const dir(flat, std::sin(elevation));
      dvec3 expected = sky.radiance(c.camera_height_m, dir);
      if (dir.z < 0)
        expected = glm::mix(expected, sky.radiance(c.camera_height_m, glm::normalize(dvec3(flat, 0.004))),
                            std::exp(dir.z / 0.045));
      dvec3 const drawn = half_rgb(&bytes[(std::size_t{y} * width + x) * 8]);
      for (int k = 0; k < 3; ++k)
        worst = std::max(worst, std::abs(drawn[k] - expected[k]) / (expected[k] + 0.01));
    }
  EXPECT_LT(worst, 0.01);
}

// Irradiance by two bands of harmonics (Ramamoorthi and Hanrahan 2001) out of the sky's own picture.
TEST_F(LightKernels, TheGroundGetsWhatTheSkySends) {
  auto const& image = renderer.sky().image();
  auto const bytes = gpu::read_image(device, image);
  dvec2 const size(image.extent().width, image.extent().height);
  auto const texel = [&](int x, int y) {
    x = std::clamp(x, 0, static_cast<int>(size.x) - 1);
    y = std::clamp(y, 0, static_cast<int>(size.y) - 1);
    return half_rgb(&bytes[static_cast<std::size_t>(y * static_cast<int>(size.x) + x) * 8]);
  };
  auto const sky_from = [&](dvec3 dir) {
    dvec2 const sun = glm::normalize(dvec2(constants.sun_direction));
    double const azimuth = std::acos(std::clamp(glm::dot(glm::normalize(dvec2(dir)), sun), -1.0, 1.0)) / kPi;
    double const elevation = std::asin(dir.z) / (kPi / 2);
    dvec2 const at = dvec2(azimuth, 0.5 + 0.5 * std::sqrt(elevation)) * (size - 1.0), cell = glm::floor(at),
                f = at - cell;
    int const x = static_cast<int>(cell.x), y = static_cast<int>(cell.y);
    return glm::mix(glm::mix(texel(x, y), texel(x + 1, y), f.x), glm::mix(texel(x, y + 1), texel(x + 1, y + 1), f.x),
                    f.y);
  };
  dvec3 sum[4] = {}, horizon(0);
  constexpr int kAzimuths = 64, kElevations = 32;
  for (int a = 0; a < kAzimuths; ++a)
    for (int e = 0; e < kElevations; ++e) {
      double const azimuth = (a + 0.5) / kAzimuths * 2 * kPi, z = (e + 0.5) / kElevations, r = std::sqrt(1 - z * z);
      dvec3 const dir(std::cos(azimuth) * r, std::sin(azimuth) * r, z), light = glm::min(sky_from(dir), dvec3(8));
      sum[0] += light;
      for (int k = 0; k < 3; ++k)
        sum[k + 1] += light * dir[k];
      if (e == 1) horizon += light / double{kAzimuths};
    }
  double const weight = 2 * kPi / (kAzimuths * kElevations);
  dvec3 const bounce = sum[3] * (weight * 0.16 / kPi);
  dvec3 const expected[4] = {(sum[0] * weight + bounce * (2 * kPi)) / (4 * kPi), sum[1] * (weight / (2 * kPi)),
                             sum[2] * (weight / (2 * kPi)), (sum[3] * weight - bounce * kPi) / (2 * kPi)};
  auto const drawn = gpu::read_buffer_as<SkyLight>(device, renderer.sky().light_buffer(), 1).front();
  for (int band = 0; band < 4; ++band)
    for (int k = 0; k < 3; ++k)
      EXPECT_NEAR(drawn.harmonics[band][k], expected[band][k], 2e-3 * expected[0][k]) << band << " " << k;
  Sky const sky{constants.haze_per_m, constants.haze_height_m, dvec3(constants.sun_direction)};
  dvec3 const sun = sky.through({0, 0, kEarth_m + 10}) * (20.0 * 1.35);
  for (int k = 0; k < 3; ++k) {
    EXPECT_NEAR(drawn.horizon[k], horizon[k], 3e-3 * horizon[k]);
    EXPECT_NEAR(drawn.sun[k], sun[k], 0.01 * sun[k]) << "floats of 6360 km know half a metre of height";
  }
}

namespace {

/// Narkowicz 2015.
dvec3 filmic(dvec3 x) {
  return glm::clamp(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0);
}

/// IEC 61966-2-1.
double encoded(double c) {
  return c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
}

} // namespace

// To one step of eight bits.
TEST_F(LightKernels, TheCurveToTheDisplayIsTheOneCited) {
  auto const light = gpu::read_image(device, renderer.targets().hdr),
             toned = gpu::read_image(device, renderer.targets().toned);
  constexpr dvec3 kLuminance(0.2126, 0.7152, 0.0722);
  for (std::size_t i = 0; i < std::size_t{kSize.width} * kSize.height; ++i) {
    dvec3 const x = half_rgb(&light[i * 8]);
    double const l = std::max(glm::dot(x, kLuminance), 1e-5);
    dvec3 c = glm::mix(x * (filmic(dvec3(l)).x / l), filmic(x), 0.65);
    c = glm::mix(dvec3(glm::dot(c, kLuminance)), c, 1.20);
    for (int k = 0; k < 3; ++k)
      ASSERT_NEAR(std::to_integer<int>(toned[i * 4 + static_cast<std::size_t>(k)]),
                  std::clamp(encoded(std::max(c[k], 0.0)), 0.0, 1.0) * 255, 1.01)
          << "pixel " << i << ", channel " << k;
  }
}
