#include "renderer/app/layers.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::viewer {
namespace {

constexpr std::size_t kFields = 7; // of layer_names(), at the front
constexpr Duration kRemake = std::chrono::seconds(5);

bool of_movers(std::string_view name) {
  return name == "density" || name == "age";
}

} // namespace

std::vector<std::string> const& layer_names() {
  static std::vector<std::string> const names{"far",     "height", "use",  "elevation", "shore",
                                              "density", "age",    "flow", "geofence",  "corridor"};
  return names;
}

bool is_field_layer(std::string_view name) {
  auto const& names = layer_names();
  auto const end = names.begin() + kFields;
  return std::find(names.begin(), end, name) != end;
}

Result<std::set<std::string>> parse_layers(std::string_view text) {
  std::set<std::string> chosen;
  std::size_t fields = 0;
  while (!text.empty()) {
    auto const comma = std::min(text.find(','), text.size());
    std::string const name(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
    auto const& names = layer_names();
    if (std::find(names.begin(), names.end(), name) == names.end())
      return Error{fmt::format("there is no layer '{}'; the layers are {}", name, fmt::join(names, ", "))};
    fields += is_field_layer(name) && !chosen.contains(name);
    chosen.insert(name);
  }
  if (fields > 1)
    return Error{fmt::format("one field at a time: of {} choose one",
                             fmt::join(layer_names().begin(), layer_names().begin() + kFields, ", "))};
  return chosen;
}

double flow_clock_s(Instant now) {
  return std::fmod(to_seconds(now.time_since_epoch()), 7200.0);
}

view::ParcelMap const& Layers::parcels() {
  if (!parcels_) {
    parcels_ = std::make_unique<view::ParcelMap>(*city_.city);
    parcel_atlas_ = scene::atlas_of(parcels_->grids());
  }
  return *parcels_;
}

Result<std::vector<view::BuildingFacts> const*> Layers::buildings() {
  if (buildings_.empty()) {
    auto const storeys = scene::read_storeys(city_.assets / "config" / "uses.toml");
    if (!storeys) return Error{storeys.error()};
    buildings_ = scene::building_facts(*city_.city, city_.models, *storeys);
  }
  return &buildings_;
}

Result<view::Field> Layers::field_of(std::string const& name, LiveThings const& live) {
  if (name == "elevation") return view::elevation(*city_.terrain);
  if (name == "shore") return view::shore_distance(*city_.terrain);
  if (name == "density") return memory_.density();
  if (name == "age") return view::observation_age(live.now, live.movers);
  auto const facts = buildings();
  if (!facts) return Error{facts.error()};
  view::CityFacts const city{*city_.city, parcels(), **facts};
  if (name == "far") return view::floor_area_ratio(city);
  if (name == "height") return view::building_height(city);
  return view::land_use(city);
}

Status Layers::show_field(std::string const& name, LiveThings const& live) {
  auto field = field_of(name, live);
  if (!field) return Error{field.error()};
  if (Status const good = view::check_field(*field, city_.city->parcels.size(), city_.city->placements.size()); !good)
    return good;
  data_.field.show(scene::paint(*field), parcel_atlas_);
  legend_.field = std::move(field->info);
  made_at_ = live.now;
  return {};
}

Status Layers::show_volumes() {
  scene::FlowStrips strips;
  scene::VolumeMesh mesh;
  auto const describe = [&](char const* key, std::uint32_t rgb, bool flows, Provenance kind) {
    legend_.lines.push_back({key, ui::rgba(rgb), flows, kind});
  };
  if (shown_.contains("flow")) {
    auto const lines = view::test_route_flows(*city_.city);
    for (view::FlowLine const& line : lines) {
      if (Status good = view::check_flow(line); !good) return good;
      scene::append_flow(strips, line, origin_);
    }
    if (!lines.empty())
      describe("layer.flow", scene::domain_color(view::FlowDomain::vehicles), true, lines.front().kind);
  }
  auto const add = [&](std::vector<view::Volume> const& volumes, char const* key) -> Status {
    for (view::Volume const& volume : volumes) {
      if (Status good = view::check_volume(volume); !good) return good;
      scene::append_volume(mesh, volume, origin_);
      scene::append_edges(strips, volume, *city_.terrain, origin_);
    }
    if (!volumes.empty()) describe(key, scene::volume_color(volumes.front().kind), false, volumes.front().provenance);
    return {};
  };
  Status status;
  if (shown_.contains("geofence")) status = add(view::zone_fences(*city_.city, *city_.terrain), "layer.geofence");
  if (status && shown_.contains("corridor")) status = add(view::test_corridors(*city_.city), "layer.corridor");
  data_.lines.show(strips);
  data_.volumes.show(mesh);
  return status;
}

Status Layers::show(std::set<std::string> const& names, LiveThings const& live) {
  shown_ = names;
  legend_ = {};
  (void)memory_.look(live.now, live.movers);
  auto const field = std::find_if(names.begin(), names.end(), [](auto const& n) { return is_field_layer(n); });
  Status status;
  if (field != names.end()) status = show_field(*field, live);
  if (!status) shown_.erase(*field);
  if (!legend_.field) data_.field.hide();
  Status const volumes = show_volumes();
  return status ? volumes : status;
}

Status Layers::toggle(std::string const& name, LiveThings const& live) {
  auto names = shown_;
  bool const on = names.erase(name) == 0;
  if (on && is_field_layer(name)) std::erase_if(names, [](auto const& n) { return is_field_layer(n); });
  if (on) names.insert(name);
  return show(names, live);
}

Status Layers::show_own(view::Field const* field, LiveThings const& live) {
  std::erase_if(shown_, [](auto const& n) { return is_field_layer(n); });
  if (field == nullptr) return show(shown_, live);
  if (Status good = view::check_field(*field, city_.city->parcels.size(), city_.city->placements.size()); !good)
    return good;
  parcels();
  data_.field.show(scene::paint(*field), parcel_atlas_);
  legend_.field = field->info;
  return {};
}

bool Layers::follow(LiveThings const& live) {
  (void)memory_.look(live.now, live.movers);
  auto const name = std::find_if(shown_.begin(), shown_.end(), of_movers);
  if (name == shown_.end() || (live.now - made_at_ < kRemake && live.now >= made_at_)) return false;
  return show_field(*name, live).ok();
}

} // namespace dalian::viewer
