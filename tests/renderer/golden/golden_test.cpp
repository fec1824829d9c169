// Every named view at 640 × 360 without feeds, and views under lights and skies of their own, against the golden
// picture of their name.
#include "renderer/app/still_job.hpp"
#include "tests/renderer/golden/golden_file.hpp"

using namespace dalian;

namespace {

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
    {"windfarm_sunset", "windfarm", "2026-09-26T17:34:00+08:00"},
};

void check(std::string const& name, std::string const& view, Look const& look = {}) {
  viewer::CommandLine options;
  options.headless = options.validate = true;
  options.labels = false; // type has tests of its own
  options.view = view;
  options.width = 640;
  options.height = 360;
  options.weather = look.weather;
  if (look.time) options.time = *parse_utc(look.time);
  viewer::PictureStats stats;
  auto const picture = viewer::render_still(options, stats);
  EXPECT_EQ(stats.validation_messages, 0u) << testing::PrintToString(stats.validation_first);
  EXPECT_EQ(stats.live_objects, 0);
  test::expect_golden(name, picture, stats.driver);
}

class Golden : public testing::TestWithParam<char const*> {};

} // namespace

TEST_P(Golden, ViewLooksAsAgreed) {
  check(GetParam(), GetParam());
}

class GoldenLook : public testing::TestWithParam<Look> {};
TEST_P(GoldenLook, LooksAsAgreed) {
  check(GetParam().name, GetParam().view, GetParam());
}
INSTANTIATE_TEST_SUITE_P(Looks, GoldenLook, testing::ValuesIn(kLooks),
                         [](auto const& look) { return std::string(look.param.name); });

INSTANTIATE_TEST_SUITE_P(Views, Golden,
                         testing::Values("overview", "njip", "songmudao", "xizhongdao", "huayuankou", "port", "street",
                                         "chemical", "hydrogen"),
                         [](auto const& view) { return std::string(view.param); });
