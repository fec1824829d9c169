#include "renderer/scene/night_use.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::scene {
namespace {

struct Hour {
  float at;
  std::array<float, 4> lit; // homes, offices, plants, shops and the rest
};
constexpr std::array<Hour, 10> kDay{{{0, {0.07F, 0.02F, 0.24F, 0.05F}},
                                     {5, {0.05F, 0.02F, 0.24F, 0.04F}},
                                     {7, {0.24F, 0.10F, 0.28F, 0.12F}},
                                     {9, {0.10F, 0.30F, 0.30F, 0.30F}},
                                     {16, {0.10F, 0.32F, 0.30F, 0.30F}},
                                     {18.5F, {0.30F, 0.35F, 0.32F, 0.34F}},
                                     {20, {0.36F, 0.20F, 0.30F, 0.32F}},
                                     {22, {0.24F, 0.03F, 0.27F, 0.15F}},
                                     {23, {0.14F, 0.02F, 0.25F, 0.07F}},
                                     {24, {0.07F, 0.02F, 0.24F, 0.05F}}}};

} // namespace

std::uint32_t use_of(std::string_view model) {
  auto const any = [model](auto... prefix) { return (model.starts_with(prefix) || ...); };
  if (any("house", "tower_slab", "tower_step", "tower_point", "tower_block", "machiya")) return USE_HOME;
  if (any("office")) return USE_OFFICE;
  if (any("factory", "assembly", "warehouse", "chem", "battery", "tank", "quay", "yard", "cooling", "electroly"))
    return USE_PLANT;
  return USE_SHOP;
}

std::array<float, 4> lit_shares(float hour) {
  float const h = std::clamp(hour, 0.0F, 24.0F);
  auto const after = std::ranges::find_if(kDay.begin() + 1, kDay.end(), [h](Hour const& k) { return h <= k.at; });
  auto const before = after - 1;
  float const t = (h - before->at) / (after->at - before->at);
  std::array<float, 4> lit{};
  for (std::size_t i = 0; i < lit.size(); ++i)
    lit[i] = std::lerp(before->lit[i], after->lit[i], t);
  return lit;
}

} // namespace dalian::scene
