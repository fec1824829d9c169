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

} // namespace
} // namespace dalian::viewer
