// What goes out is read by GDAL's own ogrinfo, and comes in again as it was.
#include "tests/plan/random_edits.hpp"
#include "tests/support/process.hpp"
#include "twin/formats/import.hpp"
#include "twin/formats/import_rules.hpp"
#include "twin/formats/vector_export.hpp"
#include "twin/plan/told_by_tools.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalian::formats {
namespace {

using plan::Layer;
using plan::Layout;
using plan::testing::add;
using plan::testing::applied;
using plan::testing::square;

std::string content(std::filesystem::path const& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

/// The town with a bit of everything that a field can be.
Layout rich_town() {
  return applied(
      plan::testing::town(40),
      {add(Layer::building, "b1",
           {{"outline", square(121.6005, 39.2005, 0.001)}, {"use", std::string("office")}, {"storeys", 7.0}}),
       add(Layer::bus_stop, "s1", {{"at", plan::Shape{{121.601, 39.201}}}, {"name_zh", std::string("花园口")}}),
       add(Layer::bus_stop, "s2", {{"at", plan::Shape{{121.603, 39.201}}}}),
       add(Layer::bus_line, "l1",
           {{"stops", std::vector<std::string>{"s1", "s2"}},
            {"line", plan::Shape{{121.601, 39.201}, {121.603, 39.201}}}}),
       plan::testing::set(Layer::road, "row03", "closed", true)});
}

class Vectors : public testing::Test {
 protected:
  std::filesystem::path path(char const* name) const { return folder_.path() / name; }
  std::string write(char const* name, std::string const& text) const {
    std::ofstream(path(name)) << text;
    return path(name).string();
  }
  test::TempFolder folder_;
};

TEST_F(Vectors, OgrinfoReadsEveryTableOfTheGeoPackage) {
  auto const written = export_geopackage(rich_town(), path("town.gpkg"));
  ASSERT_TRUE(written) << written.error();
  for (auto const& [layer, features] : *written) {
    auto const info = test::run({"ogrinfo", "-ro", "-so", path("town.gpkg").string(), layer});
    ASSERT_EQ(info.status, 0) << info.err;
    EXPECT_NE(info.out.find("Feature Count: " + std::to_string(features) + "\n"), std::string::npos) << info.out;
    EXPECT_NE(info.out.find("WGS 84"), std::string::npos);
  }
  auto const stop = test::run({"ogrinfo", "-ro", path("town.gpkg").string(), "bus_stop", "-where", "id = 's1'"});
  EXPECT_NE(stop.out.find("花园口"), std::string::npos) << stop.out;
  EXPECT_NE(stop.out.find("POINT (121.601 39.201)"), std::string::npos) << stop.out;
  auto const road = test::run({"ogrinfo", "-ro", path("town.gpkg").string(), "road", "-where", "closed = 1"});
  EXPECT_NE(road.out.find("row03"), std::string::npos) << road.out;
}

TEST_F(Vectors, TheSameLayoutGivesTheSameBytesAndNothingIsOverwritten) {
  ASSERT_TRUE(export_geopackage(rich_town(), path("a.gpkg")));
  ASSERT_TRUE(export_geopackage(rich_town(), path("b.gpkg")));
  EXPECT_EQ(content(path("a.gpkg")), content(path("b.gpkg")));
  auto const again = export_geopackage(rich_town(), path("a.gpkg"));
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().find("a.gpkg"), std::string::npos);
  EXPECT_FALSE(export_geopackage(rich_town(), path("no/such/folder.gpkg")));
}

TEST_F(Vectors, WhatWentOutComesInAsItWas) {
  auto const town = rich_town();
  ASSERT_TRUE(export_geopackage(town, path("town.gpkg")));
  auto const imported = import_file(path("town.gpkg"), {}, {});
  ASSERT_TRUE(imported) << imported.error();
  EXPECT_EQ(imported->driver, "GPKG");
  auto const back = applied({}, imported->edits);
  EXPECT_EQ(back.size(), town.size());
  for (auto const& table : imported->tables) {
    EXPECT_EQ(table.taken, table.features) << table.name;
    EXPECT_TRUE(table.rejected.empty()) << table.name;
  }
  for (auto const& edit : plan::difference(town, back))
    EXPECT_TRUE(edit.kind == plan::Edit::Kind::set && (edit.field == "provenance" || edit.field == "line"))
        << "only says where it comes from, and a second shape is left out: " << edit.id << " " << edit.field;
}

TEST_F(Vectors, GeoJsonIsRead) {
  ASSERT_TRUE(export_geojson(rich_town(), path("town")));
  auto const parcels = nlohmann::json::parse(content(path("town") / "parcel.geojson"));
  EXPECT_EQ(parcels.at("features").size(), 40);
  auto const& ring = parcels["features"][0]["geometry"]["coordinates"][0];
  EXPECT_EQ(ring.front(), ring.back());
  EXPECT_FALSE(export_geojson(rich_town(), path("town")));
}

TEST_F(Vectors, APreviewSaysWhatWasNotUnderstood) {
  auto const file = write("mixed.geojson", R"({"type":"FeatureCollection","name":"osm_lines","features":[
{"type":"Feature","properties":{"id":"w1","highway":"primary","surface":"asphalt"},"geometry":{"type":"LineString","coordinates":[[121.6,39.2],[121.61,39.2]]}},
{"type":"Feature","properties":{"id":"w2","highway":"proposed"},"geometry":{"type":"LineString","coordinates":[[121.6,39.2],[121.61,39.21]]}},
{"type":"Feature","properties":{"id":"w1","highway":"track"},"geometry":{"type":"LineString","coordinates":[[121.6,39.2],[121.61,39.22]]}},
{"type":"Feature","properties":{"id":"w3","highway":"track"},"geometry":null}]})");
  auto const imported = import_file(file, {}, {});
  ASSERT_TRUE(imported) << imported.error();
  auto const& table = imported->tables.at(0);
  EXPECT_EQ(table.layer, "road");
  EXPECT_EQ(table.features, 4);
  EXPECT_EQ(table.taken, 1);
  std::size_t rejected = 0;
  for (auto const& [why, count] : table.rejected)
    rejected += count;
  EXPECT_EQ(table.taken + rejected, table.features) << "nothing is lost silently";
  EXPECT_EQ(table.rejected.size(), 3);
  EXPECT_NE(std::find(table.left_out.begin(), table.left_out.end(), "surface"), table.left_out.end());
  auto const layout = applied({}, imported->edits);
  EXPECT_EQ(layout.find(Layer::road, "w1")->text("class"), "arterial");
  EXPECT_EQ(layout.find(Layer::road, "w1")->number("width_m"), 21) << "of the class";

  auto const points = write("points.geojson", R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"kind":"tree"},"geometry":{"type":"Point","coordinates":[121.6,39.2]}}]})");
  auto const unknown = import_file(points, {}, {});
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->tables.at(0).layer, "");
  EXPECT_EQ(unknown->tables.at(0).why.code, plan::kNoLayer.code);
  EXPECT_FALSE(import_file(write("none.gpkg", "nothing at all"), {}, {}));
  EXPECT_FALSE(import_file(file, {}, {"other", "", {}, "", {}, {}}));
}

