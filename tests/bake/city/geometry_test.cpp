#include "tools/bake/city/geometry.hpp"

#include "tools/bake/city/geojson.hpp"
#include "tools/bake/city/streets.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <numbers>
#include <random>

namespace dalian::bake {
namespace {

Ring const kSquare{{0, 0}, {100, 0}, {100, 100}, {0, 100}};

TEST(Geometry, AreaCentroidAndDistanceOfASquare) {
  EXPECT_DOUBLE_EQ(signed_area_m2(kSquare), 10000);
  EXPECT_EQ(centroid_of(kSquare), (MapPoint{50, 50}));
  EXPECT_DOUBLE_EQ(signed_distance_m(kSquare, {50, 10}), 10);
  EXPECT_DOUBLE_EQ(signed_distance_m(kSquare, {-30, -40}), -50);
}

TEST(Geometry, CrossedRingsAreNotSimple) {
  EXPECT_TRUE(is_simple(kSquare));
  EXPECT_FALSE(is_simple({{0, 0}, {100, 100}, {100, 0}, {0, 100}}));
}

TEST(Geometry, ResamplingKeepsLengthAndEnds) {
  Line const line{{0, 0}, {100, 0}, {100, 50}};
  Line const dense = resample(line, 7);
  EXPECT_EQ(dense.front(), line.front());
  EXPECT_EQ(dense.back(), line.back());
  for (std::size_t i = 1; i < dense.size(); ++i)
    EXPECT_LE(distance_m(dense[i - 1], dense[i]), 7 + 1e-9);
  EXPECT_NEAR(length_m(dense), 150, 3); // the corner is cut a little
}

TEST(Geometry, AFilletIsTangentAndKeepsItsRadius) {
  Line const line = fillet({{0, 0}, {1000, 0}, {1000, 1000}}, {200, 20}, false);
  EXPECT_EQ(line.front(), (MapPoint{0, 0}));
  EXPECT_EQ(line.back(), (MapPoint{1000, 1000}));
  int on_arc = 0;
  for (MapPoint const p : line) {
    if (p.east_m <= 800.001 || p.north_m >= 199.999) continue;
    EXPECT_NEAR(distance_m(p, {800, 200}), 200, 1e-6);
    ++on_arc;
  }
  EXPECT_GT(on_arc, 5);
}

TEST(Geometry, GeodesicAreaOfACellOnTheEquatorIsTheKnownOne) {
  // 1° × 1° cell at the equator of WGS-84: 12 308 778 361 m² (GeographicLib's Planimeter agrees; also in many texts).
  EXPECT_NEAR(geodesic_area_m2({{0, 0}, {1, 0}, {1, 1}, {0, 1}}), 12308778361.0, 1000);
}

TEST(Geometry, ClippingToAConvexRingAgreesWithSampling) {
  constexpr std::uint32_t kSeed = 3;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937 random(kSeed);
  std::uniform_real_distribution<double> at(-50, 150);
  Ring const triangle{{-20, -20}, {120, 10}, {40, 130}};
  Ring const cut = clip_to_convex(triangle, kSquare);
  for (int i = 0; i < 2000; ++i) {
    MapPoint const p{at(random), at(random)};
    EXPECT_EQ(is_inside(cut, p), is_inside(triangle, p) && is_inside(kSquare, p)) << p.east_m << ' ' << p.north_m;
  }
}

class GeoJson : public testing::Test {
 protected:
  std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "features.geojson";
  Result<std::vector<Feature>> read(std::string const& features) const {
    std::ofstream(file) << R"({"type": "FeatureCollection", "features": [)" << features << "]}";
    return read_features(file);
  }
};

TEST_F(GeoJson, ReadsPointsLinesAndPolygons) {
  auto const features = read(
      R"({"properties": {"id": "a", "name_ja": "港"}, "geometry": {"type": "Point", "coordinates": [121.5, 39]}},
         {"properties": {"id": "b"}, "geometry": {"type": "LineString", "coordinates": [[121, 39], [122, 39]]}},
         {"properties": {"id": "c"}, "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}})");
  ASSERT_TRUE(features) << features.error();
  ASSERT_EQ(features->size(), 3U);
  EXPECT_EQ((*features)[0].names().ja, "港");
  EXPECT_EQ((*features)[1].points.size(), 2U);
  EXPECT_EQ((*features)[2].points.size(), 3U); // the closing point is not repeated
}

TEST_F(GeoJson, RefusesWhatItCannotUseAndNamesTheFeature) {
  char const* bad[] = {
      R"({"properties": {"id": "x"}, "geometry": {"type": "Point", "coordinates": [121.5]}})",
      R"({"properties": {"id": "x"}, "geometry": {"type": "Point", "coordinates": [121.5, 91]}})",
      R"({"properties": {"id": "x"}, "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}})",
      R"({"properties": {"id": "x"}, "geometry": {"type": "MultiPoint", "coordinates": []}})",
      R"({"properties": {"id": "x"}})",
  };
  for (char const* text : bad) {
    auto const features = read(text);
    ASSERT_FALSE(features) << text;
    EXPECT_NE(features.error().find("'x'"), std::string::npos) << features.error();
  }
  EXPECT_FALSE(read_features("/nowhere.geojson"));
  EXPECT_FALSE(read(R"({"properties": {"id": "x"}, "geometry": {"type": "Point", "coordinates": [1, 2]}},
                       {"properties": {"id": "x"}, "geometry": {"type": "Point", "coordinates": [1, 2]}})"));
}

} // namespace
} // namespace dalian::bake
