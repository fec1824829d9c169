// Whole pictures of the test island, under core and synchronization validation.
#include "renderer/gpu/readback.hpp"
#include "renderer/passes/picture_renderer.hpp"
#include "tests/support/picture_compare.hpp"
#include "tests/support/test_terrain.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <set>

using namespace dalian;
using namespace dalian::passes;

namespace {

constexpr VkExtent2D kSize{208, 120};

PictureInput afternoon() {
  PictureInput input;
  input.eye.position = {-2500, -9000, 1400};
  input.eye.heading_rad = 0.25;
  input.eye.pitch_rad = -0.22;
  input.eye.vertical_field_rad = 0.7;
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

/// Everything made and gone again: what is left afterwards is checked by the caller.
gpu::Picture take(gpu::Device& device, PictureInput const& input, unsigned sub_frames, bool moving = false) {
  gpu::ShaderFolder const shaders(device, std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "shaders");
  PictureRenderer renderer(shaders, std::make_shared<layout::Terrain>(test::island()), one_zone());
  renderer.resize(kSize);
  gpu::FrameRing ring(device);
  for (unsigned i = 0; i < sub_frames; ++i) {
    auto const frame = ring.begin();
    renderer.record(frame, input, {i, moving});
    ring.submit();
  }
  ring.finish();
  auto const bytes = gpu::read_image(device, renderer.targets().picture);
  gpu::Picture picture{kSize.width, kSize.height, std::vector<std::uint8_t>(bytes.size())};
  std::memcpy(picture.rgba.data(), bytes.data(), bytes.size());
  return picture;
}

std::uint32_t pixel(gpu::Picture const& p, std::uint32_t x, std::uint32_t y) {
  std::uint32_t value;
  std::memcpy(&value, &p.rgba[(std::size_t{y} * p.width + x) * 4], 4);
  return value & 0xffffff;
}

struct PictureTest : testing::Test {
  gpu::Device device{{.validate = true, .instance_extensions = {}, .swapchain = false}};
  void TearDown() override {
    EXPECT_EQ(device.log().count(), 0u) << testing::PrintToString(device.log().first_messages());
    EXPECT_EQ(device.live_objects(), 0);
  }
};

} // namespace

TEST_F(PictureTest, IsTheSameEveryTime) {
  auto const a = take(device, afternoon(), 4), b = take(device, afternoon(), 4);
  EXPECT_EQ(a.rgba, b.rgba);
}

TEST_F(PictureTest, ShowsSkySeaAndGroundOfManyColours) {
  auto const p = take(device, afternoon(), 2);
  auto const sky = pixel(p, 100, 5);
  EXPECT_GT(sky >> 16, sky & 255) << "blue above";
  std::set<std::uint32_t> ground;
  for (std::uint32_t y = 60; y < 110; ++y)
    for (std::uint32_t x = 20; x < 188; ++x)
      ground.insert(pixel(p, x, y));
  EXPECT_GT(ground.size(), 2000u) << "no plain of one colour";
  std::size_t black = 0;
  for (std::uint32_t y = 0; y < p.height; ++y)
    for (std::uint32_t x = 0; x < p.width; ++x)
      black += pixel(p, x, y) == 0;
  EXPECT_EQ(black, 0u) << "every pixel belongs to some kernel";
}

TEST_F(PictureTest, IsNotBlackAfterSunset) {
  auto input = afternoon();
  input.to_sun = glm::normalize(glm::vec3(-0.95, -0.25, -0.12));
  input.exposure = exposure_for(input.to_sun);
  auto const p = take(device, input, 1);
  std::size_t sum = 0;
  for (std::size_t i = 0; i < p.rgba.size(); i += 4)
    sum += p.rgba[i] + p.rgba[i + 1] + p.rgba[i + 2];
  double const mean = static_cast<double>(sum) / (p.rgba.size() / 4 * 3);
  EXPECT_GT(mean, 8);
  EXPECT_LT(mean, 110) << "but it is evening";
}

TEST_F(PictureTest, OneMovingFrameIsCloseToTheStillPicture) {
  auto const still = take(device, afternoon(), 8), moving = take(device, afternoon(), 1, true);
  EXPECT_LT(test::compare(still, moving).mean, 6);
}

TEST_F(PictureTest, TheComparisonSeesWhatItMustSee) {
  auto const p = take(device, afternoon(), 2);
  EXPECT_TRUE(test::compare(p, p).accepted());
  auto encoded_twice = p, shifted = p;
  for (std::size_t i = 0; i < p.rgba.size(); ++i)
    if (i % 4 != 3) encoded_twice.rgba[i] = static_cast<std::uint8_t>(std::pow(p.rgba[i] / 255.0, 1 / 2.2) * 255);
  std::rotate(shifted.rgba.begin(), shifted.rgba.begin() + 4, shifted.rgba.end());
  EXPECT_FALSE(test::compare(p, encoded_twice).accepted());
  EXPECT_FALSE(test::compare(p, shifted).accepted());
  auto covers = afternoon();
  covers.flags = FRAME_SHOW_COVER;
  EXPECT_FALSE(test::compare(p, take(device, covers, 2)).accepted()) << "another cover table";
  auto later = afternoon();
  later.to_sun = glm::normalize(later.to_sun - glm::vec3(0, 0, 0.05));
  EXPECT_FALSE(test::compare(p, take(device, later, 2)).accepted()) << "a quarter of an hour later";
}
