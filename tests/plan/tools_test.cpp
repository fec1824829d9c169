// Tools on the small town: streets every 0.004 degrees (345 m west to east, 444 m south to north), parcels between
// them, the sea from 121.65 degrees east on.
#include "tests/plan/random_edits.hpp"
#include "twin/plan/check.hpp"
#include "twin/plan/street_route.hpp"
#include "twin/plan/tools.hpp"

#include <gtest/gtest.h>

namespace dalian::plan {
namespace {

using namespace testing;

MapPoint on_map(double lon, double lat) {
  return dalian::to_map(GeoPoint{lon, lat});
}

/// Water east of 121.65 degrees, in cells of 25 m.
layout::Surface sea_in_the_east() {
  layout::WaterGrid grid;
  grid.origin = on_map(121.59, 39.19);
  grid.spacing_m = 25;
  grid.columns = 320, grid.rows = 360;
  grid.bits.resize((grid.columns * grid.rows + 63) / 64);
  double const shore = on_map(121.65, 39.2).east_m;
  for (std::uint32_t i = 0; i < grid.columns * grid.rows; ++i)
    if (grid.origin.east_m + grid.spacing_m * (i % grid.columns) > shore)
      grid.bits[i / 64] |= std::uint64_t{1} << i % 64;
  return {grid, {}, {}, {}};
}

class Tools : public ::testing::Test {
 protected:
  Layout layout_ = town();
  layout::Surface surface_ = sea_in_the_east();
  Site site() const { return {layout_, &surface_}; }
  void take(Draft const& draft) {
    for (auto const& f : draft.findings)
      ASSERT_NE(f.severity, Severity::error) << to_text(f);
    layout_ = applied(layout_, draft.edits);
  }
  static std::string why(Draft const& draft) {
    EXPECT_TRUE(draft.refused());
    EXPECT_TRUE(draft.edits.empty()) << "a tool that refuses changes nothing";
    for (auto const& f : draft.findings)
      if (f.severity == Severity::error) return f.field + ": " + f.message;
    return "";
  }
  static MapRing house(double lon, double lat, double length_m = 40) {
    return ring_of({on_map(lon, lat), length_m, 20, 0});
  }
};

TEST_F(Tools, ABuildingStandsOnOneParcelOffRoadsBuildingsAndSea) {
  auto const draft = place_building(site(), house(121.602, 39.202), {{"storeys", 5.0}});
  ASSERT_EQ(draft.edits.size(), 1u);
  take(draft);
  auto const building = *layout_.find(Layer::building, draft.edits[0].id);
  EXPECT_EQ(building.text("parcel"), "p000");
  EXPECT_EQ(building.text("use"), layout_.find(Layer::parcel, "p000")->text("use"));
  EXPECT_NEAR(true_area_m2(to_map(building.shape("outline"))), 800, 2);
  EXPECT_TRUE(check(layout_).empty());
  auto const again = place_building(site(), house(121.6021, 39.202), {});
  EXPECT_EQ(why(again), "outline: overlaps building '" + building.id() + "': place it elsewhere or remove that");
  EXPECT_EQ(again.findings[0].layer, "building");
  EXPECT_EQ(why(place_building(site(), house(121.602, 39.2), {})).substr(0, 31), "outline: stands on road 'row00'");
  EXPECT_EQ(why(place_building(site(), house(121.595, 39.202), {})),
            "outline: stands on no parcel: place it on one, or add a parcel there");
  EXPECT_EQ(why(place_building(site(), house(121.654, 39.202), {})).substr(0, 32), "outline: lies in the sea at [121");
  layout_ = applied(layout_, {removed(Layer::road, "row01")});
  EXPECT_EQ(why(place_building(site(), house(121.602, 39.2039), {})),
            "outline: reaches over the edge of parcel 'p000': make it smaller, move it, or join the parcels");
  EXPECT_EQ(why(place_building(site(), {on_map(121.6, 39.2)}, {})).substr(0, 16), "outline: crosses");
}

TEST_F(Tools, ARoadAcrossTheSeaIsFoundUnlessItIsABridgeOrWasThere) {
  auto const across = [](bool bridge) {
    return add(Layer::road, "ferry",
               {{"line", Shape{{121.645, 39.2}, {121.655, 39.2}}},
                {"class", std::string("local")},
                {"width_m", 8.0},
                {"tunnel_or_bridge", bridge}});
  };
  Layout const wet = applied(layout_, {across(false)});
  auto const found = check_ground({wet, &surface_}, layout_);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id + " " + found[0].field, "ferry line");
  EXPECT_EQ(found[0].message.substr(0, 11), "lies in the");
  EXPECT_TRUE(check_ground({applied(layout_, {across(true)}), &surface_}, layout_).empty());
  EXPECT_TRUE(check_ground({wet, &surface_}, wet).empty()) << "the base's own";
  EXPECT_TRUE(check_ground({wet, nullptr}, layout_).empty()) << "no map of the water";
}

TEST_F(Tools, WithoutAMapOfTheWaterItSaysThatNobodyLooked) {
  auto const draft = place_building({layout_, nullptr}, house(121.602, 39.202), {});
  EXPECT_FALSE(draft.refused());
  ASSERT_EQ(draft.findings.size(), 1u);
  EXPECT_EQ(draft.findings[0].severity, Severity::warning);
}

TEST_F(Tools, WhatIsMovedOrTurnedIsLookedAtAgainAndHazardsFollow) {
  auto const first = place_building(site(), house(121.602, 39.202), {});
  take(first);
  std::string const id = first.edits[0].id;
  take(move_to(site(), Layer::building, id, on_map(121.606, 39.206)));
  EXPECT_EQ(layout_.find(Layer::building, id)->text("parcel"), "p016");
  take(turn(site(), Layer::building, id, 90));
  auto const ring = to_map(layout_.find(Layer::building, id)->shape("outline"));
  EXPECT_NEAR(std::abs(ring[0].north_m - ring[1].north_m), 20, 0.5) << "its short side stood west to east";
  EXPECT_EQ(why(move_to(site(), Layer::building, id, on_map(121.656, 39.206))).substr(0, 16), "outline: lies in");
  auto const works = place(site(), Layer::plant, on_map(121.6021, 39.2021), {{"product", std::string("chlorine")}});
  take(works);
  std::string const plant = works.edits[0].id;
  layout_ = applied(
      layout_, {add(Layer::hazard, "h",
                    {{"at", Shape{{121.6022, 39.2021}}}, {"substance", std::string("chlorine")}, {"plant", plant}})});
  MapPoint const before = to_map(layout_.find(Layer::hazard, "h")->shape("at"))[0];
  take(move_to(site(), Layer::plant, plant, on_map(121.6061, 39.2021)));
  MapPoint const after = to_map(layout_.find(Layer::hazard, "h")->shape("at"))[0];
  EXPECT_NEAR(after.east_m - before.east_m, on_map(121.6061, 39.2021).east_m - on_map(121.6021, 39.2021).east_m, 0.05);
  EXPECT_EQ(layout_.find(Layer::plant, plant)->text("parcel"), "p001");
  EXPECT_EQ(why(move_to(site(), Layer::plant, "gone", {})), ": is not there: it was removed or never was; mend the id");
  EXPECT_EQ(why(move_to(site(), Layer::road, "row01", {})),
            ": this layer is not moved as a whole: draw it anew or reroute it");
  EXPECT_EQ(why(turn(site(), Layer::plant, plant, 10)), ": this layer has no outline to turn: move it instead");
}

TEST_F(Tools, AParcelSplitAndJoinedIsTheSameLandAndItsBuildingsFollow) {
  take(place_building(site(), house(121.603, 39.202), {}));
  std::string house_id;
  layout_.for_each(Layer::building, [&](Entity const& b) { house_id = b.id(); });
  double const before = true_area_m2(to_map(layout_.find(Layer::parcel, "p000")->shape("outline")));
  layout_ = applied(layout_,
                    {add(Layer::traffic_zone, "t",
                         {{"at", Shape{{121.602, 39.202}}}, {"parcels", std::vector<std::string>{"p000", "p001"}}})});
  take(split_parcel(site(), "p000", {on_map(121.6025, 39.19), on_map(121.6025, 39.21)}));
  auto const part = layout_.find(Layer::parcel, "p000-part-2");
  ASSERT_TRUE(part);
  EXPECT_EQ(part->text("use"), "parts");
  double const a = true_area_m2(to_map(layout_.find(Layer::parcel, "p000")->shape("outline"))),
               b = true_area_m2(to_map(part->shape("outline")));
  EXPECT_NEAR((a + b) / before, 1, 1e-4);
  EXPECT_NEAR(a / before, 0.625, 1e-3) << "the larger part keeps the id";
  EXPECT_EQ(layout_.find(Layer::building, house_id)->text("parcel"), "p000-part-2");
  EXPECT_EQ(layout_.find(Layer::traffic_zone, "t")->texts("parcels"),
            (std::vector<std::string>{"p001", "p000", "p000-part-2"}));
  EXPECT_TRUE(check(layout_).empty());
  take(join_parcels(site(), {"p000", "p000-part-2"}, ""));
  EXPECT_NEAR(true_area_m2(to_map(layout_.find(Layer::parcel, "p000")->shape("outline"))) / before, 1, 1e-4);
  EXPECT_EQ(layout_.find(Layer::building, house_id)->text("parcel"), "p000");
  EXPECT_TRUE(check(layout_).empty());
  EXPECT_EQ(why(split_parcel(site(), "p000", {on_map(121.6, 39.3), on_map(121.7, 39.3)})).substr(0, 28),
            "outline: the line does not c");
  EXPECT_EQ(why(join_parcels(site(), {"p001", "p003"}, "parts")),
            "outline: the parcels do not make one piece of land: join those that touch");
  EXPECT_NE(why(join_parcels(site(), {"p001", "p002"}, "")).find("say the use of the whole"), std::string::npos);
}

TEST_F(Tools, ARoadSnapsMeetsWhatItCrossesAndKeepsOutOfTheSea) {
  auto const draft =
      draw_road(site(), {on_map(121.6021, 39.2001), on_map(121.6021, 39.2119)}, {{"class", std::string("collector")}});
  take(draft);
  auto const road = *layout_.find(Layer::road, draft.edits[0].id);
  EXPECT_EQ(road.number("width_m"), 14);
  EXPECT_EQ(road.number("speed_kmh"), 40);
  EXPECT_NEAR(to_map(road.shape("line"))[0].north_m, on_map(121.6021, 39.2).north_m, 0.2) << "on the street's axis";
  ASSERT_EQ(draft.findings.size(), 3u) << "two ends snapped, and what it meets";
  EXPECT_EQ(draft.findings[2].message, "meets 4 roads, which are divided there: 'row00', 'row01', 'row02', 'row03'");
  EXPECT_EQ(why(draw_road(site(), {on_map(121.64, 39.202), on_map(121.659, 39.202)}, {})).substr(0, 23),
            "line: lies in the sea a");
  EXPECT_FALSE(
      draw_road(site(), {on_map(121.64, 39.202), on_map(121.659, 39.202)}, {{"tunnel_or_bridge", true}}).refused());
  auto const alone = draw_road(site(), {on_map(121.595, 39.25), on_map(121.596, 39.251)}, {});
  ASSERT_EQ(alone.findings.size(), 1u);
  EXPECT_EQ(alone.findings[0].severity, Severity::warning);
  take(place_building(site(), house(121.606, 39.206), {}));
  EXPECT_NE(why(draw_road(site(), {on_map(121.606, 39.2), on_map(121.606, 30.2)}, {})).find("km long, 300 km can be"),
            std::string::npos);
  EXPECT_NE(why(draw_road(site(), {on_map(121.606, 39.2), on_map(121.606, 39.21)}, {})).find("runs through building"),
            std::string::npos);
  EXPECT_EQ(why(draw_road(site(), {on_map(121.606, 39.2)}, {})), "line: has no length: draw two points or more");
}

TEST_F(Tools, LanesWidenARoadAndClosingIsOfOneAClassOrTrucks) {
  take(change_road(site(), "row01", {{"lanes", 3.0}, {"speed_kmh", 30.0}}));
  EXPECT_EQ(layout_.find(Layer::road, "row01")->number("width_m"), 19.5) << "six lanes of 3.25 m";
  EXPECT_NE(why(change_road(site(), "row02", {{"lanes", 4.0}, {"width_m", 10.0}})).find("the lanes need 26 m"),
            std::string::npos);
  EXPECT_EQ(why(change_road(site(), "row02", {{"speed_kmh", 900.0}})).substr(0, 9), "speed_kmh");
  EXPECT_EQ(why(change_road(site(), "gone", {{"lanes", 1.0}})),
            ": is not there: it was removed or never was; mend the id");
  take(close_roads(site(), {{"row03"}, "", "", true, false}));
  EXPECT_FALSE(layout_.find(Layer::road, "row03")->flag("trucks"));
  EXPECT_FALSE(layout_.find(Layer::road, "row03")->flag("closed"));
  take(close_roads(site(), {{}, "local", "", false, false}));
  EXPECT_TRUE(layout_.find(Layer::road, "column07")->flag("closed"));
  EXPECT_NE(why(close_roads(site(), {{}, "jetty", "", false, false})).find("none is of that class"), std::string::npos);
  EXPECT_NE(why(close_roads(site(), {{}, "local", "atlantis", false, false})).find("zone 'atlantis'"),
            std::string::npos);
}

TEST_F(Tools, SignalsStandAtJunctionsBusesRunAlongOpenStreets) {
  auto const signal = add_signal(site(), on_map(121.6041, 39.2041), {{"cycle_s", 90.0}});
  take(signal);
  EXPECT_EQ(layout_.find(Layer::junction, signal.edits[0].id)->text("control"), "signals");
  take(add_signal(site(), on_map(121.6039, 39.204), {{"cycle_s", 60.0}}));
  EXPECT_EQ(layout_.table(Layer::junction).size(), 1u) << "the same junction";
  EXPECT_EQ(layout_.find(Layer::junction, signal.edits[0].id)->number("cycle_s"), 60);
  EXPECT_NE(why(add_signal(site(), on_map(121.602, 39.202), {})).find("no junction of three arms"), std::string::npos);
  MapLine const stops{on_map(121.602, 39.2), on_map(121.612, 39.208)};
  auto const bus = add_bus_line(site(), stops, {{"headway_min", 10.0}});
  take(bus);
  auto const line = to_map(layout_.find(Layer::bus_line, bus.edits.back().id)->shape("line"));
  double const straight = std::abs(stops[1].east_m - stops[0].east_m) + std::abs(stops[1].north_m - stops[0].north_m);
  EXPECT_NEAR(length_m(line), straight, 30) << "in a grid of streets the sum of both ways";
  take(add_bus_line(site(), {stops[1], stops[0]}, {}));
  EXPECT_EQ(layout_.table(Layer::bus_stop).size(), 2u) << "its stops are used again";
  EXPECT_NE(why(add_bus_line(site(), {stops[0], on_map(121.59, 39.195)}, {})).find("no open street lies within 100 m"),
            std::string::npos);
  take(close_roads(site(), {{}, "local", "", false, false}));
  EXPECT_NE(why(add_bus_line(site(), stops, {{"seats", 20.0}})).find("no open street lies"), std::string::npos);
  EXPECT_TRUE(check(layout_).empty());
}

TEST_F(Tools, ACorridorAlongOneRoadSaysSoAFreeOneIsToldWhereNoStreetIs) {
  auto const along = add_corridor(site(), {on_map(121.602, 39.2), on_map(121.63, 39.2)}, true, {{"width_m", 7.0}});
  take(along);
  EXPECT_EQ(layout_.find(Layer::corridor, along.edits[0].id)->text("along"), "row00");
  auto const free = add_corridor(site(), {on_map(121.602, 39.202), on_map(121.606, 39.202)}, false, {});
  ASSERT_FALSE(free.refused());
  EXPECT_NE(free.findings.at(0).message.find("has no street under it"), std::string::npos);
  EXPECT_NE(why(add_corridor(site(), {on_map(121.64, 39.202), on_map(121.659, 39.202)}, false, {})).find("in the sea"),
            std::string::npos);
}

TEST_F(Tools, APipeIsReroutedWithItsValveAndKeepsItsNodes) {
  layout_ = applied(layout_, {add(Layer::water_node, "a", {{"at", Shape{{121.601, 39.201}}}}),
                              add(Layer::water_node, "b", {{"at", Shape{{121.605, 39.201}}}}),
                              add(Layer::pipe, "w",
                                  {{"line", Shape{{121.601, 39.201}, {121.605, 39.201}}},
                                   {"from", std::string("a")},
                                   {"to", std::string("b")},
                                   {"length_m", 345.0}}),
                              add(Layer::valve, "v", {{"at", Shape{{121.603, 39.201}}}, {"pipe", std::string("w")}})});
  take(
      reroute(site(), Layer::pipe, "w", {on_map(121.6011, 39.2011), on_map(121.603, 39.203), on_map(121.605, 39.201)}));
  auto const pipe = *layout_.find(Layer::pipe, "w");
  EXPECT_EQ(pipe.shape("line").front(), (GeoPoint{121.601, 39.201})) << "taken to its node";
  EXPECT_FALSE(pipe.has("length_m")) << "that of the line now";
  EXPECT_NEAR(layout_.find(Layer::valve, "v")->shape("at")[0].lat_deg, 39.202, 0.0009);
  EXPECT_EQ(why(reroute(site(), Layer::pipe, "w", {on_map(121.61, 39.21), on_map(121.605, 39.201)})).substr(0, 35),
            "from: no water_node lies within 50 ");
}

TEST_F(Tools, DevicesTakeTheNearestBusAndRefuseSeaAndNoMansLand) {
  layout_ = applied(layout_, {add(Layer::power_bus, "far", {{"at", Shape{{121.64, 39.24}}}}),
                              add(Layer::power_bus, "near", {{"at", Shape{{121.61, 39.21}}}})});
  Fields const battery{{"kind", std::string("flow_battery")}, {"power_mw", 5.0}, {"energy_mwh", 20.0}};
  auto const draft = place(site(), Layer::storage, on_map(121.602, 39.202), battery);
  take(draft);
  auto const storage = *layout_.find(Layer::storage, draft.edits[0].id);
  EXPECT_EQ(storage.text("bus"), "near");
  EXPECT_EQ(storage.text("parcel"), "p000");
  auto const elsewhere = applied(layout_, move_to(site(), Layer::storage, storage.id(), on_map(121.638, 39.238)).edits);
  EXPECT_EQ(elsewhere.find(Layer::storage, draft.edits[0].id)->text("bus"), "far") << "moved, it hangs on another";
  take(place(site(), Layer::generator, on_map(121.606, 39.202), {{"kind", std::string("solar")}, {"power_mw", 3.0}}));
  for (std::string const kind : {"electrolyser", "store", "station"})
    take(place(site(), Layer::hydrogen, on_map(121.6 + 0.0001 * static_cast<double>(kind.size()), 39.206),
               {{"kind", kind}}));
  EXPECT_TRUE(check(layout_).empty());
  EXPECT_EQ(why(place(site(), Layer::storage, on_map(121.602, 39.2021), {{"kind", std::string("heat")}})),
            "power_mw: is missing: give power_mw=…");
  EXPECT_EQ(why(place(site(), Layer::storage, on_map(121.6545, 39.202), battery)).substr(0, 11), "at: lies in");
  EXPECT_NE(why(place(site(), Layer::storage, on_map(121.59, 39.2), battery)).find("lies on no parcel"),
            std::string::npos);
  EXPECT_NE(why(place(site(), Layer::road, on_map(121.602, 39.202), {})).find("is not placed as a point"),
            std::string::npos);
  EXPECT_NE(why(place(site(), Layer::storage, on_map(121.602, 39.2022),
                      {{"kind", std::string("heat")}, {"power_mw", std::nan("")}, {"energy_mwh", 1.0}}))
                .find("no finite number"),
            std::string::npos);
}

TEST(ParseField, ReadsByTheTypeOfTheField) {
  EXPECT_EQ(parse_field(Layer::road, "lanes=2")->second, Value{2.0});
  EXPECT_EQ(parse_field(Layer::road, "closed=true")->second, Value{true});
  EXPECT_EQ(parse_field(Layer::bus_line, "stops=a,b")->second, (Value{std::vector<std::string>{"a", "b"}}));
  EXPECT_EQ(parse_field(Layer::road, "lanes=nan").error(), "field 'lanes' is no finite number");
  EXPECT_EQ(parse_field(Layer::road, "lanes=two").error(), "field 'lanes' must be a whole number");
  EXPECT_EQ(parse_field(Layer::road, "lanes").error(),
            "'lanes' is no FIELD=VALUE: write the field's name, '=' and its value");
  EXPECT_EQ(parse_field(Layer::road, "colour=red").error(),
            "layer 'road' has no field 'colour': `twinctl whatif layers` lists them");
}

} // namespace
} // namespace dalian::plan
