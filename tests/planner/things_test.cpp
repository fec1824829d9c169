#include "twin/planner/things.hpp"

#include "tests/plan/random_edits.hpp"
#include "twin/plan/tools.hpp"
#include "twin/planner/session.hpp"

#include <gtest/gtest.h>

namespace dalian::planner {
namespace {

using plan::Layer;
using plan::Layout;
using plan::testing::add;
using plan::testing::applied;

Layout with_building(plan::Footprint const& footprint) {
  return applied(
      plan::testing::town(),
      {add(Layer::building, "b",
           {{"outline", plan::to_shape(plan::ring_of(footprint))}, {"use", std::string("office")}, {"storeys", 6.0}})});
}

TEST(Things, ABuildingStandsAsItsOutlineLies) {
  MapPoint const at = to_map(GeoPoint{121.63, 39.222});
  for (double const bearing : {0.0, 30.0, 75.0, 140.0}) {
    auto const layout = with_building({at, 60, 20, bearing});
    auto const things = things_of(plan::testing::town(), layout);
    ASSERT_EQ(things.size(), 1);
    EXPECT_LT(distance_m(things[0].at, at), 0.05);
    EXPECT_NEAR(things[0].length_m, 60, 0.05);
    EXPECT_NEAR(things[0].width_m, 20, 0.05);
    EXPECT_NEAR(things[0].height_m, 21, 1e-9);
    double const off = things[0].heading_rad - bearing * 3.14159265358979 / 180 + meridian_convergence_rad(to_geo(at));
    EXPECT_NEAR(std::sin(off), 0, 1e-3) << "ahead or back alike: a rectangle";
  }
}

TEST(Things, OnlyWhatTheBaseHasNotOrHasElsewhere) {
  MapPoint const at = to_map(GeoPoint{121.63, 39.222});
  auto const base = with_building({at, 60, 20, 0});
  EXPECT_TRUE(things_of(base, base).empty());
  auto const moved = plan::move_to({base}, Layer::building, "b", {at.east_m + 10, at.north_m});
  ASSERT_FALSE(moved.refused());
  auto const things = things_of(base, applied(base, moved.edits));
  ASSERT_EQ(things.size(), 1);
  EXPECT_NEAR(things[0].at.east_m, at.east_m + 10, 0.05);
  auto const named = applied(base, {plan::testing::set(Layer::building, "b", "name_en", std::string("Town hall"))});
  EXPECT_TRUE(things_of(base, named).empty()) << "a name is nothing to be drawn";
}

TEST(Things, EveryKindOfTheSchemaHasAModel) {
  for (Layer const layer : {Layer::hydrogen, Layer::generator, Layer::storage}) {
    auto const& spec = plan::spec_of(layer);
    auto const kinds = spec.fields[*plan::find_field(layer, "kind")].words;
    for (std::size_t begin = 0; begin < kinds.size();) {
      auto const end = std::min(kinds.find('|', begin), kinds.size());
      std::vector<std::pair<std::string, plan::Value>> fields{{"at", plan::Shape{{121.63, 39.222}}},
                                                              {"kind", std::string(kinds.substr(begin, end - begin))},
                                                              {"power_mw", 1.0}};
      if (layer == Layer::storage) fields.emplace_back("energy_mwh", 1.0);
      auto const things = things_of({}, applied({}, {add(layer, "x", fields)}));
      EXPECT_EQ(things.size(), 1) << spec.name << " " << kinds.substr(begin, end - begin);
      begin = end + 1;
    }
  }
}

TEST(Snapped, ToTheGridAndToTheMiddleOfAParcel) {
  auto const town = plan::testing::town();
  auto const ring = plan::to_map(town.find(Layer::parcel, "p016")->shape("outline"));
  MapPoint const middle = plan::centroid(ring);
  EXPECT_EQ(snapped(town, {middle.east_m + 6, middle.north_m - 7}), middle);
  auto const off = snapped(town, {middle.east_m + 61.4, middle.north_m});
  EXPECT_DOUBLE_EQ(std::remainder(off.east_m, 5), 0);
  EXPECT_DOUBLE_EQ(std::remainder(off.north_m, 5), 0);
  EXPECT_LT(distance_m(off, {middle.east_m + 61.4, middle.north_m}), 3.6);
}

} // namespace
} // namespace dalian::planner
