#include "renderer/scene/lamp_points.hpp"

#include <algorithm>
#include <cmath>

#include <glm/common.hpp>
#include <map>
#include <tuple>

#include <glm/geometric.hpp>

namespace dalian::scene {
namespace {

constexpr float kLump_m = 1.2F, kVehicle_m = 1.6F, kTall_m = 45, kDirected = 0.45F;
constexpr float kLowest_m = 2; // what is lower and shines is a car, or a row of them

struct Lump {
  glm::vec3 sum{}, normals{}, low{1e9F}, high{-1e9F};
  float count = 0;
  std::uint32_t kind = 0, color = 0;

  void take(MeshVertex const& v, glm::vec3 at) {
    sum += at;
    normals += unpacked_normal(v.z_normal >> 16U);
    low = glm::min(low, at);
    high = glm::max(high, at);
    ++count;
  }
  bool near(glm::vec3 at) const {
    return glm::all(glm::greaterThan(at, low - kLump_m)) && glm::all(glm::lessThan(at, high + kLump_m)) &&
           glm::length(high - low) < 6 * kLump_m;
  }
};

std::vector<Lump> lumps_of(MeshPack const& models, MeshRecord const& record) {
  MeshLod const& lod = record.lods[0];
  std::vector<Lump> lumps;
  std::vector<bool> seen;
  for (std::uint32_t i = 0; i < lod.index_count; ++i) {
    std::uint32_t const index = models.indices()[lod.first_index + i];
    MeshVertex const& v = models.vertices()[lod.vertex_offset + index];
    std::uint32_t const kind = v.material >> 16U & (0xffU ^ MATERIAL_SPINS);
    if (kind != MATERIAL_LAMP && kind != MATERIAL_BEACON) continue;
    if (seen.size() <= index) seen.resize(index + 1);
    if (seen[index]) continue;
    seen[index] = true;
    glm::vec3 const at = unpacked_position(v, record);
    std::uint32_t const color = v.color_ao & 0xffffffU;
    auto found =
        std::ranges::find_if(lumps, [&](Lump const& l) { return l.kind == kind && l.color == color && l.near(at); });
    if (found == lumps.end()) {
      lumps.push_back({});
      found = lumps.end() - 1;
      found->kind = kind;
      found->color = color;
    }
    found->take(v, at);
  }
  return lumps;
}

bool is_red(std::uint32_t color) {
  return (color & 0xffU) > 2 * (color >> 8U & 0xffU);
}

/// The paint's hue at full strength: a lamp's own colour is brighter than its glass by day.
std::uint32_t shining(std::uint32_t color) {
  if (is_red(color)) return kRed;
  float const top = static_cast<float>(std::max({color & 0xffU, color >> 8U & 0xffU, color >> 16U & 0xffU, 1U}));
  auto const part = [&](unsigned shift) {
    return static_cast<std::uint32_t>(std::lround(static_cast<float>(color >> shift & 0xffU) / top * 255)) << shift;
  };
  return part(0) | part(8) | part(16);
}

Lamp beacon_at(glm::vec3 at) {
  Lamp lamp{.at_m = at, .candela = at.z < kTall_m ? 32.0F : 2000.0F, .color = kRed};
  if (at.z >= kTall_m) lamp.rhythm = {3, 0.5F, 0}; // 20 a minute, all together
  lamp.share = at.z >= kTall_m ? 0.02F : 0.25F;    // a level beam, 3° and 10° high
  return lamp;
}

Lamp lamp_of(Lump const& lump, MeshRecord const& record, bool& vehicle) {
  glm::vec3 const at = lump.sum / lump.count, facing = lump.normals / lump.count;
  if (lump.kind == MATERIAL_BEACON) return beacon_at({at.x, at.y, lump.high.z});
  Lamp lamp{.at_m = at, .candela = 60, .color = shining(lump.color)};
  glm::vec2 const level(facing);
  float const along = (at.y - record.box_min.y) / std::max(record.box_size.y, 0.1F);
  if (at.z < kVehicle_m && std::abs(along - 0.5F) > 0.4F && record.box_size.y > record.box_size.x) {
    vehicle = true;
    bool const ahead = along > 0.5F;
    lamp.candela = ahead ? 900.0F : 12.0F; // UN regulations 112 and 7: dipped beam off its axis, rear position lamp
    lamp.color = ahead ? 0xe8f4ffU : kRed;
    lamp.axis_rad = ahead ? 0 : std::numbers::pi_v<float>;
    lamp.half_rad = std::numbers::pi_v<float> * (ahead ? 0.36F : 0.44F);
  } else if (glm::length(level) > kDirected) {
    lamp.axis_rad = std::atan2(level.x, level.y);
    lamp.half_rad = std::numbers::pi_v<float> * 0.55F;
  }
  return lamp;
}

} // namespace

ModelLamps lamps_of(MeshPack const& models, std::uint32_t mesh) {
  ModelLamps out;
  for (Lump const& lump : lumps_of(models, models.records()[mesh]))
    out.lamps.push_back(lamp_of(lump, models.records()[mesh], out.vehicle));
  out.vehicle |= !out.lamps.empty() && models.records()[mesh].box_size.z < kLowest_m;
  return out;
}

} // namespace dalian::scene