TEST_F(Vectors, FieldsComeFromWhereTheUserSaysAndPlacesByTheirSystem) {
  // The place 121.6°E 39.2°N in UTM 51N, by cs2cs.
  auto const cs2cs = test::run({"sh", "-c", "echo 39.2 121.6 | cs2cs -f %.3f EPSG:4326 EPSG:32651"});
  std::istringstream words(cs2cs.out);
  double east = 0, north = 0;
  ASSERT_TRUE(words >> east >> north) << cs2cs.out << cs2cs.err;
  auto const file = write("stores.geojson", fmt::format(R"({{"type":"FeatureCollection","features":[
{{"type":"Feature","properties":{{"id":"b","mwh":40}},"geometry":{{"type":"Point","coordinates":[{},{}]}}}}]}})",
                                                        east, north));
  ImportChoice choice{
      "", "storage", {}, "epsg:32651", {{"energy_mwh", "mwh"}}, {{"kind", "flow_battery"}, {"power_mw", "10"}}};
  auto const imported = import_file(file, {}, choice);
  ASSERT_TRUE(imported) << imported.error();
  auto const layout = applied({}, imported->edits);
  auto const store = layout.find(Layer::storage, "b");
  ASSERT_TRUE(store);
  EXPECT_EQ(store->number("energy_mwh"), 40);
  EXPECT_EQ(store->text("provenance"), "imported");
  EXPECT_NEAR(store->shape("at")[0].lon_deg, 121.6, 1e-7);
  EXPECT_NEAR(store->shape("at")[0].lat_deg, 39.2, 1e-7);
  choice.set.erase("power_mw");
  auto const missing = import_file(file, {}, choice);
  ASSERT_TRUE(missing);
  EXPECT_EQ(missing->tables.at(0).rejected.size(), 1);
  EXPECT_EQ(missing->tables.at(0).rejected.begin()->first.field, "power_mw");
}

