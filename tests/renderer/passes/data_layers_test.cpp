// Data over the picture of the test island: what is off leaves no trace, what is on is where and what it should be.
#include "renderer/gpu/readback.hpp"
#include "renderer/passes/picture_renderer.hpp"
#include "renderer/scene/field_paint.hpp"
#include "tests/support/test_terrain.hpp"

#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>

using namespace dalian;
using namespace dalian::passes;

namespace {

constexpr VkExtent2D kSize{208, 120};
constexpr float kMost = 0.62f; // as volume_pass.cpp

PictureInput afternoon() {
  PictureInput input;
  input.eye.position = {900, -2600, 900};
  input.eye.heading_rad = 0;
  input.eye.pitch_rad = -0.29;
  input.eye.vertical_field_rad = 0.7;
  input.to_sun = glm::normalize(glm::vec3(-0.93, -0.28, 0.216));
  input.exposure = exposure_for(input.to_sun);
  return input;
}

/// A parcel in the middle of the island's detail grid.
std::shared_ptr<layout::City> one_parcel() {
  auto city = std::make_shared<layout::City>();
  layout::Parcel parcel;
  parcel.outline = {{400, -100}, {1400, -100}, {1400, 900}, {400, 900}};
  city->parcels.push_back(parcel);
  return city;
}

struct DataLayersTest : testing::Test {
  gpu::Device device{{.validate = true, .instance_extensions = {}, .swapchain = false}};
  gpu::ShaderFolder shaders{device, std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "shaders"};
  std::shared_ptr<layout::City> city = one_parcel();
  std::shared_ptr<layout::Terrain> terrain = std::make_shared<layout::Terrain>(test::island());
  std::unique_ptr<PictureRenderer> renderer = std::make_unique<PictureRenderer>(shaders, terrain, city);
  std::unique_ptr<gpu::FrameRing> ring = std::make_unique<gpu::FrameRing>(device);
  view::ParcelMap parcels{*city};
  MapPoint origin{renderer->origin().x, renderer->origin().y};

  void SetUp() override { renderer->resize(kSize); }
  void TearDown() override {
    ring.reset();
    renderer.reset();
    EXPECT_EQ(device.log().count(), 0u) << testing::PrintToString(device.log().first_messages());
    EXPECT_EQ(device.live_objects(), 0);
  }

  std::vector<std::uint8_t> take(PictureInput const& input) {
    auto const frame = ring->begin();
    renderer->record(frame, input, {0, false});
    ring->submit();
    ring->finish();
    auto const bytes = gpu::read_image(device, renderer->targets().picture);
    std::vector<std::uint8_t> out(bytes.size());
    std::memcpy(out.data(), bytes.data(), bytes.size());
    return out;
  }
  void show_parcel_field() {
    view::Field field;
    field.info = {.name = "far", .unit = "", .kind = Provenance::live, .source = {}, .categories = {}};
    field.by_parcel = {1};
    field.by_placement = {};
    renderer->data().field.show(scene::paint(field), scene::atlas_of(parcels.grids()));
  }
  view::Volume slab(double base_m, double top_m, double shift_m = 0) const {
    return {"slab", view::VolumeKind::geofence,
            view::Prism{{{400 + shift_m, -100}, {1400 + shift_m, -100}, {1400 + shift_m, 900}, {400 + shift_m, 900}},
                        base_m,
                        top_m},
            Provenance::modelled};
  }
  scene::VolumeMesh body(std::vector<view::Volume> const& volumes, float per_m) const {
    scene::VolumeMesh mesh;
    for (auto const& v : volumes)
      scene::append_volume(mesh, v, origin);
    for (auto& style : mesh.styles)
      style = {style.color, per_m, 0, 0};
    return mesh;
  }
};

double luma(std::vector<std::uint8_t> const& p, std::size_t i) {
  return 0.2126 * p[4 * i] + 0.7152 * p[4 * i + 1] + 0.0722 * p[4 * i + 2];
}

/// Length of a pixel's ray inside a box of the map, and before the ground: by steps of half a metre.
double length_inside(PictureInput const& input, std::uint32_t x, std::uint32_t y, view::Prism const& box) {
  auto const rays = eye_rays(input.eye, {kSize.width, kSize.height});
  double const u = (x + 0.5) / kSize.width * 2 - 1, v = 1 - (y + 0.5) / kSize.height * 2;
  glm::dvec3 const dir =
      glm::normalize(glm::dvec3(rays.forward) + u * glm::dvec3(rays.right) + v * glm::dvec3(rays.up));
  double inside = 0;
  for (double t = 0; t < 8000; t += 0.5) {
    glm::dvec3 const p = input.eye.position + t * dir;
    if (p.z < std::max(0.0f, test::island_height_m(p.x, p.y))) break;
    if (p.z > box.base_m && p.z < box.top_m && p.x > box.outline[0].east_m && p.x < box.outline[1].east_m &&
        p.y > box.outline[0].north_m && p.y < box.outline[2].north_m)
      inside += 0.5;
  }
  return inside;
}

int most_different(std::vector<std::uint8_t> const& a, std::vector<std::uint8_t> const& b) {
  int most = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    most = std::max(most, std::abs(static_cast<int>(a[i]) - static_cast<int>(b[i])));
  return most;
}

} // namespace

