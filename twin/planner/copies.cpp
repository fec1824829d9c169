#include "twin/planner/copies.hpp"

#include <algorithm>
#include <array>

namespace dalian::planner {
namespace {

constexpr std::array<std::string_view, 3> kShapes{"at", "outline", "line"};
constexpr std::array<std::string_view, 2> kOfThePlace{"parcel", "bus"};

} // namespace

std::optional<Copied> copied(plan::Entity const& entity) {
  Copied out;
  out.layer = entity.layer();
  auto const fields = plan::spec_of(entity.layer()).fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    auto const name = fields[i].name;
    if (std::ranges::count(kOfThePlace, name) > 0 || !plan::is_given(entity.row().values[i])) continue;
    if (std::ranges::count(kShapes, name) > 0)
      out.shape = plan::to_map(entity.shape(name));
    else
      out.fields.emplace_back(std::string(name), entity.row().values[i]);
  }
  return out.shape.empty() ? std::nullopt : std::optional(std::move(out));
}

MapPoint middle_of(Copied const& thing) {
  return thing.shape.size() < 3 ? thing.shape.front() : plan::centroid(thing.shape);
}

plan::Draft put_copy(plan::Site const& site, Copied const& thing, double east_m, double north_m) {
  auto const shape = plan::all_moved(thing.shape, {{}, 0, east_m, north_m});
  if (thing.layer == plan::Layer::building) return plan::place_building(site, shape, thing.fields);
  return plan::place(site, thing.layer, shape.front(), thing.fields);
}

} // namespace dalian::planner
