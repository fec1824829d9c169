#include "twin/plan/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

namespace dalian::plan {
namespace {

/// A quantity that is the state of an entity of a layer.
struct Binding {
  std::string_view quantity;
  Layer layer;
  std::string_view field;
  Value (*value)(double);
};
constexpr std::array kBindings{
    Binding{"switch_closed", Layer::feeder, "open", [](double v) { return Value{v == 0}; }},
    Binding{"valve_open", Layer::valve, "open", [](double v) { return Value{v > 0}; }},
    Binding{"level_m", Layer::tank, "level_m", [](double v) { return Value{v}; }},
};

std::string id_behind_scheme(std::string const& entity) {
  auto const colon = entity.find(':');
  return colon == std::string::npos ? entity : entity.substr(colon + 1);
}

Fields fields_of(Reading const& reading, Instant instant) {
  Fields fields{{"quantity", reading.quantity},
                {"observed", format_utc(reading.t_obs)},
                {"age_s", std::max(0.0, to_seconds(instant - reading.t_obs))},
                {"feed", reading.feed},
                {"provenance", std::string("imported")},
                {"source", fmt::format("measured, {}", reading.feed)}};
  if (!reading.unit.empty()) fields.emplace_back("unit", reading.unit);
  if (reading.said.empty())
    fields.emplace_back("value", reading.value);
  else
    fields.emplace_back("said", reading.said);
  if (reading.at) fields.emplace_back("at", Shape{*reading.at});
  return fields;
}

bool fits(Layer layer, std::string_view field, Value value) {
  return checked(spec_of(layer).fields[*find_field(layer, field)], std::move(value)).ok();
}

/// Whether the sensor has a place on the map and was told.
bool tell_sensor(Drafting& work, Reading const& reading, Instant instant) {
  std::string const id = reading.entity + "/" + reading.quantity;
  if (reading.at && !fits(Layer::sensor, "at", Shape{*reading.at})) return false;
  auto fields = fields_of(reading, instant);
  if (work.layout().find(Layer::sensor, id)) {
    for (auto& [field, value] : fields)
      work.set(Layer::sensor, id, field, std::move(value));
    return true;
  }
  if (!reading.at) return false;
  work.add(Layer::sensor, id, std::move(fields));
  return true;
}

void tell_state(Drafting& work, Reading const& reading, Instant instant) {
  for (Binding const& binding : kBindings) {
    std::string const id = id_behind_scheme(reading.entity);
    if (binding.quantity != reading.quantity || !reading.said.empty() || !work.layout().find(binding.layer, id))
      continue;
    if (!fits(binding.layer, binding.field, binding.value(reading.value))) {
      work.warn(binding.field, fmt::format("'{}' of {} says {}, which no {} can have: left out", reading.entity,
                                           reading.feed, reading.value, spec_of(binding.layer).name));
      continue;
    }
    work.set(binding.layer, id, binding.field, binding.value(reading.value));
    work.note("", fmt::format("{} '{}', field '{}' is as {} said {:.0f} s before", spec_of(binding.layer).name, id,
                              binding.field, reading.feed, to_seconds(instant - reading.t_obs)));
  }
}

} // namespace

Draft conditions_at(Site const& site, std::vector<Reading> const& readings, Instant instant) {
  Drafting work(site, Layer::sensor, "");
  std::size_t without_place = 0;
  for (Reading const& reading : readings) {
    assert(reading.t_obs <= instant);
    bool const told = tell_sensor(work, reading, instant);
    tell_state(work, reading, instant);
    if (!told) ++without_place;
  }
  if (without_place > 0)
    work.warn("at",
              fmt::format("{} of {} values have no place on the map and are left out", without_place, readings.size()));
  return std::move(work).done();
}

} // namespace dalian::plan
