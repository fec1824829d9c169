#include "renderer/passes/zone_data.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace dalian::passes {
namespace {

/// Plan zones in muted hues of the Okabe-Ito set: told apart by hue and lightness. RGBA8, 0xAABBGGRR.
std::uint32_t color_of(std::string const& plan_zone) {
  if (plan_zone == "njip") return 0xff2f9fe6;       // amber
  if (plan_zone == "songmudao") return 0xff9ac23e;  // teal
  if (plan_zone == "xizhongdao") return 0xffe9b456; // sky blue
  return 0xffc89bdc;                                // mauve: huayuankou
}

} // namespace

ZoneData::ZoneData(std::vector<view::Zone> const& zones, glm::dvec2 origin) {
  for (auto const& zone : zones) {
    if (zone.outline.size() < 3) continue;
    ZoneInfo info{vec2(1e30f),
                  vec2(-1e30f),
                  static_cast<uint>(points_.size()),
                  static_cast<uint>(zone.outline.size()),
                  color_of(zone.zone),
                  0};
    for (auto const& p : zone.outline) {
      vec2 const q(p.east_m - origin.x, p.north_m - origin.y);
      info.low_m = glm::min(info.low_m, q);
      info.high_m = glm::max(info.high_m, q);
      points_.push_back(q);
    }
    zones_.push_back(info);
  }
  if (zones_.size() > MAX_ZONES || points_.size() > MAX_ZONE_POINTS)
    throw std::runtime_error(fmt::format("the city has {} zones with {} points; the renderer takes {} with {}",
                                         zones_.size(), points_.size(), MAX_ZONES, MAX_ZONE_POINTS));
}

void ZoneData::describe(FrameConstants& constants) const {
  constants.zone_count = static_cast<uint>(zones_.size());
  std::copy(zones_.begin(), zones_.end(), constants.zones);
  std::copy(points_.begin(), points_.end(), constants.zone_points);
}

} // namespace dalian::passes
