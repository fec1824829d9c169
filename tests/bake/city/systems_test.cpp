// Corridors, pipes, power lines, mains and stations: what the source holds, and what a broken source says.
#include "tools/bake/city/systems.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <unistd.h>

namespace dalian::bake {
namespace {

namespace fs = std::filesystem;

fs::path assets() {
  return fs::path(std::getenv("DALIAN_SOURCE")) / "assets";
}

ModelSizes const& sizes() {
  static ModelSizes const all = [] {
    auto read = read_model_sizes(assets() / "models/catalog.toml");
    if (!read) throw std::runtime_error(read.error());
    return std::move(read).value();
  }();
  return all;
}

TEST(Systems, EveryZoneOfThePlanIsServed) {
  auto const systems = read_systems(assets() / "city/systems.geojson", sizes());
  ASSERT_TRUE(systems) << systems.error();
  std::map<std::string, int> lines, media;
  for (Pipeline const& pipe : systems->pipelines) {
    ++lines[pipe.system.id.substr(0, pipe.system.id.find('/'))];
    ++media[pipe.system.medium];
    EXPECT_NE(pipe.system.origin.source.find("plan"), std::string::npos) << pipe.system.id;
    EXPECT_EQ(pipe.system.origin.confidence, "modelled, illustrative");
    EXPECT_FALSE(pipe.system.names.zh.empty() || pipe.system.names.ja.empty() || pipe.system.names.en.empty());
  }
  EXPECT_GE(lines["songmudao"], 40);
  EXPECT_GE(lines["xizhongdao"], 40);
  for (char const* medium : {"steam", "hydrogen", "nitrogen", "ethylene", "synthesis gas", "acid", "water"})
    EXPECT_GT(media[medium], 0) << medium;
  for (layout::System const& main : systems->mains)
    EXPECT_EQ(main.diameter_m, 0) << main.id << ": the plan states none";
  for (layout::System const& line : systems->power_lines)
    EXPECT_EQ(line.voltage_kv, 220) << line.id;
}

TEST(Systems, APowerLineBeginsAndEndsAtAStation) {
  auto const systems = read_systems(assets() / "city/systems.geojson", sizes());
  ASSERT_TRUE(systems) << systems.error();
  for (layout::System const& line : systems->power_lines)
    for (MapPoint const end : {line.line.front(), line.line.back()}) {
      double nearest_m = 1e9;
      for (Station const& station : systems->stations)
        if (station.model == "substation") nearest_m = std::min(nearest_m, distance_m(station.at, end));
      EXPECT_LT(nearest_m, 60) << line.id;
    }
}

std::string error_of(std::string const& text) {
  fs::path const file = fs::temp_directory_path() / ("systems_" + std::to_string(getpid()) + ".geojson");
  std::ofstream(file) << text;
  auto const read = read_systems(file, sizes());
  fs::remove(file);
  return read ? "" : read.error();
}

std::string feature(std::string const& properties, std::string const& geometry) {
  return R"({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": "x/1", "name_zh": "z",
 "name_ja": "j", "name_en": "e", )" +
         properties + R"(}, "geometry": )" + geometry + "}]}";
}

TEST(Systems, ABrokenSourceIsToldInOneLineWithFeatureFieldAndRemedy) {
  std::string const line = R"({"type": "LineString", "coordinates": [[121.6, 39.4], [121.61, 39.4]]})";
  std::string const point = R"({"type": "Point", "coordinates": [121.6, 39.4]})";
  struct Case {
    std::string text, says;
  };
  for (Case const& c : {
           Case{"{ not json", "not a GeoJSON FeatureCollection"},
           {R"({"type": "FeatureCollection", "features": []})", "field 'features' is empty"},
           {feature(R"("kind": "canal", "programme": "p")", line), "feature 'x/1': field 'kind' is 'canal': use"},
           {feature(R"("kind": "corridor")", line), "field 'programme' is missing: add it"},
           {feature(R"("kind": "corridor", "programme": "p")", point), "field 'geometry' is no LineString"},
           {feature(R"("kind": "pipeline", "programme": "p", "medium": "tea", "diameter_m": 0.3)", line),
            "field 'medium' is 'tea'"},
           {feature(R"("kind": "pipeline", "programme": "p", "medium": "steam")", line), "field 'diameter_m'"},
           {feature(R"("kind": "power-line", "programme": "p")", line), "field 'voltage_kv' is not above 0"},
           {feature(R"("kind": "station", "programme": "p", "model": "castle", "bearing_deg": 0)", point),
            "field 'model' is 'castle'"},
           {feature(R"("kind": "corridor", "programme": "p")",
                    R"({"type": "LineString", "coordinates": [[121.6, 39.4]]})"),
            "the line has one point"},
           {feature(R"("kind": "corridor", "programme": "p")",
                    R"({"type": "LineString", "coordinates": [[121.6, 39.4], [621.6, 39.4]]})"),
            "a position is not on the map"},
       }) {
    std::string const error = error_of(c.text);
    EXPECT_NE(error.find(c.says), std::string::npos) << c.says << "\ngot: " << error;
    EXPECT_NE(error.find(".geojson: "), std::string::npos) << error;
    EXPECT_EQ(error.find('\n'), std::string::npos) << error;
  }
}

} // namespace
} // namespace dalian::bake
