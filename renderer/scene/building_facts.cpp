#include "renderer/scene/building_facts.hpp"
#include "twin/base/text_hash.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <toml++/toml.h>

namespace dalian::scene {
namespace {

constexpr float kLeastHeight_m = 4, kLeastSide_m = 3;

/// Models that come and go, grow, or only stand beside the road.
bool passing(std::string_view model) {
  constexpr std::array<std::string_view, 14> kNot{"tree",  "car",   "truck",  "bus",    "van",  "lamp",   "shuttle",
                                                  "fence", "semi_", "tanker", "ev_car", "tube", "signal", "sign_"};
  return std::any_of(kNot.begin(), kNot.end(), [&](std::string_view front) { return model.starts_with(front); });
}

} // namespace

Result<Storeys> read_storeys(std::filesystem::path const& file) {
  toml::table root;
  try {
    root = toml::parse_file(file.string());
  } catch (toml::parse_error const& error) {
    return Error{fmt::format("{}: {}; build the target `assets` or name the assets folder", file.string(),
                             std::string(error.description()))};
  }
  Storeys storeys;
  if (auto const* table = root["storeys"].as_table())
    for (auto const& [name, node] : *table)
      storeys[std::string(name.str())] = node.value_or(0.0);
  if (storeys.empty()) return Error{fmt::format("{}: the table [storeys] is missing or empty", file.string())};
  return storeys;
}

std::vector<view::BuildingFacts> building_facts(view::City const& city, MeshPack const& models,
                                                Storeys const& storeys) {
  std::vector<view::BuildingFacts> facts(city.placements.size());
  for (std::size_t i = 0; i < facts.size(); ++i) {
    view::Placement const& p = city.placements[i];
    auto const mesh = models.find(p.model, fnv1a(p.id));
    if (!mesh) continue;
    MeshRecord const& record = models.records()[*mesh];
    auto found = storeys.find(p.model);
    if (found == storeys.end()) found = storeys.find(models.names()[*mesh]);
    float const width = record.box_size.x * p.scale[0], length = record.box_size.y * p.scale[1],
                height = (record.box_min.z + record.box_size.z) * p.scale[2];
    bool const building = found != storeys.end();
    if (!building && (passing(p.model) || height < kLeastHeight_m || std::min(width, length) < kLeastSide_m)) continue;
    facts[i] = {height, width * length, 0};
    if (building)
      facts[i].storeys = static_cast<float>(std::max(1.0, std::round(found->second * static_cast<double>(p.scale[2]))));
  }
  return facts;
}

} // namespace dalian::scene
