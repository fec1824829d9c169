#include "renderer/workplaces/planning_picture.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::workplaces {

using plan::Layer;

std::vector<scene::StandingThing> standing_of(std::vector<planner::Thing> const& things, view::Terrain const& terrain,
                                              std::size_t first) {
  std::vector<scene::StandingThing> out;
  for (std::size_t i = 0; i < things.size(); ++i) {
    planner::Thing const& t = things[i];
    // Lengths run ahead of the model (its y), widths across.
    out.push_back({t.model,
                   t.at,
                   std::max(0.0, static_cast<double>(terrain.height_at(t.at))),
                   t.heading_rad,
                   {t.width_m, t.length_m, t.height_m},
                   scene::kStandingEntity | static_cast<std::uint32_t>(first + i)});
  }
  return out;
}

namespace {

whatif::Column const* column_of(whatif::Outcomes const& outcomes, std::string const& name) {
  for (auto const& [engine, outcome] : outcomes)
    if (outcome.evaluation)
      if (auto const* column = outcome.evaluation->column(name); column != nullptr && column->layer == Layer::parcel)
        return column;
  return nullptr;
}

std::optional<double> value_in(whatif::Column const* column, std::string_view id) {
  if (column == nullptr) return std::nullopt;
  auto const it = std::lower_bound(column->values.begin(), column->values.end(), id,
                                   [](auto const& entry, std::string_view key) { return entry.first < key; });
  return it != column->values.end() && it->first == id ? std::optional(it->second) : std::nullopt;
}

} // namespace

std::optional<view::Field> parcel_field(planner::Answer const& answer, std::string const& column, bool change,
                                        view::City const& city) {
  auto const* now = column_of(answer.now, column);
  auto const* before = column_of(answer.base, column);
  if (now == nullptr) return std::nullopt;
  view::Field field;
  double most = 0;
  for (auto const& parcel : city.parcels) {
    std::string_view id = parcel.id; // of a lot: its parcel's, then "/lot-3"
    id = id.substr(0, std::min(id.find("/lot-"), id.size()));
    auto value = value_in(now, id);
    if (change && value) value = *value - value_in(before, id).value_or(0);
    field.by_parcel.push_back(value ? static_cast<float>(*value) : std::nanf(""));
    if (value) most = std::max(most, std::abs(*value));
  }
  field.info.name = "plan." + column;
  field.info.unit = now->unit;
  field.info.scale = change ? view::FieldScale::diverging : view::FieldScale::sequential;
  field.info.high = view::round_up_125(static_cast<float>(most));
  field.info.low = change ? -field.info.high : 0;
  field.info.by_root = !change;
  field.info.kind = Provenance::modelled;
  field.info.source = "layer.plan.source";
  return field;
}

} // namespace dalian::workplaces
