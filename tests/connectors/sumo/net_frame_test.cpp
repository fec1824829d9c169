// Places of a net on Earth, against PROJ 9.1.
#include "connectors/sumo/net_file.hpp"
#include "connectors/sumo/net_frame.hpp"

#include "tests/support/temp_folder.hpp"

#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>
#include <numbers>
#include <proj.h>
#include <random>

namespace dalian::sumo {
namespace {

constexpr unsigned kSeed = 20261127;

class Proj {
 public:
  explicit Proj(char const* text) : projection_(proj_create(nullptr, text)) {}
  ~Proj() { proj_destroy(projection_); }
  GeoPoint inverse(double x, double y) const {
    auto const c = proj_trans(projection_, PJ_INV, proj_coord(x, y, 0, 0));
    return {proj_todeg(c.lp.lam), proj_todeg(c.lp.phi)};
  }

 private:
  PJ* projection_;
};

double metres_between(GeoPoint a, GeoPoint b) {
  return distance_m(project(a)->point, project(b)->point);
}

std::filesystem::path write_net(test::TempFolder const& folder, std::string const& location) {
  auto const file = folder.path() / "a.net.xml";
  std::ofstream(file) << "<net version=\"1.9\">\n  " << location << "\n  <edge id=\"e\"/>"; // the rest is not read
  return file;
}

/// A net of 60 km × 40 km at `x`, `y` of a projection.
void agrees_with_proj(char const* projection, double x, double y) {
  test::TempFolder const folder;
  auto const file =
      write_net(folder, fmt::format(R"(<location netOffset="{:.2f},{:.2f}" convBoundary="0.00,0.00,60000.00,40000.00" )"
                                    R"(origBoundary="0,0,0,0" projParameter="{}"/>)",
                                    -x, -y, projection));
  auto const frame = read_net_frame(file);
  ASSERT_TRUE(frame) << frame.error();
  Proj const reference(projection);
  std::mt19937_64 random(kSeed);
  std::uniform_real_distribution<double> east(0, 60'000), north(0, 40'000);
  for (int i = 0; i < 200; ++i) {
    double const px = east(random), py = north(random);
    auto const got = *frame->place(px, py);
    auto const wanted = reference.inverse(x + px, y + py), ahead = reference.inverse(x + px, y + py + 10);
    ASSERT_LT(metres_between(got.at, wanted), 0.005) << projection << ", seed " << kSeed;
    // The true bearing of the net's north: over 10 m the Earth is flat, and its two radii differ.
    double const lat = wanted.lat_deg * std::numbers::pi / 180, e2 = 0.00669438;
    double const radii = (1 - e2 * std::sin(lat) * std::sin(lat)) / (1 - e2);
    double const bearing =
        std::atan2((ahead.lon_deg - wanted.lon_deg) * std::cos(lat) * radii, ahead.lat_deg - wanted.lat_deg);
    ASSERT_NEAR(got.turn_deg, bearing * 180 / std::numbers::pi, 0.001) << projection;
  }
}

TEST(NetFrame, NetsOfAnyConformalProjectionLieWhereProjSays) {
  agrees_with_proj("+proj=utm +zone=51 +datum=WGS84 +units=m +no_defs", 360'000, 4'340'000);
  agrees_with_proj("+proj=utm +zone=50 +datum=WGS84 +units=m +no_defs", 880'000, 4'330'000); // beyond its edge
  agrees_with_proj("+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs", 630'000,
                   4'340'000);
  agrees_with_proj("+proj=merc +datum=WGS84 +units=m +no_defs", 13'500'000, 4'700'000);
}

TEST(NetFrame, DegreesAreTurnedByTheirZone) {
  auto const place = *NetFrame::degrees().place(121.5, 39.2);
  EXPECT_DOUBLE_EQ(place.at.lon_deg, 121.5);
  EXPECT_NEAR(place.turn_deg, meridian_convergence_rad({121.5, 39.2}) * 180 / std::numbers::pi, 1e-4);
  EXPECT_NEAR(NetFrame::degrees().place(117, 50)->turn_deg, 0, 1e-12); // the middle of zone 50
  auto const shifted = from_wgs84({121.5, 39.2}, Crs::gcj02);
  EXPECT_LT(metres_between(NetFrame::degrees(Crs::gcj02).place(shifted.lon_deg, shifted.lat_deg)->at, {121.5, 39.2}),
            0.01);
}

TEST(NetFrame, WhatHasNoPlaceOnEarthSaysSo) {
  test::TempFolder const folder;
  auto const error_of = [&](std::string const& location) {
    auto const frame = read_net_frame(write_net(folder, location));
    return frame ? std::string() : frame.error();
  };
  std::string const bounds = R"(<location netOffset="0,0" convBoundary="0,0,1000,1000" projParameter=)";
  EXPECT_NE(error_of(bounds + "\"!\"/>").find("has no projection"), std::string::npos);
  EXPECT_NE(error_of(bounds + "\"+proj=nonsense\"/>").find("PROJ does not know"), std::string::npos);
  EXPECT_NE(error_of(bounds + "\"+proj=eqc +lat_ts=0 +datum=WGS84\"/>"), ""); // not conformal
  EXPECT_NE(error_of(R"(<location netOffset="0,0" convBoundary="0,0,x,1" projParameter="+proj=utm +zone=51"/>)"), "");
  EXPECT_NE(error_of("").find("a.net.xml"), std::string::npos);
  EXPECT_NE(read_net_frame(folder.path() / "none.xml").error().find("none.xml"), std::string::npos);
}

TEST(NetFrame, FarAwayIsNoPlace) {
  auto const frame = NetFrame::fit({0, 0, 1000, 1000}, [](double x, double y) {
    return std::optional(to_geo(MapPoint{384'000 + x, 4'346'000 + y}));
  });
  ASSERT_TRUE(frame);
  EXPECT_TRUE(frame->place(500, 500));
  for (double const far : {1e5, 1e300, -1073741824.0, std::nan("")}) {
    EXPECT_FALSE(frame->place(far, 500)) << far;
    EXPECT_FALSE(NetFrame::degrees().place(39, far)) << far;
  }
  EXPECT_FALSE(NetFrame::fit({0, 0, 1e9, 1}, [](double, double) { return std::optional(GeoPoint{121, 39}); }));
  EXPECT_FALSE(NetFrame::fit({0, 0, 1000, 1000}, [](double x, double y) { return std::optional(GeoPoint{x, y}); }));
}

TEST(NetFile, TypesHaveTheSizesOfTheirClassesUnlessTheySayOthers) {
  test::TempFolder const folder;
  auto const file = folder.path() / "types.xml";
  std::ofstream(file) << R"(<routes><vType id="a" vClass="bus"/><vType id="b" vClass="trailer" length="18" width="x"/>
    <vTypeDistribution id="d"><vType id="c"/></vTypeDistribution></routes>)";
  VehicleTypes types;
  ASSERT_TRUE(read_vehicle_types(file, types));
  ASSERT_EQ(types.size(), 3U);
  EXPECT_EQ(types.at("a").kind, "bus");
  EXPECT_FLOAT_EQ(types.at("a").length_m, 12);
  EXPECT_EQ(types.at("b").kind, "truck");
  EXPECT_FLOAT_EQ(types.at("b").length_m, 18);
  EXPECT_FLOAT_EQ(types.at("b").width_m, 2.55F);
  EXPECT_EQ(types.at("c").kind, "car");
  std::ofstream(file) << "<routes>";
  EXPECT_FALSE(read_vehicle_types(file, types));
}

} // namespace
} // namespace dalian::sumo
