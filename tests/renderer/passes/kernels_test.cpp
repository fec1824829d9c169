// The compute kernels between G-buffer and picture, one by one, against what plain C++ makes of the same images.
#include "renderer/gpu/readback.hpp"
#include "renderer/passes/picture_renderer.hpp"
#include "tests/support/listed_pixels.hpp"
#include "tests/support/test_terrain.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <glm/gtc/packing.hpp>
#include <gtest/gtest.h>

using namespace dalian;
using namespace dalian::passes;

namespace {

constexpr VkExtent2D kSize{208, 120};
constexpr std::size_t kPixels = std::size_t{kSize.width} * kSize.height;

PictureInput afternoon() {
  PictureInput input;
  input.eye = {{-2500, -9000, 1400}, 0.25, -0.22, 0.7};
  input.to_sun = glm::normalize(glm::vec3(-0.93, -0.28, 0.216));
  input.exposure = exposure_for(input.to_sun);
  return input;
}

std::shared_ptr<layout::City> one_zone() {
  auto city = std::make_shared<layout::City>();
  layout::Zone zone;
  zone.zone = "njip";
  zone.outline = {{0, -500}, {1800, -500}, {1800, 1200}, {0, 1200}};
  city->zones.push_back(zone);
  return city;
}

class Kernels : public testing::Test {
 protected:
  Kernels() {
    renderer.spoil([this](FrameConstants& c) { constants = c; });
    renderer.resize(kSize);
  }
  void TearDown() override {
    EXPECT_EQ(device.log().count(), 0u) << testing::PrintToString(device.log().first_messages());
  }
  void draw(SubFrame sub) {
    auto const frame = ring.begin();
    renderer.record(frame, input, sub);
    ring.submit();
    ring.finish();
  }
  template <class T>
  std::vector<T> read(gpu::Image const& image) {
    auto const bytes = gpu::read_image(device, image);
    std::vector<T> texels(bytes.size() / sizeof(T));
    std::memcpy(texels.data(), bytes.data(), bytes.size());
    return texels;
  }

  gpu::Device device{{.validate = true, .instance_extensions = {}, .swapchain = false, .faults = {}, .pretend = {}}};
  gpu::ShaderFolder shaders{device, std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "shaders"};
  std::shared_ptr<layout::Terrain const> terrain = std::make_shared<layout::Terrain>(test::island());
  PictureRenderer renderer{shaders, terrain, one_zone()};
  gpu::FrameRing ring{device};
  FrameConstants constants{};
  PictureInput input = afternoon();
};

} // namespace

TEST_F(Kernels, EveryPixelIsListedOnce) {
  for (auto const quality : {Quality::full, Quality::plain}) {
    input.quality = quality;
    draw({0, true});
    auto const kinds = kinds_of(quality);
    for (test::Listed const& p : test::listed_pixels(device, renderer.shading(), kSize)) {
      ASSERT_NE(p.kind, KIND_COUNT) << "a pixel is not listed";
      ASSERT_TRUE(std::ranges::count(kinds, p.kind)) << "no kernel shades kind " << p.kind;
    }
  }
}

