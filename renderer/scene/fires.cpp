#include "renderer/scene/fires.hpp"

namespace dalian::scene {
namespace {

constexpr int kPuffs = 14;
constexpr std::uint32_t kFlame = 0x2a78ff; // 0xBBGGRR

/// `share`: how thick it begins, 0…1 (carried in `candela`, which smoke does not need).
void add_plume(std::vector<Lamp>& out, glm::vec3 mouth, float radius_m, std::uint32_t color, float thick) {
  for (int i = 0; i < kPuffs; ++i)
    out.push_back({.at_m = mouth,
                   .candela = thick,
                   .color = color,
                   .kind = SPRITE_SMOKE,
                   .size_m = radius_m,
                   .share = static_cast<float>(i) / kPuffs});
}

} // namespace

std::vector<Lamp> fires_of(std::string_view model, MeshRecord const& record) {
  glm::vec3 const top{0, 0, record.box_min.z + record.box_size.z};
  std::vector<Lamp> out;
  if (model == "flare") {
    add_plume(out, top + glm::vec3(0, 0, 10), 5, 0x5a6068, 0.30F);
    out.push_back({.at_m = top, .candela = 9000, .color = kFlame, .kind = SPRITE_FLAME, .size_m = 17});
  } else if (model == "chimney") {
    add_plume(out, top, 3, 0xd8d6d2, 0.30F);
  } else if (model == "cooling_tower") {
    add_plume(out, top, 5, 0xe6e4e0, 0.42F);
  }
  return out;
}

} // namespace dalian::scene
