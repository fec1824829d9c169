#include "tests/alarms/made_city.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

namespace dalian::alarms {
namespace {

using testing::HasSubstr;

std::string error(std::string const& text) {
  auto const set = read_text(text);
  return set ? "no error" : set.error();
}

TEST(RulesFile, ReadsAreasWithHolesAndCorridors) {
  auto const set =
      rules(fmt::format("[[place]]\nid = \"a\"\npolygon = [{}, {}, {}, {}]\nholes = [[{}, {}, {}]]\n",
                        lon_lat(-100, -100), lon_lat(100, -100), lon_lat(100, 100), lon_lat(-100, 100),
                        lon_lat(-10, -10), lon_lat(10, -10), lon_lat(0, 10)) +
            fmt::format("[[place]]\nid = \"c\"\nhalf_width_m = 15\nline = [{}, {}]\n", lon_lat(0, 0), lon_lat(0, 500)));
  ASSERT_EQ(set.places.size(), 2U);
  EXPECT_TRUE(set.places[0].contains(here(50, 0)));
  EXPECT_FALSE(set.places[0].contains(here(0, 0))); // in the hole
  EXPECT_FALSE(set.places[0].contains(here(150, 0)));
  EXPECT_TRUE(set.places[1].contains(here(14, 200)));
  EXPECT_FALSE(set.places[1].contains(here(16, 200)));
}

TEST(RulesFile, TakesFeaturesOfGeoJsonBesideItOrAmongTheAssets) {
  test::TempFolder const folder, assets;
  auto const geojson = fmt::format(R"({{"type":"FeatureCollection","features":[
    {{"type":"Feature","properties":{{"id":"zone"}},"geometry":{{"type":"Polygon","coordinates":[[{0},{1},{2},{0}]]}}}},
    {{"type":"Feature","properties":{{"id":"road"}},"geometry":{{"type":"LineString","coordinates":[{0},{1}]}}}},
    {{"type":"Feature","properties":{{"id":"tree"}},"geometry":{{"type":"Point","coordinates":{0}}}}}]}})",
                                   lon_lat(0, 0), lon_lat(100, 0), lon_lat(0, 100));
  std::ofstream(assets.path() / "g.geojson") << geojson;
  auto const read = [&](std::string const& text) {
    std::ofstream(folder.path() / "rules.toml") << text;
    return read_rules(folder.path() / "rules.toml", assets.path());
  };
  auto const set = read("[[place]]\nid = \"z\"\ngeojson = \"g.geojson\"\nfeature = \"zone\"\n"
                        "[[place]]\nid = \"r\"\ngeojson = \"g.geojson\"\nfeature = \"road\"\nhalf_width_m = 5\n");
  ASSERT_TRUE(set) << set.error();
  EXPECT_TRUE(set->places[0].contains(here(20, 20)));
  EXPECT_TRUE(set->places[1].contains(here(50, 4)));
  auto const bad = [&](std::string const& feature) {
    return read("[[place]]\nid = \"z\"\ngeojson = \"g.geojson\"\nfeature = \"" + feature + "\"\n").error();
  };
  EXPECT_THAT(bad("zoo"), HasSubstr("rules.toml:4: 'feature' names 'zoo', which is not in"));
  EXPECT_THAT(bad("tree"), HasSubstr("'feature' is a Point"));
  auto const too_long =
      read("[[place]]\nid = \"z\"\ngeojson = \"" + std::string(300, 'g') + "\"\nfeature = \"zone\"\n");
  EXPECT_THAT(too_long.error(), HasSubstr("neither beside this file nor among the baked assets"));
  std::ofstream(assets.path() / "g.geojson") << "{";
  EXPECT_THAT(bad("zone"), HasSubstr("which is not GeoJSON"));
}

TEST(RulesFile, NamesFileLineFieldAndRemedy) {
  std::string const fence = "area = \"a\"\nwhen = \"inside\"\nhysteresis_m = 1\n";
  auto const place = square_place("a", 10);
  EXPECT_EQ(error(place + rule("r", "geofence", "vessel", fence)), "no error");
  EXPECT_THAT(
      error("[[rule]]\nid = \"r\"\nseverity = \"bad\"\n"),
      HasSubstr("rules.toml:3: 'severity' is \"bad\"; it must be one of \"low\", \"medium\", \"high\", \"critical\""));
  EXPECT_THAT(error(place + rule("r", "geofence", "vessel", fence + "hysteresis = 2")),
              HasSubstr("rules.toml:15: 'hysteresis' is not known here; known: applies_to, area,"));
  EXPECT_THAT(error(place + rule("r", "geofence", "ship", fence)),
              HasSubstr("'applies_to' holds \"ship\"; known: vessel"));
  EXPECT_EQ(error(place + rule("r", "geofence", "unidentified", fence)), "no error");
  EXPECT_THAT(error(rule("r", "geofence", "vessel", fence)),
              HasSubstr("'area' names 'a', but no [[place]] has this id"));
  EXPECT_THAT(error(rule("r", "silence", "vessel", "")),
              HasSubstr("rules.toml:1: 'after_s' is missing; give a number"));
  EXPECT_THAT(error(rule("r", "silence", "vessel", "after_s = \"5\"")),
              HasSubstr("rules.toml:9: 'after_s' must be a number"));
  EXPECT_THAT(error(rule("r", "silence", "vessel", "after_s = -1")), HasSubstr("'after_s' is -1; it must be within"));
  EXPECT_THAT(error(rule("r", "speed", "vessel", "hysteresis = 1")), HasSubstr("exactly one of over_kn"));
  EXPECT_THAT(error(rule("r", "speed", "vessel", "over_kn = 1\nunder_kn = 1\nhysteresis = 1")),
              HasSubstr("exactly one"));
  EXPECT_THAT(error(rule("r", "limit", "vessel", "quantity = \"weight\"")),
              HasSubstr("'quantity' is \"weight\"; known: speed_mps,"));
  EXPECT_THAT(error(rule("r", "silence", "vessel", "after_s = 1") + rule("r", "silence", "vessel", "after_s = 1")),
              HasSubstr("'id' is the id of another rule"));
  EXPECT_THAT(error(place + place), HasSubstr("'id' is the id of another place"));
  EXPECT_THAT(error(place + rule("r", "corridor", "vessel", "corridor = \"a\"")), HasSubstr("it needs a line"));
  EXPECT_THAT(error("[[place]]\nid = \"a\"\npolygon = [[1, 2], [1, 2], [1, 2]]\n"), HasSubstr("'polygon' must hold"));
  EXPECT_THAT(error("[[place]]\nid = \"a\"\npolygon = [[121, 39], [121, 39], [122, 39]]\n"),
              HasSubstr("fewer than three corners"));
  EXPECT_THAT(error("[rule]\nid = 1\n"), HasSubstr("rules.toml:1: 'rule' must be written as [[rule]]"));
  EXPECT_THAT(error("[[rules]]\n"), HasSubstr("'rules' is not known here"));
  EXPECT_THAT(error("[limits]\nflood_below = 11\n"), HasSubstr("must not be larger than flood_above"));
  EXPECT_THAT(error("[limits\n"), HasSubstr("rules.toml:1: "));
  EXPECT_THAT(read_rules("/nowhere/rules.toml").error(), HasSubstr("/nowhere/rules.toml"));
}

TEST(RulesFile, TheOneThatShipsIsGood) {
  auto const set = read_rules(std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/config/alarms.toml",
                              std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/city");
  ASSERT_TRUE(set) << set.error();
  EXPECT_GE(set->rules.size(), 7U);
}

} // namespace
} // namespace dalian::alarms
