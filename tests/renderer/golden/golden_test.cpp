// Every named view at 640 × 360 without feeds, against the golden picture of its name; and that a wrong picture is
// told. With DALIAN_UPDATE_GOLDENS set, writes them instead.
#include "renderer/app/still_job.hpp"
#include "renderer/passes/gpu_types.hpp"
#include "tests/support/picture_compare.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

using namespace dalian;

namespace {

std::filesystem::path golden(std::string const& view) {
  return std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "tests" / "golden" / (view + ".png");
}

/// A view under a light and a sky of its own: golden pictures beside those of the named views.
struct Look {
  char const* name;
  char const* view;
  char const* time;
  passes::Weather weather = passes::Weather::clear;
};
constexpr Look kLooks[] = {
    {"njip_night", "njip", "2026-09-26T19:10:00+08:00"},
    {"port_blue_hour", "port", "2026-09-26T18:20:00+08:00"},
    {"overview_snow", "overview", "2027-01-16T15:30:00+08:00", passes::Weather::snow},
    {"njip_haze", "njip", "2026-09-26T16:40:00+08:00", passes::Weather::haze},
    {"port_rain", "port", "2026-09-26T16:40:00+08:00", passes::Weather::rain},
};

gpu::Picture take(std::string const& view, std::uint32_t flags = 0, Look const& look = {}) {
  viewer::CommandLine options;
  options.headless = options.validate = true;
  options.labels = false; // type has tests of its own
  options.view = view;
  options.width = 640;
  options.height = 360;
  options.flags = flags;
  options.weather = look.weather;
  if (look.time) options.time = *parse_utc(look.time);
  viewer::PictureStats stats;
  auto const picture = viewer::render_still(options, stats);
  EXPECT_EQ(stats.validation_messages, 0u) << testing::PrintToString(stats.validation_first);
  EXPECT_EQ(stats.live_objects, 0);
  return picture;
}

class Golden : public testing::TestWithParam<char const*> {};

} // namespace

/// Against the golden picture of that name, or in its place.
void check(std::string const& name, gpu::Picture const& picture) {
  if (std::getenv("DALIAN_UPDATE_GOLDENS")) {
    gpu::write_png(picture, golden(name));
    return;
  }
  auto const expected = gpu::read_png(golden(name));
  auto const difference = test::compare(picture, expected);
  if (difference.accepted()) return;
  auto const seen = std::filesystem::path(testing::TempDir()) / ("golden_" + name + ".png");
  gpu::write_png(picture, seen);
  ADD_FAILURE() << name << ": " << difference.text() << "; what was drawn: " << seen
                << "; if it is better, tools/check/update_goldens";
}

TEST_P(Golden, ViewLooksAsAgreed) {
  check(GetParam(), take(GetParam()));
}

class GoldenLook : public testing::TestWithParam<Look> {};
TEST_P(GoldenLook, LooksAsAgreed) {
  check(GetParam().name, take(GetParam().view, 0, GetParam()));
}
INSTANTIATE_TEST_SUITE_P(Looks, GoldenLook, testing::ValuesIn(kLooks),
                         [](auto const& look) { return std::string(look.param.name); });

INSTANTIATE_TEST_SUITE_P(Views, Golden,
                         testing::Values("overview", "njip", "songmudao", "xizhongdao", "huayuankou", "port"),
                         [](auto const& view) { return std::string(view.param); });

// Deliberate mistakes must not pass, or the comparison is worth nothing.
TEST(GoldenMutations, AreRejected) {
  if (std::getenv("DALIAN_UPDATE_GOLDENS")) return;
  auto const expected = gpu::read_png(golden("port"));
  EXPECT_FALSE(test::compare(take("port", FRAME_NO_SHADOWS), expected).accepted()) << "no shadows";
  EXPECT_FALSE(test::compare(take("port", FRAME_SHOW_COVER), expected).accepted()) << "wrong cover table";
  EXPECT_FALSE(test::compare(gpu::read_png(golden("njip")), expected).accepted()) << "another view";
  // Each light against the picture of its neighbour.
  auto const night = gpu::read_png(golden("njip_night"));
  EXPECT_FALSE(test::compare(take("njip", 0, {"", "", "2026-09-26T22:30:00+08:00"}), night).accepted())
      << "offices still lit at half past ten";
  EXPECT_FALSE(
      test::compare(take("port", 0, {"", "", "2026-09-26T18:26:00+08:00"}), gpu::read_png(golden("port_blue_hour")))
          .accepted())
      << "six minutes later";
  EXPECT_FALSE(test::compare(take("njip"), gpu::read_png(golden("njip_haze"))).accepted()) << "no haze";
  EXPECT_FALSE(test::compare(take("port", FRAME_SHOW_COVER, kLooks[4]), gpu::read_png(golden("port_rain"))).accepted())
      << "rain on a wrong cover table";
  EXPECT_FALSE(
      test::compare(take("overview", 0, {"", "", kLooks[2].time}), gpu::read_png(golden("overview_snow"))).accepted())
      << "no snow";
  auto shifted = expected, encoded_twice = expected;
  std::rotate(shifted.rgba.begin(), shifted.rgba.begin() + 4, shifted.rgba.end());
  for (std::size_t i = 0; i < encoded_twice.rgba.size(); ++i)
    if (i % 4 != 3)
      encoded_twice.rgba[i] = static_cast<std::uint8_t>(std::lround(std::pow(expected.rgba[i] / 255.0, 1 / 2.2) * 255));
  EXPECT_FALSE(test::compare(shifted, expected).accepted()) << "shifted by a pixel";
  EXPECT_FALSE(test::compare(encoded_twice, expected).accepted()) << "sRGB encoded twice";
  auto darker = expected;
  for (auto& v : darker.rgba)
    v = static_cast<std::uint8_t>(v * 24 / 25);
  EXPECT_FALSE(test::compare(darker, expected).accepted()) << "4 % less exposure";
}