TEST_F(DataLayersTest, WhatIsOffLeavesNoTrace) {
  auto const before = take(afternoon());
  show_parcel_field();
  renderer->data().volumes.show(body({slab(50, 300)}, 0.01f));
  scene::FlowStrips strips;
  scene::append_edges(strips, slab(50, 300), *terrain, origin);
  renderer->data().lines.show(strips);
  EXPECT_NE(take(afternoon()), before);
  renderer->data().field.hide();
  renderer->data().volumes.show({});
  renderer->data().lines.show({});
  EXPECT_EQ(take(afternoon()), before) << "bit for bit";
}

TEST_F(DataLayersTest, AParcelTakesItsColourAndTheRestGoesGrey) {
  auto const before = take(afternoon());
  show_parcel_field();
  auto const after = take(afternoon());
  EXPECT_EQ(after, take(afternoon()));
  auto const full = scene::ramp_color(scene::Ramp::batlow, 1); // pink: red and blue above green
  std::size_t tinted = 0, sky_changed = 0;
  for (std::uint32_t y = 0; y < kSize.height; ++y)
    for (std::uint32_t x = 0; x < kSize.width; ++x) {
      std::size_t const i = y * kSize.width + x;
      bool const pink = after[4 * i] > after[4 * i + 1] + 12 && after[4 * i + 2] > after[4 * i + 1] + 12;
      tinted += pink;
      if (y < 4) sky_changed += !std::equal(&after[4 * i], &after[4 * i] + 4, &before[4 * i]);
    }
  EXPECT_GT(full >> 16, full >> 8 & 255);
  EXPECT_GT(tinted, 500u);
  EXPECT_LT(tinted, kSize.width * kSize.height / 2u);
  EXPECT_EQ(sky_changed, 0u);
}

TEST_F(DataLayersTest, LightRemainsInTheTint) {
  auto const before = take(afternoon());
  show_parcel_field();
  auto const after = take(afternoon());
  double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (std::size_t i = 0; i < before.size() / 4; ++i) {
    if (!(after[4 * i] > after[4 * i + 1] + 12 && after[4 * i + 2] > after[4 * i + 1] + 12)) continue;
    double const a = luma(before, i), b = luma(after, i);
    n += 1, sa += a, sb += b, saa += a * a, sbb += b * b, sab += a * b;
  }
  ASSERT_GT(n, 500);
  double const correlation = (n * sab - sa * sb) / std::sqrt((n * saa - sa * sa) * (n * sbb - sb * sb));
  EXPECT_GT(correlation, 0.8) << "what was in shade still is";
}

TEST_F(DataLayersTest, AGridFieldIsShownWhereItHasValues) {
  view::Field field;
  field.info = {.name = "far", .unit = "", .kind = Provenance::live, .source = {}, .categories = {}};
  view::FieldGrid grid{{400, -100}, 100, 11, 11, std::vector<float>(121, 1.0f)};
  for (std::size_t i = 0; i < 121; ++i)
    if (i % 11 > 5) grid.value[i] = std::nanf("");
  field.grids.push_back(grid);
  auto const before = take(afternoon());
  renderer->data().field.show(scene::paint(field), {});
  auto const after = take(afternoon());
  std::size_t left = 0, right = 0;
  for (std::uint32_t y = 0; y < kSize.height; ++y)
    for (std::uint32_t x = 0; x < kSize.width; ++x) {
      std::size_t const i = y * kSize.width + x;
      bool const pink = after[4 * i] > after[4 * i + 1] + 12 && after[4 * i + 2] > after[4 * i + 1] + 12;
      (x < kSize.width / 2 ? left : right) += pink;
    }
  EXPECT_GT(left, 300u) << "west of 900 m";
  EXPECT_LT(right, left / 4);
}

