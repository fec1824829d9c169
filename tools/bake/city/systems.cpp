#include "tools/bake/city/systems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <numbers>
#include <optional>
#include <utility>

namespace dalian::bake {
namespace {

using layout::System;
using layout::SystemClass;

constexpr std::array<std::pair<char const*, SystemClass>, layout::kSystemClasses> kKinds{
    {{"corridor", SystemClass::corridor},
     {"pipeline", SystemClass::pipeline},
     {"power-line", SystemClass::power_line},
     {"water-main", SystemClass::water_main},
     {"gas-main", SystemClass::gas_main}}};
constexpr std::array kMedia{"steam",         "hydrogen", "nitrogen", "oxygen", "ethylene", "ammonia",
                            "synthesis gas", "acid",     "solvent",  "water",  "product",  "carbon dioxide"};

std::optional<SystemClass> kind_named(std::string const& name) {
  auto const it = std::find_if(kKinds.begin(), kKinds.end(), [&](auto const& k) { return name == k.first; });
  return it == kKinds.end() ? std::nullopt : std::optional(it->second);
}

/// A field that must be there, with what to do about it.
Status require(Feature const& feature, char const* field) {
  if (feature.properties.contains(field)) return {};
  return Error{fmt::format("field '{}' is missing: add it", field)};
}

Result<System> to_system(Feature const& feature, SystemClass kind) {
  for (char const* field : {"name_zh", "name_ja", "name_en", "programme"})
    if (Status const there = require(feature, field); !there) return Error{there.error()};
  if (feature.shape != Feature::Shape::line) return Error{"field 'geometry' is no LineString: draw it as one"};
  System system;
  system.id = feature.id;
  system.kind = kind;
  system.names = feature.names();
  system.line = feature.map_points();
  system.medium = feature.text("medium");
  system.diameter_m = feature.number("diameter_m", 0);
  system.voltage_kv = feature.number("voltage_kv", 0);
  system.origin = {Provenance::modelled, "serves " + feature.text("programme") + "; illustrative",
                   "modelled, illustrative", 0};
  return system;
}

Status add_line(Feature const& feature, SystemClass kind, Systems& out) {
  auto system = to_system(feature, kind);
  if (!system) return Error{system.error()};
  if (kind == SystemClass::corridor) out.corridors.push_back(std::move(system).value());
  if (kind == SystemClass::water_main || kind == SystemClass::gas_main) out.mains.push_back(std::move(system).value());
  if (kind == SystemClass::power_line) {
    if (!(system->voltage_kv > 0)) return Error{"field 'voltage_kv' is not above 0: give the line's voltage"};
    out.power_lines.push_back(std::move(system).value());
  }
  if (kind == SystemClass::pipeline) {
    if (std::find(kMedia.begin(), kMedia.end(), system->medium) == kMedia.end())
      return Error{fmt::format("field 'medium' is '{}': use one of kMedia in systems.cpp", system->medium)};
    if (!(system->diameter_m > 0.05 && system->diameter_m < 1.2))
      return Error{"field 'diameter_m' is not in 0.05…1.2: give the pipe's diameter in metres"};
    out.pipelines.push_back(
        {std::move(system).value(), feature.number("offset_m", 0), feature.properties.value("upper", false)});
  }
  return {};
}

Status add_station(Feature const& feature, ModelSizes const& sizes, Systems& out) {
  for (char const* field : {"name_zh", "name_ja", "name_en", "programme", "model", "bearing_deg"})
    if (Status const there = require(feature, field); !there) return there;
  if (feature.shape != Feature::Shape::point) return Error{"field 'geometry' is no Point: a station stands at one"};
  std::string const model = feature.text("model");
  if (!sizes.contains(model))
    return Error{fmt::format("field 'model' is '{}': use a name of assets/models/catalog.toml", model)};
  double const true_rad = feature.number("bearing_deg", 0) * std::numbers::pi / 180;
  out.stations.push_back({feature.id, model, feature.text("zone"), to_map(feature.points[0]),
                          true_rad - meridian_convergence_rad(feature.points[0]), stands_in_water(model)});
  return {};
}

} // namespace

Result<Systems> read_systems(std::filesystem::path const& file, ModelSizes const& sizes) {
  auto const features = read_features(file);
  if (!features) return Error{features.error()};
  if (features->empty()) return Error{file.string() + ": field 'features' is empty: no system is drawn"};
  Systems out;
  for (Feature const& feature : *features) {
    auto const kind = kind_named(feature.kind);
    Status const added = kind ? add_line(feature, *kind, out)
                         : feature.kind == "station"
                             ? add_station(feature, sizes, out)
                             : Error{fmt::format("field 'kind' is '{}': use corridor, pipeline, "
                                                 "power-line, water-main, gas-main or station",
                                                 feature.kind)};
    if (!added) return Error{fmt::format("{}: feature '{}': {}", file.string(), feature.id, added.error())};
  }
  return out;
}

std::vector<System> finished(Systems const& systems, layout::Terrain const& terrain) {
  std::vector<System> all = systems.corridors;
  for (Pipeline const& pipeline : systems.pipelines)
    all.push_back(pipeline.system);
  all.insert(all.end(), systems.power_lines.begin(), systems.power_lines.end());
  all.insert(all.end(), systems.mains.begin(), systems.mains.end());
  for (System& system : all) {
    system.height_m.clear();
    for (MapPoint const p : system.line)
      system.height_m.push_back(terrain.height_at(p));
    system.tower_m.resize(system.kind == SystemClass::power_line ? system.line.size() : 0);
  }
  return all;
}

std::string describe(std::vector<System> const& systems) {
  std::map<std::string, std::pair<int, double>> sums;
  for (System const& system : systems) {
    std::string key = kKinds[static_cast<std::size_t>(system.kind)].first;
    if (!system.medium.empty()) key += " " + system.medium;
    if (system.voltage_kv > 0) key += fmt::format(" {:.0f} kV", system.voltage_kv);
    auto& [count, km] = sums[key];
    ++count;
    km += length_m(system.line) / 1000;
  }
  std::string table = fmt::format("\n{:<28} {:>7} {:>8}\n", "systems", "count", "km");
  for (auto const& [key, sum] : sums)
    table += fmt::format("{:<28} {:>7} {:>8.1f}\n", key, sum.first, sum.second);
  return table;
}

} // namespace dalian::bake
