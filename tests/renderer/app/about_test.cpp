#include "renderer/app/about.hpp"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace dalian::viewer {
namespace {

struct World {
  view::City city;
  view::CityView twin{std::make_shared<state::Snapshot>()};
  ui::Lang lang = ui::Lang::load(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "lang").value();
  World() {
    view::Route road;
    road.id = "g15";
    road.names = {"沈海高速", "瀋海高速道路", "Shenhai expressway"};
    road.length_m = 43210;
    road.origin = {Provenance::modelled, "hand-drawn", "low", 2000};
    city.routes.push_back(road);
    view::Placement hall;
    hall.id = "njip/factory/0012";
    hall.model = "factory";
    hall.origin.provenance = Provenance::synthetic;
    city.placements.push_back(hall);
  }
};

std::string row(view::Inspection const& inspection, std::string_view key) {
  for (auto const& r : inspection.rows)
    if (r.key == key) return r.value;
  return "(none)";
}

TEST(About, ARoadSaysWhereItIsFromAndHowSure) {
  World const w;
  auto const road = inspection_of({scene::EntityKind::route, 0}, w.city, w.twin, {}, ui::Language::en);
  ASSERT_TRUE(road);
  EXPECT_EQ(road->name, "Shenhai expressway");
  EXPECT_EQ(road->provenance, Provenance::modelled);
  EXPECT_EQ(row(*road, "inspector.length"), "43.2 km");
  EXPECT_EQ(row(*road, "inspector.accuracy"), "±2000 m");
  EXPECT_EQ(road->sources, std::vector<std::string>{"hand-drawn"});
}

TEST(About, TheTooltipNamesThingAndProvenance) {
  World const w;
  Hover const hover = hover_of({scene::EntityKind::placement, 0}, w.city, w.twin, {}, w.lang, ui::Language::en);
  EXPECT_EQ(hover.title, "njip/factory/0012");
  EXPECT_EQ(hover.detail, "synthetic");
}

TEST(About, NothingForWhatIsNotThere) {
  World const w;
  for (auto const kind :
       {scene::EntityKind::mover, scene::EntityKind::route, scene::EntityKind::placement, scene::EntityKind::none}) {
    EXPECT_FALSE(inspection_of({kind, 7}, w.city, w.twin, {}, ui::Language::en));
    EXPECT_EQ(hover_of({kind, 7}, w.city, w.twin, {}, w.lang, ui::Language::en).title, "");
  }
}

ui::Mark mark(std::uint32_t handle, float x, float y) {
  ui::Mark m;
  m.handle = handle;
  m.at.x = x;
  m.at.y = y;
  m.size_px = 7;
  return m;
}

TEST(Picked, AMarkWithinEightPixelsUnlessAMoverIsSeen) {
  using scene::Entity;
  using scene::EntityKind;
  std::vector<ui::Mark> const marks{mark(7, 100, 100), mark(8, 110, 100), mark(9, 300, 300), mark(10, 300, 300)};
  Entity const sea, road{EntityKind::route, 3}, ship{EntityKind::mover, 42};
  EXPECT_EQ(picked(sea, marks, 93, 100, 1), (Entity{EntityKind::mover, 7}));
  EXPECT_EQ(picked(road, marks, 100, 107.9F, 1), (Entity{EntityKind::mover, 7})); // the mark lies over the road
  EXPECT_EQ(picked(ship, marks, 100, 100, 1), ship);                              // the model itself is hit
  EXPECT_EQ(picked(sea, marks, 106, 100, 1), (Entity{EntityKind::mover, 8}));     // the nearer of two
  EXPECT_EQ(picked(sea, marks, 300, 301, 1), (Entity{EntityKind::mover, 10}));    // the upper of two
  EXPECT_EQ(picked(sea, marks, 100, 108.5F, 1), sea);
  EXPECT_EQ(picked(road, marks, 91, 100, 1), road);
  EXPECT_EQ(picked(sea, marks, 85, 100, 2), (Entity{EntityKind::mover, 7})); // as large as the marks are
  EXPECT_EQ(picked(road, {}, 100, 100, 1), road);
}

} // namespace
} // namespace dalian::viewer
