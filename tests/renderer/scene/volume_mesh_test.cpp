#include "renderer/scene/volume_mesh.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <numbers>
#include <tuple>

#include <glm/glm.hpp>

namespace dalian::scene {
namespace {

using Corner = std::tuple<int, int, int>;

VolumeMesh mesh_of(std::variant<view::Prism, view::Corridor, view::Plume> shape, view::VolumeKind kind) {
  VolumeMesh mesh;
  append_volume(mesh, {"v", kind, std::move(shape), Provenance::modelled}, {380000, 4340000});
  return mesh;
}

/// Closed: each edge is run through as often one way as the other.
void expect_closed(VolumeMesh const& mesh) {
  std::map<std::pair<Corner, Corner>, int> edges;
  auto const corner = [](VolumeVertex const& v) { return Corner{v.position_mm.x, v.position_mm.y, v.position_mm.z}; };
  ASSERT_EQ(mesh.vertices.size() % 3, 0U);
  for (std::size_t i = 0; i < mesh.vertices.size(); i += 3)
    for (std::size_t k = 0; k < 3; ++k) {
      auto const a = corner(mesh.vertices[i + k]), b = corner(mesh.vertices[i + (k + 1) % 3]);
      if (a == b) continue;
      ++edges[{a, b}];
      --edges[{b, a}];
    }
  for (auto const& [edge, balance] : edges)
    EXPECT_EQ(balance, 0);
}

/// By the divergence theorem: positive when triangles are counter-clockwise from outside.
double volume_m3(VolumeMesh const& mesh) {
  double sum = 0;
  for (std::size_t i = 0; i < mesh.vertices.size(); i += 3) {
    glm::dvec3 const a = glm::dvec3(mesh.vertices[i].position_mm) * 1e-3,
                     b = glm::dvec3(mesh.vertices[i + 1].position_mm) * 1e-3,
                     c = glm::dvec3(mesh.vertices[i + 2].position_mm) * 1e-3;
    sum += glm::dot(a, glm::cross(b, c)) / 6;
  }
  return sum;
}

/// An L of 3 m² · 10⁴: not convex.
layout::Ring ell(bool turned) {
  layout::Ring ring;
  for (auto const& [x, y] : {std::pair{0, 0}, {200, 0}, {200, 100}, {100, 100}, {100, 200}, {0, 200}})
    ring.push_back({380000.0 + x, 4340000.0 + y});
  if (turned) std::reverse(ring.begin(), ring.end());
  return ring;
}

TEST(VolumeMesh, PrismsAreClosedAndOutward) {
  for (bool const turned : {false, true}) {
    auto const mesh = mesh_of(view::Prism{ell(turned), 10, 60}, view::VolumeKind::geofence);
    expect_closed(mesh);
    EXPECT_NEAR(volume_m3(mesh), 3e4 * 50, 1) << "clockwise outlines too";
    for (VolumeVertex const& v : mesh.vertices)
      EXPECT_EQ(v.above, v.position_mm.z == 10000 ? 0.0F : 1.0F);
  }
}

TEST(VolumeMesh, CorridorsAreClosedAndOutward) {
  view::Corridor corridor{
      {{380000, 4340000}, {380300, 4340000}, {380600, 4340200}, {380600, 4340200}}, {5, 5, 5, 5}, 20, 9};
  auto const mesh = mesh_of(corridor, view::VolumeKind::corridor);
  expect_closed(mesh);
  double const length = 300 + std::hypot(300, 200);
  EXPECT_NEAR(volume_m3(mesh), length * 20 * 10, 5) << "height and the metre below";
}

TEST(VolumeMesh, PlumesAreThreeClosedTubes) {
  view::Plume plume;
  for (int i = 0; i <= 20; ++i)
    plume.sections.push_back(
        {{380000.0 + 50 * i, 4340000}, 40, 5.0F + 2 * static_cast<float>(i), 4.0F + static_cast<float>(i)});
  auto const mesh = mesh_of(plume, view::VolumeKind::plume);
  expect_closed(mesh);
  double expected = 0; // ellipses of 24 sides, frusta between them
  double const polygon = 24.0 / 2 * std::sin(2 * std::numbers::pi / 24);
  for (double const k : {0.75, 1.5, 2.25})
    for (int i = 0; i < 20; ++i) {
      auto const &s = plume.sections[static_cast<std::size_t>(i)], &e = plume.sections[static_cast<std::size_t>(i) + 1];
      double const y0 = k * s.sigma_across_m, y1 = k * e.sigma_across_m, z0 = k * s.sigma_up_m, z1 = k * e.sigma_up_m;
      expected += polygon * 50 * ((y0 * z0 + y1 * z1) / 3 + (y0 * z1 + y1 * z0) / 6);
    }
  EXPECT_NEAR(volume_m3(mesh), expected, expected * 1e-3);
  EXPECT_EQ(mesh.styles.size(), 60U);
  EXPECT_GT(mesh.styles[0].body_per_m, mesh.styles[19].body_per_m) << "thinner down the wind";
}

} // namespace
} // namespace dalian::scene