TEST_F(Vectors, EachTableIsWhatTheUserSaysAndWrongWordsAreOneReason) {
  auto const file = write("houses.geojson", R"({"type":"FeatureCollection","name":"survey","features":[
{"type":"Feature","properties":{"id":"a","use":"office","storeys":"many"},"geometry":{"type":"Polygon","coordinates":[[[121.6,39.2],[121.601,39.2],[121.601,39.201],[121.6,39.2]]]}},
{"type":"Feature","properties":{"id":"b","use":"office","storeys":"few"},"geometry":{"type":"Polygon","coordinates":[[[121.61,39.2],[121.611,39.2],[121.611,39.201],[121.61,39.2]]]}},
{"type":"Feature","properties":{"id":"c","use":"office","storeys":"2"},"geometry":{"type":"Polygon","coordinates":[[[121.62,39.2],[121.621,39.2],[121.621,39.201],[121.62,39.2]]]}}]})");
  ImportChoice choice;
  choice.as = {{"survey", "building"}};
  auto const imported = import_file(file, {}, choice);
  ASSERT_TRUE(imported) << imported.error();
  auto const& table = imported->tables.at(0);
  EXPECT_EQ(table.taken, 1u);
  ASSERT_EQ(table.rejected.size(), 1u);
  EXPECT_EQ(table.rejected.begin()->first.code, plan::kNotAValue.code);
  EXPECT_EQ(table.rejected.begin()->first.values, std::vector<std::string>{"many"});
  EXPECT_EQ(table.rejected.begin()->second, 2u);
  choice.as = {{"survey", "road"}};
  EXPECT_EQ(import_file(file, {}, choice)->tables.at(0).why.code, plan::kOtherShapes.code);
  choice.as = {{"survey", ""}};
  EXPECT_EQ(import_file(file, {}, choice)->tables.at(0).why.code, plan::kLeftOut.code);
  choice.as = {{"survey", "moat"}};
  auto const unknown = import_file(file, {}, choice);
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().find("'moat'"), std::string::npos);
}

TEST_F(Vectors, ARasterIsSaidToBeOne) {
  auto const file = write("hills.asc", "ncols 3\nnrows 2\nxllcorner 121\nyllcorner 39\ncellsize 0.5\n1 2 3\n4 5 60\n");
  auto const imported = import_file(file, {}, {});
  ASSERT_TRUE(imported) << imported.error();
  ASSERT_TRUE(imported->raster);
  EXPECT_EQ(imported->raster->columns, 3);
  EXPECT_EQ(imported->raster->range->second, 60);
  EXPECT_TRUE(imported->edits.empty());
}

} // namespace
} // namespace dalian::formats
