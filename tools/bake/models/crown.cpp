// Tree crowns of tools/bake/models/structures.hpp.
#include "tools/bake/models/structures.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include <glm/geometric.hpp>

namespace dalian::bake {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;

/// Nodes on rings from the lowest point to the highest, seen from the middle.
struct Mesh {
  int around, up;
  std::vector<glm::vec3> nodes;

  glm::vec3& node(int k, int i) { return nodes[static_cast<std::size_t>(k * around + (i + around) % around)]; }
};

/// A head of a crown needs fewer nodes than a whole one.
Mesh sphere(int level, float height) {
  bool const head = height < 4.5F;
  Mesh mesh = level == 0   ? Mesh{head ? 10 : 15, head ? 6 : 10, {}}
              : level == 1 ? Mesh{head ? 5 : 7, head ? 3 : 4, {}}
                           : Mesh{5, 3, {}};
  for (int k = 0; k <= mesh.up; ++k)
    for (int i = 0; i < mesh.around; ++i) {
      float const polar = kPi * static_cast<float>(k) / static_cast<float>(mesh.up);
      float const angle =
          2 * kPi * (static_cast<float>(i) + 0.5F * static_cast<float>(k % 2)) / static_cast<float>(mesh.around);
      mesh.nodes.emplace_back(std::sin(polar) * std::cos(angle), std::sin(polar) * std::sin(angle), -std::cos(polar));
    }
  return mesh;
}

/// Where the boughs end: directions spread evenly (golden angle), each a little off.
std::vector<glm::vec3> boughs(std::uint32_t seed) {
  constexpr int kBoughs = 11;
  std::mt19937 random(seed);
  auto const draw = [&] { return static_cast<float>(random() % 1000) / 1000 - 0.5F; };
  std::vector<glm::vec3> list;
  for (int b = 0; b < kBoughs; ++b) {
    float const z = 1 - (2 * static_cast<float>(b) + 1) / kBoughs + 0.12F * draw();
    float const angle = static_cast<float>(b) * kPi * (3 - std::sqrt(5.0F)) + 0.8F * draw(),
                r = std::sqrt(std::max(0.0F, 1 - z * z));
    list.emplace_back(r * std::cos(angle), r * std::sin(angle), z);
  }
  return list;
}

/// A crown is as many round heads of leaves as it has boughs, with hollows between.
void make_lumpy(Mesh& mesh, CrownSpec const& crown) {
  auto const heads = boughs(crown.seed);
  for (glm::vec3& p : mesh.nodes) {
    float nearest = -1;
    for (glm::vec3 const head : heads)
      nearest = std::max(nearest, glm::dot(p, head));
    float const off = std::acos(std::clamp(nearest, -1.0F, 1.0F)) / 0.8F; // of a head's width
    p *= 1 - 1.6F * crown.lumps * std::min(off * off, 1.0F);
  }
}

/// Fills its box exactly, so that all levels are of one size.
void fit(Mesh& mesh, glm::vec3 size) {
  glm::vec3 low(1e9F), high(-1e9F);
  for (glm::vec3 const p : mesh.nodes)
    low = glm::min(low, p), high = glm::max(high, p);
  for (glm::vec3& p : mesh.nodes)
    p = ((p - low) / (high - low) - glm::vec3(0.5F, 0.5F, 0)) * size;
}

/// Half that of the surface, half that of the whole: leaves look every way.
glm::vec3 normal(Mesh& mesh, int k, int i, glm::vec3 size) {
  glm::vec3 const round = glm::normalize((mesh.node(k, i) - glm::vec3(0, 0, size.z / 2)) / (size * size));
  if (k == 0 || k == mesh.up) return round;
  glm::vec3 const face =
      glm::cross(mesh.node(k, i + 1) - mesh.node(k, i - 1), mesh.node(k + 1, i) - mesh.node(k - 1, i));
  return glm::normalize(round + (glm::length(face) > 0 ? glm::normalize(face) : round));
}

} // namespace

void add_crown(Builder& out, CrownSpec const& crown, int level) {
  Mesh mesh = sphere(level, crown.size.z);
  if (level < 2) make_lumpy(mesh, crown);
  fit(mesh, crown.size);
  for (int k = 0; k < mesh.up; ++k)
    for (int i = 0; i < mesh.around; ++i) {
      auto const n = [&](int kk, int ii) { return normal(mesh, kk, (ii + mesh.around) % mesh.around, crown.size); };
      out.smooth_quad({mesh.node(k, i), mesh.node(k, i + 1), mesh.node(k + 1, i + 1), mesh.node(k + 1, i)},
                      {n(k, i), n(k, i + 1), n(k + 1, i + 1), n(k + 1, i)});
    }
}

} // namespace dalian::bake