namespace {

double smooth(double from, double to, double x) {
  double const t = std::clamp((x - from) / (to - from), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

/// zones.glsl over every edge of every zone, without leaving any out for being far.
glm::dvec2 fill_and_line(FrameConstants const& c, glm::dvec2 at, double pixel_m, glm::dvec3 dir) {
  glm::dvec2 const ahead = glm::normalize(glm::dvec2(dir)), right(ahead.y, -ahead.x);
  glm::dvec2 result(0);
  for (std::uint32_t z = 0; z < c.zone_count; ++z) {
    auto const& zone = c.zones[z];
    double nearest = 1e12;
    bool inside = false;
    for (std::uint32_t i = 0; i < zone.point_count; ++i) {
      auto const to_px = [&](std::uint32_t k) {
        glm::dvec2 const p = glm::dvec2(c.zone_points[zone.first_point + k % zone.point_count]) - at;
        return glm::dvec2(glm::dot(right, p), glm::dot(ahead, p) * std::max(-dir.z, 0.06)) / pixel_m;
      };
      glm::dvec2 const a = to_px(i), b = to_px(i + 1), ab = b - a;
      nearest = std::min(nearest, glm::length(a + ab * std::clamp(-glm::dot(a, ab) / glm::dot(ab, ab), 0.0, 1.0)));
      if ((a.y > 0) != (b.y > 0) && 0 < a.x - ab.x * a.y / ab.y) inside = !inside;
    }
    double const half = std::max(0.9, 1.2 / pixel_m), halo = std::exp(-nearest / std::max(5.0, 9 / pixel_m));
    result.x = std::max(result.x, (inside ? 0.055 + 0.22 * halo : 0.10 * halo));
    result.y = std::max(result.y, 1 - smooth(half - 0.4, half + 0.6, nearest));
  }
  return result;
}

} // namespace

// Six bits hold each share; an outline's edge lies within a pixel, where a float's last bit may move it: one in a
// hundred pixels may be off by more.
TEST_F(Kernels, ZonesAreMarkedAsByEveryEdge) {
  draw({0, true});
  auto const& c = constants;
  auto const depth = read<float>(renderer.targets().depth);
  std::size_t off = 0, looked_at = 0, lines = 0;
  for (test::Listed const& p : test::listed_pixels(device, renderer.shading(), kSize)) {
    if (p.kind == KIND_SKY) continue;
    glm::dvec2 const ndc(2 * (p.x + 0.5) / kSize.width - 1, 1 - 2 * (p.y + 0.5) / kSize.height);
    glm::dvec3 const ray = glm::dvec3(c.ray_forward) + ndc.x * glm::dvec3(c.ray_right) + ndc.y * glm::dvec3(c.ray_up);
    glm::dvec3 const dir = glm::normalize(ray);
    bool const sea = p.kind == KIND_SEA || p.kind == KIND_WAKE;
    double const reach =
        sea ? c.camera_height_m / -dir.z : c.near_m / depth[std::size_t{p.y} * kSize.width + p.x] * glm::length(ray);
    auto const expected =
        fill_and_line(c, glm::dvec2(dir) * reach + glm::dvec2(c.camera_ground_m), reach * c.pixel_angle_rad, dir);
    off += std::abs(p.fill - expected.x) > 0.005 || std::abs(p.line - expected.y) > 0.03;
    lines += expected.y > 0.5;
    ++looked_at;
  }
  EXPECT_GT(lines, 50U) << "there is an outline";
  EXPECT_LE(off, looked_at / 100);
}

// A ship where some pixel shows the sea: that pixel gets wakes, the sea far from her does not.
TEST_F(Kernels, OnlySeaNearAShipIsShadedWithWakes) {
  draw({0, true});
  auto const before = test::listed_pixels(device, renderer.shading(), kSize);
  auto const sea =
      std::ranges::max_element(before, {}, [](test::Listed const& p) { return p.kind == KIND_SEA ? p.y : 0; });
  ASSERT_EQ(sea->kind, KIND_SEA);
  glm::vec2 const ndc(2 * (sea->x + 0.5F) / kSize.width - 1, 1 - 2 * (sea->y + 0.5F) / kSize.height);
  glm::vec3 const ray = constants.ray_forward + ndc.x * constants.ray_right + ndc.y * constants.ray_up;
  glm::vec2 const at = glm::vec2(ray) * (constants.camera_height_m / -ray.z);
  input.ships = {{glm::dvec2(input.eye.position) + glm::dvec2(at), {1, 0}, 60, 12, 8}};
  draw({0, true});
  auto const after = test::listed_pixels(device, renderer.shading(), kSize);
  EXPECT_EQ(after[static_cast<std::size_t>(sea - before.begin())].kind, KIND_WAKE);
  EXPECT_TRUE(std::ranges::any_of(after, [](test::Listed const& p) { return p.kind == KIND_SEA; }));
  EXPECT_TRUE(std::ranges::none_of(before, [](test::Listed const& p) { return p.kind == KIND_WAKE; }));
}

// The plain picture is the full one's in its means: no other light, air or colour.
TEST_F(Kernels, ALowerQualityKeepsTheTone) {
  auto const picture = [&](Quality quality) {
    input.quality = quality;
    draw({0, true});
    return read<std::uint8_t>(renderer.targets().picture);
  };
  auto const full = picture(Quality::full);
  auto const mean_difference = [&](std::vector<std::uint8_t> const& other) {
    double sum = 0;
    for (std::size_t i = 0; i < full.size(); ++i)
      sum += std::abs(int{full[i]} - int{other[i]});
    return sum / static_cast<double>(kPixels * 3);
  };
  EXPECT_LT(mean_difference(picture(Quality::light)), 4);
  EXPECT_LT(mean_difference(picture(Quality::plain)), 9);
  EXPECT_GT(mean_difference(picture(Quality::plain)), 0.5) << "it is another picture";
}

// A set that is missing is made while the nearest one stands in; after some frames it draws the same as if asked for at
// once.
TEST_F(Kernels, MissingKernelsAreMadeWhileOthersStandIn) {
  input.quality = Quality::plain;
  draw({0, true, KernelChoice::nearest}); // nothing there: made at once
  input.quality = Quality::light;
  EXPECT_FALSE(renderer.ready(input));
  draw({0, true, KernelChoice::nearest});
  auto const stand_in = read<std::uint8_t>(renderer.targets().picture);
  for (int i = 0; i < 500 && !renderer.ready(input); ++i)
    draw({0, true, KernelChoice::nearest});
  ASSERT_TRUE(renderer.ready(input));
  draw({0, true, KernelChoice::nearest});
  auto const made = read<std::uint8_t>(renderer.targets().picture);
  EXPECT_NE(made, stand_in);
  draw({0, true});
  EXPECT_EQ(read<std::uint8_t>(renderer.targets().picture), made);
}

namespace {

// The mirror of common.glsl and ground.glsl, in the order of operations they have.
std::uint32_t hash_u(glm::uvec2 p) {
  std::uint32_t h = p.x * 0x9E3779B9U ^ (p.y * 0x85EBCA6BU + 0x27220A95U);
  h ^= h >> 15;
  h *= 0x2C1B3C6DU;
  h ^= h >> 12;
  h *= 0x297A2D39U;
  return h ^ (h >> 15);
}
float hash_unit(glm::ivec2 p) {
  return static_cast<float>(hash_u(glm::uvec2(p)) >> 8) * (1.0F / 16777216.0F);
}
glm::vec2 noise_slope(glm::vec2 p) {
  glm::vec2 const cell = glm::floor(p), t = p - cell;
  glm::ivec2 const i(cell);
  glm::vec2 const s = t * t * (3.0F - 2.0F * t), ds = 6.0F * t * (1.0F - t);
  float const a = hash_unit(i), b = hash_unit(i + glm::ivec2(1, 0)), c = hash_unit(i + glm::ivec2(0, 1)),
              d = hash_unit(i + glm::ivec2(1, 1)), k = a - b - c + d;
  return {ds.x * (b - a + k * s.y), ds.y * (c - a + k * s.x)};
}

std::uint32_t cover_at(view::TerrainGrid const& grid, glm::vec2 texel, glm::vec2 at) {
  auto const spacing = static_cast<float>(grid.spacing_m);
  glm::vec2 const far_warp = noise_slope(at / (spacing * 2.2F)), near_warp = noise_slope(at / (spacing * 0.6F) + 17.3F);
  glm::vec2 const t = texel + (far_warp * 0.22F + near_warp * 0.07F) * (0.12F + glm::smoothstep(15.0F, 60.0F, spacing));
  glm::ivec2 const base =
      glm::clamp(glm::ivec2(glm::floor(t)), glm::ivec2(0), glm::ivec2(grid.columns - 2, grid.rows - 2));
  glm::vec2 const f = glm::clamp(t - glm::vec2(base), 0.0F, 1.0F);
  std::array<float, 256> weight{};
  for (int y = 0; y < 2; ++y)
    for (int x = 0; x < 2; ++x)
      weight[grid.cover[static_cast<std::size_t>(base.y + y) * grid.columns + static_cast<std::size_t>(base.x + x)]] +=
          (x ? f.x : 1 - f.x) * (y ? f.y : 1 - f.y);
  return static_cast<std::uint32_t>(std::ranges::max_element(weight) - weight.begin());
}

std::uint32_t kind_of(std::uint32_t cover) {
  constexpr std::uint32_t kKinds[] = {KIND_SHORE, KIND_SHORE,  KIND_SHORE, KIND_WILD,  KIND_FIELD,   KIND_ORCHARD,
                                      KIND_WILD,  KIND_FOREST, KIND_SHORE, KIND_SHORE, KIND_SETTLED, KIND_SETTLED,
                                      KIND_PAVED, KIND_PAVED,  KIND_PAVED, KIND_PAVED, KIND_PAVED,   KIND_PAVED};
  return kKinds[cover];
}

} // namespace

// Kind and land cover of every pixel. On borders a float's last bit decides: half a percent of pixels may differ.
TEST_F(Kernels, PixelsAreClassifiedAsTheGroundHasIt) {
  draw({0, true});
  auto const& c = constants;
  auto const listed = test::listed_pixels(device, renderer.shading(), kSize);
  auto const albedo = read<std::uint32_t>(renderer.targets().albedo);
  auto const depth = read<float>(renderer.targets().depth);
  auto const& detail = terrain->details.front();
  std::size_t wrong_kind = 0, wrong_cover = 0, ground = 0, sea = 0;
  for (std::size_t i = 0; i < kPixels; ++i) {
    glm::vec2 const at(i % kSize.width, i / kSize.width);
    glm::vec2 const ndc = (at + 0.5F) / c.picture_px * glm::vec2(2, -2) + glm::vec2(-1, 1);
    glm::vec3 const ray = c.ray_forward + ndc.x * c.ray_right + ndc.y * c.ray_up, dir = glm::normalize(ray);
    float const distance = depth[i] > 0 ? c.near_m / depth[i] * glm::length(ray) : 1e9F;
    std::uint32_t const surface = albedo[i] >> 24;
    ASSERT_TRUE(surface == SURFACE_NONE || surface == SURFACE_TERRAIN);
    if (dir.z < 0 && distance * -dir.z >= c.camera_height_m) {
      wrong_kind += listed[i].kind != KIND_SEA;
      ++sea;
      continue;
    }
    if (surface == SURFACE_NONE) {
      wrong_kind += listed[i].kind != KIND_SKY;
      continue;
    }
    glm::vec2 const p = glm::vec2(dir) * distance;
    bool const fine = glm::all(glm::greaterThanEqual(p, c.details[0].origin_m)) &&
                      glm::all(glm::lessThanEqual(p, c.details[0].last_m));
    auto const& grid = fine ? detail : terrain->window;
    auto const& tile = fine ? c.details[0] : c.window;
    auto const cover = cover_at(grid, (p - tile.origin_m) / tile.spacing_m, p + c.camera_ground_m);
    wrong_cover += listed[i].cover != cover;
    wrong_kind += listed[i].kind != kind_of(listed[i].cover);
    ++ground;
  }
  EXPECT_GT(ground, kPixels / 10);
  EXPECT_GT(sea, kPixels / 10);
  EXPECT_LE(wrong_kind, kPixels / 1000);
  EXPECT_LE(wrong_cover, ground / 200);
}

// The mean of the sub-frames: to the rounding of eight bits, and the sum to that of floats.
TEST_F(Kernels, StillPicturesAreTheMeanOfTheirFrames) {
  std::vector<double> sum(kPixels * 4);
  constexpr unsigned kFrames = 5;
  for (unsigned i = 0; i < kFrames; ++i) {
    draw({i, false});
    auto const toned = read<std::uint8_t>(renderer.targets().toned);
    for (std::size_t k = 0; k < sum.size(); ++k)
      sum[k] += toned[k] / 255.0;
  }
  auto const total = read<float>(renderer.targets().sum);
  auto const picture = read<std::uint8_t>(renderer.targets().picture);
  for (std::size_t k = 0; k < sum.size(); ++k) {
    ASSERT_NEAR(total[k], sum[k], 1e-5) << k;
    if (k % 4 != 3) {
      ASSERT_NEAR(picture[k], sum[k] / kFrames * 255, 0.51) << k;
    }
  }
}

namespace {

struct Toned {
  std::vector<std::uint8_t> const& rgba;
  glm::dvec3 at(glm::ivec2 p) const {
    p = glm::clamp(p, glm::ivec2(0), glm::ivec2(kSize.width, kSize.height) - 1);
    auto const* t = &rgba[(static_cast<std::size_t>(p.y) * kSize.width + static_cast<std::size_t>(p.x)) * 4];
    return glm::dvec3(t[0], t[1], t[2]) / 255.0;
  }
  /// Filtered, in pixels from the top left.
  glm::dvec3 sample(glm::dvec2 p) const {
    p -= 0.5;
    glm::dvec2 const cell = glm::floor(p), f = p - cell;
    glm::ivec2 const i(cell);
    return glm::mix(glm::mix(at(i), at(i + glm::ivec2(1, 0)), f.x),
                    glm::mix(at(i + glm::ivec2(0, 1)), at(i + glm::ivec2(1, 1)), f.x), f.y);
  }
};

double luma(glm::dvec3 c) {
  return glm::dot(c, glm::dvec3(0.299, 0.587, 0.114));
}

/// Lottes 2009, in the short form of fxaa.comp.
glm::dvec3 smoothed(Toned const& t, glm::ivec2 at) {
  glm::dvec3 const middle = t.at(at);
  double const m = luma(middle), nw = luma(t.at(at + glm::ivec2(-1, -1))), ne = luma(t.at(at + glm::ivec2(1, -1))),
               sw = luma(t.at(at + glm::ivec2(-1, 1))), se = luma(t.at(at + glm::ivec2(1, 1)));
  double const low = std::min({m, nw, ne, sw, se}), high = std::max({m, nw, ne, sw, se});
  if (high - low <= std::max(0.03, high * 0.10)) return middle;
  glm::dvec2 dir((sw + se) - (nw + ne), (nw + sw) - (ne + se));
  double const least = std::max((nw + ne + sw + se) * 0.03125, 0.0078);
  dir = glm::clamp(dir / (std::min(std::abs(dir.x), std::abs(dir.y)) + least), -8.0, 8.0);
  glm::dvec2 const here = glm::dvec2(at) + 0.5;
  glm::dvec3 const near = 0.5 * (t.sample(here - dir / 6.0) + t.sample(here + dir / 6.0));
  glm::dvec3 const far = near * 0.5 + 0.25 * (t.sample(here - dir * 0.5) + t.sample(here + dir * 0.5));
  return luma(far) < low || luma(far) > high ? near : far;
}

} // namespace

// Within two steps of eight bits, for filters weigh with eight bits too; where a comparison is a tie, floats may decide
// otherwise: one pixel in five hundred.
TEST_F(Kernels, EdgesAreSmoothedAsTheFormulaHasIt) {
  draw({0, true});
  auto const toned = read<std::uint8_t>(renderer.targets().toned),
             picture = read<std::uint8_t>(renderer.targets().picture);
  Toned const t{toned};
  std::size_t off = 0, changed = 0;
  for (std::size_t i = 0; i < kPixels; ++i) {
    auto const expected = smoothed(t, {static_cast<int>(i % kSize.width), static_cast<int>(i / kSize.width)});
    double worst = 0;
    for (int k = 0; k < 3; ++k)
      worst = std::max(worst, std::abs(picture[i * 4 + static_cast<std::size_t>(k)] - expected[k] * 255));
    off += worst > 2;
    changed += std::memcmp(&toned[i * 4], &picture[i * 4], 3) != 0;
  }
  EXPECT_GT(changed, kPixels / 50) << "there are edges";
  EXPECT_LE(off, kPixels / 500);
}
