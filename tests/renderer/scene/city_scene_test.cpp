#include "renderer/scene/city_scene.hpp"
#include "renderer/scene/picking.hpp"
#include "renderer/scene/visibility.hpp"
#include "twin/layout/city_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>

#include <glm/geometric.hpp>
#include <gtest/gtest.h>

namespace dalian::scene {
namespace {

MeshPack two_models() {
  MeshPack pack;
  for (float size : {10.0F, 40.0F}) {
    ImportedLevel level;
    for (int i = 0; i < 8; ++i) {
      ImportedVertex v;
      v.position = glm::vec3(i & 1 ? size : -size, i & 2 ? size : -size, i & 4 ? size : 0) * 0.5F;
      level.vertices.push_back(v);
    }
    level.indices = {0, 1, 2, 5, 6, 7};
    EXPECT_TRUE(pack.add(size < 20 ? "small" : "large", {{level, level}}, {0, 0.5F}));
  }
  return pack;
}

view::City random_city(int count, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> place(0, 8000), unit(0, 1);
  view::City city;
  for (int i = 0; i < count; ++i) {
    view::Placement p;
    p.id = "p" + std::to_string(i);
    p.model = unit(random) < 0.5 ? "small" : "large";
    p.position = {350e3 + place(random), 4.3e6 + place(random)};
    p.height_m = static_cast<float>(unit(random) * 60);
    p.heading_rad = static_cast<float>(unit(random) * 20 - 10);
    for (float& s : p.scale)
      s = static_cast<float>(0.5 + unit(random) * 2);
    city.placements.push_back(p);
  }
  return city;
}

TEST(CityScene, CellsCoverEveryInstanceOnce) {
  auto const pack = two_models();
  auto const city = random_city(3000, 11);
  auto const scene = make_city_scene(city, pack, {350e3, 4.3e6});
  ASSERT_TRUE(scene) << scene.error();
  std::vector<int> seen(city.placements.size());
  std::uint32_t next = 0;
  for (Cell const& cell : scene->cells) {
    EXPECT_EQ(cell.first, next);
    EXPECT_GT(cell.count, 0U);
    next += cell.count;
    for (std::uint32_t i = cell.first; i < next; ++i) {
      StaticInstance const& instance = scene->instances[i];
      Entity const entity = entity_of(instance.entity);
      ASSERT_EQ(entity.kind, EntityKind::placement);
      ++seen[entity.index];
      auto const& p = city.placements[entity.index];
      EXPECT_NEAR(instance.position_mm.x * 1e-3, p.position.east_m - 350e3, 6e-4);
      MeshRecord const& mesh = pack.records()[instance.mesh_heading & 0xffffU];
      Sphere const s =
          sphere_of(mesh, glm::vec3(instance.position_mm) * 1e-3F, p.heading_rad, {p.scale[0], p.scale[1], p.scale[2]});
      EXPECT_TRUE(s.middle.x >= cell.min_m.x && s.middle.x <= cell.max_m.x && s.middle.y >= cell.min_m.y &&
                  s.middle.y <= cell.max_m.y);
    }
  }
  EXPECT_EQ(next, scene->instances.size());
  for (int n : seen)
    EXPECT_EQ(n, 1);
}

TEST(CityScene, UnknownModelNamesThePlacement) {
  auto city = random_city(3, 1);
  city.placements[1].model = "castle";
  auto const scene = make_city_scene(city, two_models(), {350e3, 4.3e6});
  ASSERT_FALSE(scene);
  EXPECT_NE(scene.error().find("'p1'"), std::string::npos) << scene.error();
  EXPECT_NE(scene.error().find("castle"), std::string::npos);
}

// The baked city and the baked models fit together; no single model fills the picture of a zone.
TEST(CityScene, OfTheProjectHasAModelForEveryPlacement) {
  std::filesystem::path const assets = std::getenv("DALIAN_ASSETS");
  auto const models = load_models(assets / "models");
  ASSERT_TRUE(models) << models.error();
  auto const city = layout::read_city(assets / "city.pb");
  ASSERT_TRUE(city) << city.error();
  auto const scene = make_city_scene(*city, *models, {350e3, 4.3e6});
  ASSERT_TRUE(scene) << scene.error();
  EXPECT_EQ(scene->instances.size(), city->placements.size());
  std::map<std::uint32_t, int> used;
  for (StaticInstance const& i : scene->instances)
    ++used[i.mesh_heading & 0xffffU];
  EXPECT_GE(used.size(), 25U) << "kinds of things in the city";
}

TEST(CityScene, BadScaleOrPlaceIsRefused) {
  auto city = random_city(1, 1);
  city.placements[0].scale[2] = 0;
  EXPECT_FALSE(make_city_scene(city, two_models(), {350e3, 4.3e6}));
  city = random_city(1, 1);
  city.placements[0].position.east_m = 1e8;
  EXPECT_FALSE(make_city_scene(city, two_models(), {350e3, 4.3e6}));
}

/// Planes of a pyramid of sight with its tip at the camera, looking along `forward`.
CullView pyramid(glm::vec3 forward) {
  CullView view;
  glm::vec3 const right = glm::normalize(glm::cross(forward, glm::vec3(0, 0, 1))), up = glm::cross(right, forward);
  float const wide = 0.6F, high = 0.35F;
  view.planes[0] = {glm::normalize(forward * wide + right), 0};
  view.planes[1] = {glm::normalize(forward * wide - right), 0};
  view.planes[2] = {glm::normalize(forward * high + up), 0};
  view.planes[3] = {glm::normalize(forward * high - up), 0};
  view.pixel_angle_rad = 0.0006F;
  return view;
}

// Nothing that has a corner in the picture may be culled, and no cell that holds it.
TEST(Visibility, NeverCullsWhatIsSeen) {
  auto const pack = two_models();
  auto const city = random_city(4000, 5);
  MapPoint const origin{350e3, 4.3e6};
  auto const scene = make_city_scene(city, pack, origin);
  ASSERT_TRUE(scene);
  glm::dvec3 const eye{354e3, 4.302e6, 400};
  FixedPoint const camera = fixed_point(eye, origin);
  CullView const view = pyramid(glm::normalize(glm::vec3(0.3F, 0.8F, -0.25F)));
  std::size_t shown = 0, hidden = 0;
  for (Cell const& cell : scene->cells) {
    bool const cell_seen = visible(view, cell, eye - glm::dvec3(origin.east_m, origin.north_m, 0));
    for (std::uint32_t i = cell.first; i < cell.first + cell.count; ++i) {
      StaticInstance const& instance = scene->instances[i];
      auto const level = visible_level(view, pack, instance, camera);
      (level ? shown : hidden) += 1;
      EXPECT_TRUE(cell_seen || !level);
      glm::vec3 const at = camera_relative(instance.position_mm, camera); // a point of the thing itself
      bool const inside =
          std::ranges::all_of(view.planes, [&](glm::vec4 p) { return glm::dot(glm::vec3(p), at) + p.w >= 0; });
      if (inside && glm::length(at) < 3000) {
        EXPECT_TRUE(level.has_value());
      }
    }
  }
  EXPECT_GT(shown, 100U);
  EXPECT_GT(hidden, 1000U);
}

// Whatever a view shows of a cell is among the first so many; of far cells that is less than all.
TEST(Visibility, LooksOnlyAtWhatIsLargeEnough) {
  auto const pack = two_models();
  MapPoint const origin{350e3, 4.3e6};
  auto const scene = make_city_scene(random_city(4000, 7), pack, origin);
  ASSERT_TRUE(scene);
  CullView far = pyramid(glm::normalize(glm::vec3(0.3F, 0.8F, -0.25F))), flat = far;
  far.pixel_angle_rad = 0.008F;
  flat.pixel_angle_rad = 0;
  flat.pixel_m = 14;
  for (CullView const& view : {far, flat}) {
    glm::dvec3 const eye{352e3, 4.298e6, 900};
    FixedPoint const camera = fixed_point(eye, origin);
    std::size_t left_out = 0, shown = 0;
    for (Cell const& cell : scene->cells) {
      std::uint32_t const count = large_enough(view, *scene, cell, eye - glm::dvec3(origin.east_m, origin.north_m, 0));
      left_out += cell.count - count;
      for (std::uint32_t i = cell.first; i < cell.first + cell.count; ++i) {
        bool const seen = visible_level(view, pack, scene->instances[i], camera).has_value();
        shown += seen;
        EXPECT_TRUE(!seen || i < cell.first + count);
        EXPECT_TRUE(i == cell.first || scene->radius_m[i - 1] >= scene->radius_m[i]);
      }
    }
    EXPECT_GT(left_out, 100U);
    EXPECT_GT(shown, 100U);
  }
}

TEST(Visibility, FarThingsAreCoarserAndThenGone) {
  auto const pack = two_models();
  CullView view = pyramid({0, 1, 0});
  auto const level_at = [&](float distance) {
    MeshBox box{};
    box.error_m = 2;
    return visible_level(view, pack.records()[0], box,
                         sphere_of(pack.records()[0], {0, distance, -5}, 0, glm::vec3(1)));
  };
  EXPECT_EQ(level_at(100), 0U);
  EXPECT_EQ(level_at(1200), 1U) << "half a metre is less than a pixel";
  EXPECT_EQ(level_at(5000), 1U) << "boxes are not asked for";
  view.largest_box_px = 24;
  EXPECT_EQ(level_at(5000), BOX_LEVEL) << "two metres are less than a pixel, too";
  EXPECT_EQ(level_at(1200), 1U);
  EXPECT_FALSE(level_at(40000));
}

} // namespace
} // namespace dalian::scene
