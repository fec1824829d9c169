#include "renderer/passes/zone_data.hpp"

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

ZoneData::ZoneData(gpu::Device& device, std::vector<view::Zone> const& zones, glm::dvec2 origin) {
  std::vector<ZoneInfo> infos;
  std::vector<vec2> points;
  for (auto const& zone : zones) {
    if (zone.outline.size() < 3) continue;
    ZoneInfo info{vec2(1e30f),
                  vec2(-1e30f),
                  static_cast<uint>(points.size()),
                  static_cast<uint>(zone.outline.size()),
                  color_of(zone.zone),
                  0};
    for (auto const& p : zone.outline) {
      vec2 const q(p.east_m - origin.x, p.north_m - origin.y);
      info.low_m = glm::min(info.low_m, q);
      info.high_m = glm::max(info.high_m, q);
      points.push_back(q);
    }
    infos.push_back(info);
  }
  count_ = static_cast<std::uint32_t>(infos.size());
  gpu::Uploader uploader(device);
  zones_ = gpu::device_buffer<ZoneInfo>(device, uploader, infos);
  points_ = gpu::device_buffer<vec2>(device, uploader, points);
  uploader.flush();
}

} // namespace dalian::passes
