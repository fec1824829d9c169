// The chips along the lower edge: what the picture is made of.
#include "renderer/ui/picture_overlay.hpp"

#include "tests/support/test_terrain.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace dalian::ui {
namespace {

Instant const kNow = parse_utc("2026-11-27T06:40:00Z").value();

std::vector<std::string> chips_of(std::vector<view::Mover> const& movers, view::WeatherReport const* report) {
  auto const lang = Lang::load(std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/lang").value();
  GlyphAtlas atlas(find_fonts());
  PictureOverlay overlay(lang, atlas, std::make_shared<view::City>(), std::make_shared<view::Terrain>(test::island()));
  OverlayFrame frame;
  glm::dmat4 down(0); // from 3000 m, north up, 90° of field
  down[0][0] = 720.0 / 1280, down[1][1] = -1, down[3][2] = 1, down[2][3] = -1;
  frame.view = {{0, 0, 3000}, down, 1280, 720};
  frame.now = frame.light_time = kNow;
  frame.movers = movers;
  OverlayOptions options;
  options.language = Language::en;
  options.labels = options.marks = options.age = false;
  options.report = report;
  overlay.compose(frame, options);
  std::vector<std::string> out;
  for (Chip const& chip : overlay.chips())
    out.push_back(std::string(chip.mark == ChipMark::dashed ? "~" : "") + chip.text);
  out.erase(std::remove(out.begin(), out.end(), "modelled terrain · illustrative layout"), out.end());
  return out;
}

view::Mover mover(view::Shape shape, Provenance provenance) {
  view::Mover m;
  m.shape = shape;
  m.provenance = provenance;
  m.t0 = kNow;
  return m;
}

TEST(PictureOverlay, MetersAndStationsAreNoMovingObjects) {
  using Chips = std::vector<std::string>;
  EXPECT_EQ(chips_of({}, nullptr), (Chips{"no live feed", "2026-11-27 14:40 China time"}));
  auto const ship = mover(view::Shape::tanker, Provenance::synthetic);
  auto const meter = mover(view::Shape::sensor, Provenance::synthetic);
  EXPECT_EQ(chips_of({ship, meter, ship}, nullptr),
            (Chips{"~synthetic feed · 2 moving objects", "2026-11-27 14:40 China time"}));
  EXPECT_EQ(chips_of({meter}, nullptr), (Chips{"~synthetic feed", "2026-11-27 14:40 China time"}));
}

TEST(PictureOverlay, ASkyThatIsReportedSaysByWhomAndWhen) {
  view::WeatherReport report;
  report.station = "metar:ZYTL";
  report.at = kNow - std::chrono::minutes(10);
  report.wind_speed_mps = 6.4;
  report.provenance = Provenance::live;
  EXPECT_EQ(chips_of({}, &report).at(1), "weather ZYTL 14:30 · 6 m/s");
  report.provenance = Provenance::synthetic;
  report.wind_speed_mps.reset();
  EXPECT_EQ(chips_of({}, &report).at(1), "~weather ZYTL 14:30");
}

} // namespace
} // namespace dalian::ui
