#include "renderer/scene/ship_lights.hpp"

#include <algorithm>
#include <cmath>

#include <glm/common.hpp>

namespace dalian::scene {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;
constexpr float kOutboard_m = 0.5F, kAbove_m = 0.8F;

template <class Visit>
void for_each_point(MeshPack const& models, MeshRecord const& record, Visit const& visit) {
  MeshLod const& lod = record.lods[0];
  for (std::uint32_t i = 0; i < lod.index_count; ++i) {
    std::uint32_t const index = models.indices()[lod.first_index + i];
    visit(unpacked_position(models.vertices()[lod.vertex_offset + index], record));
  }
}

/// Rule 22: ranges in nautical miles.
struct Ranges {
  float masthead, side, stern, all_round;
};
Ranges ranges_of(float length_m) {
  if (length_m >= 50) return {6, 3, 3, 3};
  if (length_m >= 12) return {length_m < 20 ? 3.0F : 5.0F, 2, 2, 2};
  return {2, 1, 2, 2};
}

Lamp arc(glm::vec3 at, float miles, std::uint32_t color, float axis_rad, float arc_rad) {
  return {.at_m = at, .candela = candela_for(miles), .color = color, .axis_rad = axis_rad, .half_rad = arc_rad / 2};
}

std::vector<Lamp> lying_still(ShipForm const& f, float length_m, Ranges const& r) {
  std::vector<Lamp> lamps{arc(f.fore + glm::vec3(0, 0, kAbove_m), r.all_round, kWhite, 0, 2 * kPi)};
  if (length_m < 50) return lamps;
  lamps.push_back(arc(f.stern + glm::vec3(0, 0, 2), r.all_round, kWhite, 0, 2 * kPi));
  int const rows = static_cast<int>(length_m / 45);
  for (int i = 0; i < rows; ++i) {
    float const t = (static_cast<float>(i) + 0.5F) / static_cast<float>(rows);
    glm::vec3 const at = glm::mix(f.stern, f.fore, t);
    for (float side : {-1.0F, 1.0F})
      lamps.push_back(
          {.at_m = {side * f.wing.x * 0.7F, at.y, std::max(at.z, f.wing.z * 0.8F)}, .candela = 80, .color = kWarm});
  }
  return lamps;
}

} // namespace

float candela_for(float miles) {
  // I = 3.43e6 · T · D² · K^−D, K = 0.8: annex I, 8(a)
  return 3.43e6F * 2e-7F * miles * miles * std::pow(0.8F, -miles);
}

ShipForm form_of(MeshPack const& models, std::uint32_t mesh) {
  MeshRecord const& record = models.records()[mesh];
  glm::vec3 const low = record.box_min, high = record.box_min + record.box_size;
  ShipForm f;
  f.mast = f.fore = f.stern = glm::vec3(0, 0, -1e9F);
  for_each_point(models, record, [&](glm::vec3 p) {
    if (p.z > f.mast.z) f.mast = p;
    if (p.y > high.y - record.box_size.y / 8 && p.z > f.fore.z) f.fore = p;
    if (p.y < low.y + record.box_size.y / 40 && p.z > f.stern.z) f.stern = p;
  });
  f.mast.x = f.fore.x = f.stern.x = 0;
  f.stern.y = low.y;
  // The bridge lies before or about the mast; its wings are what reaches farthest out well above the deck.
  f.wing = {0, f.mast.y, f.mast.z * 0.6F};
  for_each_point(models, record, [&](glm::vec3 p) {
    bool const about = std::abs(p.y - f.mast.y) < record.box_size.y * 0.06F;
    if (about && p.z > f.mast.z * 0.45F && p.z < f.mast.z * 0.85F && p.x > f.wing.x) f.wing = p;
  });
  if (f.wing.x <= 0) f.wing.x = high.x;
  return f;
}

std::vector<Lamp> ship_lights(ShipForm const& form, glm::vec3 scale, float length_m, bool under_way) {
  ShipForm f = form;
  for (glm::vec3* p : {&f.mast, &f.fore, &f.wing, &f.stern})
    *p *= scale;
  Ranges const r = ranges_of(length_m);
  if (!under_way) return lying_still(f, length_m, r);
  std::vector<Lamp> lamps;
  glm::vec3 const up{0, 0, kAbove_m};
  lamps.push_back(arc(f.mast + up, r.masthead, kWhite, 0, kMastheadArc_rad));
  // Annex I, 2(a): the after masthead light at least 4.5 m above the forward one.
  glm::vec3 const fore{0, f.fore.y, std::min(f.fore.z + 4, f.mast.z - 4.5F)};
  if (length_m >= 50) lamps.push_back(arc(fore, r.masthead, kWhite, 0, kMastheadArc_rad));
  glm::vec3 const wing = f.wing + glm::vec3(kOutboard_m, 0, 0);
  lamps.push_back(arc(wing, r.side, kGreen, kSideArc_rad / 2, kSideArc_rad));
  lamps.push_back(arc({-wing.x, wing.y, wing.z}, r.side, kRed, -kSideArc_rad / 2, kSideArc_rad));
  lamps.push_back(arc(f.stern + up - glm::vec3(0, kOutboard_m, 0), r.stern, kWhite, kPi, kSternArc_rad));
  return lamps;
}

} // namespace dalian::scene