TEST_F(DataLayersTest, ABodyIsAsDenseAsTheRayInsideItIsLong) {
  auto const input = afternoon();
  auto const before = take(input);
  auto const volume = slab(120, 320);
  auto const& box = std::get<view::Prism>(volume.shape);
  constexpr float kPerM = 0.004f;
  renderer->data().volumes.show(body({volume}, kPerM));
  auto const after = take(input);
  auto const mesh = body({volume}, kPerM);
  int inside = 0, outside = 0;
  for (std::uint32_t y = 3; y < kSize.height; y += 5)
    for (std::uint32_t x = 3; x < kSize.width; x += 6) {
      double const length = length_inside(input, x, y, box);
      if (length > 0 && length < 60) continue; // the mesh of the ground is coarser than its formula
      double const cover = kMost * (1 - std::exp(-kPerM * length));
      (length > 0 ? inside : outside) += 1;
      for (int c = 0; c < 3; ++c) {
        std::size_t const i = 4 * (y * kSize.width + x) + static_cast<std::size_t>(c);
        double const expected = before[i] + cover * (255.0 * mesh.styles[0].color[c] - before[i]);
        EXPECT_NEAR(after[i], expected, length > 0 ? 6 : 1) << x << ", " << y << ": " << length << " m";
      }
    }
  EXPECT_GT(inside, 30);
  EXPECT_GT(outside, 30);
}

TEST_F(DataLayersTest, VolumesNeedNoOrder) {
  auto near = slab(100, 300), far = slab(150, 400, 500);
  renderer->data().volumes.show(body({near, far}, 0.003f));
  auto const one = take(afternoon());
  EXPECT_EQ(one, take(afternoon())) << "the same every time";
  renderer->data().volumes.show(body({far, near}, 0.003f));
  EXPECT_LE(most_different(one, take(afternoon())), 1) << "either way round";
}

TEST_F(DataLayersTest, WhatTheGroundHidesIsNotSeen) {
  auto const before = take(afternoon());
  renderer->data().volumes.show(body({slab(-400, -200)}, 0.01f));
  EXPECT_LE(most_different(before, take(afternoon())), 1) << "below the ground";
}

TEST_F(DataLayersTest, FlowRunsByItsClockAlone) {
  view::FlowLine const line{"l", view::FlowDomain::vehicles, {{500, 0}, {1300, 700}}, {250, 250}, 12,
                            24,  Provenance::modelled};
  scene::FlowStrips strips;
  scene::append_flow(strips, line, origin);
  auto input = afternoon();
  auto const before = take(input);
  renderer->data().lines.show(strips);
  auto const start = take(input);
  EXPECT_EQ(start, take(input)) << "a still picture repeats";
  EXPECT_NE(start, before);
  input.flow_s = 0.3;
  EXPECT_NE(take(input), start);
  input.flow_s = 3; // a whole number of beats
  EXPECT_LE(most_different(take(input), start), 1);
}

TEST_F(DataLayersTest, LinesBehindSomethingAreDimNotGone) {
  auto const drawn = [&](float height) {
    scene::FlowStrips strips;
    scene::append_flow(
        strips, {"l", view::FlowDomain::heat, {{500, 400}, {1300, 400}}, {height, height}, 12, 0, Provenance::modelled},
        origin);
    renderer->data().lines.show({});
    auto const before = take(afternoon());
    renderer->data().lines.show(strips);
    auto const after = take(afternoon());
    double sum = 0;
    for (std::size_t i = 0; i < before.size(); ++i)
      sum += std::abs(static_cast<int>(after[i]) - static_cast<int>(before[i]));
    return sum;
  };
  double const open = drawn(300), buried = drawn(20);
  EXPECT_LT(buried, 0.6 * open);
  EXPECT_GT(buried, 0.02 * open);
}
