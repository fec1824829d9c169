// twinctl whatif new: a scenario that starts from what was measured at an instant.
#include "twin/app/whatif_context.hpp"
#include "twin/base/paths.hpp"
#include "twin/base/quantities.hpp"
#include "twin/history/folder_reader.hpp"
#include "twin/plan/conditions.hpp"

#include <fmt/format.h>

#include <map>

namespace dalian::app {
namespace {

constexpr char kNewAbout[] =
    R"(Starts a scenario from an instant of a recorded history, also of one that a running twind writes: the last value of
every meter, valve and signal up to then becomes a sensor with its feed and age; where a feeder, valve or tank of the layout
bears the name, also its state. Values that the source calls bad, and those older than --window, are left out.

Example:
  twinctl whatif new now.json --history ~/.local/state/dalian/history
  twinctl whatif new june.json --history history --at 2026-06-01T12:00:00Z)";

struct NewOptions : WhatifOptions {
  std::string file, name, history, at;
  double window_s = 3600;
};

/// The last values by thing and quantity, as they come.
class LastReadings {
 public:
  explicit LastReadings(Instant until) : until_(until) {}

  void take(history::Record const& record) {
    if (record.kind != history::RecordKind::batch) return;
    wire::Batch batch;
    if (!batch.ParseFromString(record.bytes)) return void(++damaged_);
    for (auto const& observation : batch.observations())
      take(observation, record.source);
  }
  std::vector<plan::Reading> readings() const {
    std::vector<plan::Reading> out;
    for (auto const& [key, reading] : last_) {
      out.push_back(reading);
      auto const place = places_.find(key.first);
      if (!out.back().at && place != places_.end()) out.back().at = place->second;
    }
    return out;
  }
  std::size_t damaged() const { return damaged_; }

 private:
  void take(wire::Observation const& observation, std::string const& source) {
    Instant const t_obs = from_unix_ns(static_cast<std::int64_t>(observation.t_obs()));
    if (!observation.has_sensor() || t_obs > until_) return;
    if (observation.has_fix())
      places_[observation.entity()] = GeoPoint{observation.fix().lon_deg(), observation.fix().lat_deg()};
    auto const& sensor = observation.sensor();
    auto const index = find_quantity(sensor.quantity());
    if (!index || sensor.status() == wire::BAD) return;
    plan::Reading reading{
        observation.entity(), sensor.quantity(), std::string(quantities()[*index].unit), source, {}, 0, "", t_obs};
    reading.value = sensor.value_case() == wire::SensorValue::kState ? sensor.state() : sensor.number();
    if (sensor.value_case() == wire::SensorValue::kText) reading.said = sensor.text();
    if (!std::isfinite(reading.value)) return;
    auto& kept = last_[{reading.entity, reading.quantity}];
    if (kept.entity.empty() || kept.t_obs <= t_obs) kept = std::move(reading);
  }

  Instant until_;
  std::map<std::pair<std::string, std::string>, plan::Reading> last_;
  std::map<std::string, GeoPoint> places_;
  std::size_t damaged_ = 0;
};

Result<Instant> instant_of(NewOptions const& options, history::FolderReader const& history) {
  if (!options.at.empty()) {
    auto const at = parse_utc(options.at);
    if (!at) return Error{"--at: " + at.error()};
    return *at;
  }
  auto const range = history.range();
  if (!range) return Error{range.error()};
  return range->last;
}

int new_scenario(NewOptions const& options) {
  if (is_there(options.file)) return fail(options.file + ": is there already: name another file");
  auto const base = read_base(options);
  if (!base) return fail(base.error());
  history::FolderReader const history(options.history);
  auto const at = instant_of(options, history);
  if (!at) return fail(at.error());
  LastReadings last(*at);
  auto const read = history.replay(*at - from_seconds(options.window_s), [&](history::Record&& record) {
    if (record.t_twin > *at) return false;
    last.take(record);
    return true;
  });
  if (!read) return fail(read.error());
  auto const readings = last.readings();
  if (readings.empty())
    return fail(fmt::format("{}: holds no values within {} s before {}: choose another instant or a longer --window",
                            options.history, options.window_s, format_utc(*at)));
  auto draft = plan::conditions_at({*base, nullptr}, readings, *at);
  for (plan::Finding const& finding : draft.findings)
    fmt::print(stderr, "{}\n", to_text(finding));
  if (draft.refused()) return fail("the values do not fit the layout; nothing was written");
  if (read->damaged_chunks + last.damaged() > 0)
    fmt::print(stderr, "warning: {} chunks and {} records are damaged and left out\n", read->damaged_chunks,
               last.damaged());
  auto const state = plan::apply_all(*base, draft.edits);
  plan::Scenario const scenario{options.name.empty() ? "as at " + format_utc(*at) : options.name,
                                fmt::format("conditions of {} from {}", format_utc(*at), options.history), base->hash(),
                                plan::difference(*base, state.layout)};
  if (auto const done = write_scenario(scenario, options.file); !done) return fail(done.error());
  fmt::print("{}: {} values at {}, {} edits\n", options.file, readings.size(), format_utc(*at), scenario.edits.size());
  return 0;
}

} // namespace

Command whatif_new_command(CLI::App& whatif) {
  auto const options = std::make_shared<NewOptions>();
  auto* const entry = whatif.add_subcommand("new", "a scenario from what was measured at an instant");
  entry->footer(kNewAbout);
  entry->add_option("FILE", options->file, "scenario file to make")->required();
  entry->add_option("--history", options->history, "folder of the history")->required();
  entry->add_option("--at", options->at, "instant, ISO 8601; else the newest that is recorded");
  entry->add_option("--window", options->window_s, "how old a value may be, seconds")
      ->check(CLI::Range(1.0, 864000.0))
      ->capture_default_str();
  entry->add_option("--name", options->name, "of the scenario");
  add_layout_options(*entry, *options);
  return {entry, [options] { return new_scenario(*options); }};
}

} // namespace dalian::app
