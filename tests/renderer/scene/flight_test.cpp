#include "renderer/scene/bookmarks.hpp"
#include "renderer/scene/flight.hpp"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <glm/geometric.hpp>
#include <gtest/gtest.h>

namespace dalian::scene {
namespace {

/// Hills up to 700 m on a 200 m grid.
std::shared_ptr<view::Terrain const> hills() {
  auto terrain = std::make_shared<view::Terrain>();
  auto& g = terrain->window;
  g.origin = {0, 0};
  g.spacing_m = 200;
  g.columns = g.rows = 201;
  for (std::uint32_t r = 0; r < g.rows; ++r) {
    for (std::uint32_t c = 0; c < g.columns; ++c) {
      double const x = c * 0.11, y = r * 0.07;
      g.height_m.push_back(static_cast<float>(700 * std::pow(std::sin(x) * std::cos(y), 2) - 40));
      g.cover.push_back(0);
    }
  }
  return terrain;
}

TEST(Flight, NeverBelowTheGround) {
  auto const terrain = hills();
  std::srand(1);
  for (int i = 0; i < 40; ++i) {
    auto const draw = [] { return static_cast<double>(std::rand()) / RAND_MAX; };
    Camera const from{{draw() * 40e3, draw() * 40e3, 60}, draw() * 6, -0.4, 0.6},
        to{{draw() * 40e3, draw() * 40e3, 60}, draw() * 6, -0.5, 0.6};
    Flight const flight(from, to, terrain);
    EXPECT_GE(flight.duration_s(), 4);
    EXPECT_LE(flight.duration_s(), 8);
    for (double t = 0; t <= flight.duration_s(); t += 0.02) {
      Camera const c = flight.at(t);
      double const ground = std::max(0.0F, terrain->height_at({c.position.x, c.position.y}));
      ASSERT_GE(c.position.z, ground + kLowestEye_m - 1e-6) << "flight " << i << " at " << t << " s";
    }
  }
}

TEST(Flight, EasesInAndOut) {
  Camera const from{{1000, 1000, 2000}, 0.1, -0.4, 0.6}, to{{9000, 4000, 1500}, 6.0, -0.6, 0.7};
  Flight const flight(from, to, hills());
  EXPECT_EQ(flight.at(0), from);
  EXPECT_EQ(flight.at(99), to);
  double const d = flight.duration_s();
  auto const speed = [&](double t) { return glm::length(flight.at(t + 0.01).position - flight.at(t).position) / 0.01; };
  EXPECT_LT(speed(0), 0.02 * speed(d / 2));
  EXPECT_LT(speed(d - 0.02), 0.02 * speed(d / 2));
  EXPECT_LT(flight.at(d / 2).heading_rad, 0.2) << "turns the short way, through north";
}

TEST(Bookmarks, OfTheProjectAreComposedAsAgreed) {
  auto const file = std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/config/views.toml";
  auto const views = read_bookmarks(file);
  ASSERT_TRUE(views) << views.error();
  for (char const* id : {"overview", "njip", "songmudao", "xizhongdao", "huayuankou", "port"})
    EXPECT_TRUE(find_bookmark(*views, id)) << id;
  auto const terrain = hills();
  for (Bookmark const& b : *views) {
    Camera const c = camera_of(b, *terrain);
    MapPoint const at = to_map(b.target);
    double const ground = std::max(0.0F, terrain->height_at(at)) + b.target_height_m;
    glm::dvec3 const to_target = glm::normalize(glm::dvec3(at.east_m, at.north_m, ground) - c.position);
    EXPECT_GT(glm::dot(to_target, axes_of(c).forward), 0.99) << b.id;
  }
}

TEST(Bookmarks, NameFileAndFieldOfAFault) {
  auto const file = std::filesystem::path(::testing::TempDir()) / "views.toml";
  std::ofstream(file)
      << "[[view]]\nid = \"overview\"\nzh = \"a\"\nja = \"b\"\nen = \"c\"\nlon_deg = 121.6\nlat_deg = 39.3\n"
         "height_m = 0\ndistance_m = 900\nheading_deg = 10\npitch_deg = 80\nfield_deg = 36\n";
  auto const views = read_bookmarks(file);
  ASSERT_FALSE(views);
  EXPECT_NE(views.error().find("'pitch_deg' must be a number from 1 to 45"), std::string::npos) << views.error();
  EXPECT_NE(views.error().find("views.toml"), std::string::npos);
}

} // namespace
} // namespace dalian::scene
