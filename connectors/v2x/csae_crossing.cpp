// T/CSAE 53 as JSON: what stands at the road. SPAT (signals), MAP (where they are), RSI (warnings and signs).
#include "connectors/v2x/csae_json.hpp"
#include "connectors/v2x/source_time.hpp"

#include <array>
#include <set>

#include <fmt/format.h>

namespace dalian::v2x::csae {
namespace {

/// "signal:<region>.<id>." of an intersection; empty when it has no id.
std::string signal_prefix(Json const* intersection_id) {
  if (intersection_id == nullptr) return {};
  auto const id = integer(*intersection_id, {"id"});
  if (!id || *id < 0 || *id > 65'535) return {};
  auto const region = integer(*intersection_id, {"region"}).value_or(0);
  if (region < 0 || region > 65'535) return {};
  return fmt::format("signal:{}.{}.", region, *id);
}

/// A mark of time: a number, or DRIS's {"timeMark": n}.
std::optional<std::int64_t> mark(Json const& timing, std::initializer_list<char const*> names) {
  auto const* value = find(timing, names);
  if (value != nullptr && value->is_object()) value = find(*value, {"timeMark", "time_mark"});
  auto const n = integer(value);
  return n && *n >= 0 && *n < 36'000 ? n : std::nullopt; // 36000 and above: beyond, or unknown
}

/// LightState of the standard → MovementPhaseState of SAE J2735. Flashing green still lets go: 5.
std::optional<unsigned> phase_of(Json const* light) {
  constexpr std::array<unsigned, 9> kPhase{0, 1, 2, 3, 5, 5, 6, 7, 9};
  auto const state = code(light, {"unavailable", "dark", "flashing-red", "red", "flashing-green", "permissive-green",
                                  "protected-green", "yellow", "flashing-yellow"});
  return state ? std::optional(kPhase[*state]) : std::nullopt;
}

struct Timing {
  std::optional<double> begins_s, ends_s; // from now
  bool sure = false;
};

Timing timing_of(Json const& state, Instant now) {
  Timing timing;
  auto const* given = find(state, {"timing"});
  if (given == nullptr) return timing;
  if (auto const* counting = find(*given, {"counting"})) { // tenths of a second from now
    auto const start = mark(*counting, {"startTime", "start_time"});
    auto const likely = mark(*counting, {"likelyEndTime", "likely_end_time"});
    auto const end = likely ? likely : mark(*counting, {"minEndTime", "min_end_time"});
    if (start) timing.begins_s = static_cast<double>(*start) / 10;
    if (end) timing.ends_s = static_cast<double>(*end) / 10;
    timing.sure = likely.has_value();
  } else if (auto const* utc = find(*given, {"utcTiming", "utc_timing"})) { // tenths of a second of the UTC hour
    auto const start = mark(*utc, {"startUTCTime", "start_utc_time", "startTime"});
    auto const likely = mark(*utc, {"likelyEndUTCTime", "likely_end_utc_time", "likelyEndTime"});
    auto const end = likely ? likely : mark(*utc, {"minEndUTCTime", "min_end_utc_time", "minEndTime"});
    if (start) timing.begins_s = seconds_until(static_cast<unsigned>(*start), now);
    if (end) timing.ends_s = seconds_until(static_cast<unsigned>(*end), now);
    timing.sure = likely.has_value();
  }
  return timing;
}

/// All states of the cycle are listed; the present one has begun. One without times is taken as present.
void add_phase(Json const& phase, std::string const& prefix, Instant at, Facts& out) {
  auto const id = integer(phase, {"phaseId", "phase_id", "id"});
  auto const* states = find(phase, {"phaseStates", "phase_states"});
  if (!id || *id <= 0 || *id > 255 || states == nullptr || !states->is_array()) return;
  for (auto const& state : *states) {
    auto const shown = phase_of(find(state, {"light"}));
    auto const timing = timing_of(state, at);
    if (!shown || (timing.begins_s.value_or(0) > 0)) continue;
    out.signals.push_back({prefix + std::to_string(*id), at, *shown, timing.ends_s, timing.sure});
    return;
  }
}

std::optional<GeoPoint> stop_line(Json const& link, std::optional<GeoPoint> reference, Context const& context) {
  auto const* points = find(link, {"points"});
  if (points == nullptr || !points->is_array() || points->empty()) return reference;
  auto const& last = points->back(); // links run towards the crossing
  auto const* offset = find(last, {"posOffset", "pos_offset", "pos"});
  auto const place = position(offset != nullptr ? offset : &last, reference, context);
  return place ? place : reference;
}

void add_link(Json const& link, std::string const& prefix, GeoPoint place, std::set<std::int64_t>& placed, Facts& out) {
  auto const* movements = find(link, {"movements"});
  if (movements == nullptr || !movements->is_array()) return;
  for (auto const& movement : *movements) {
    auto const phase = integer(movement, {"phaseId", "phase_id"});
    if (!phase || *phase <= 0 || *phase > 255 || !placed.insert(*phase).second) continue;
    out.places.push_back({prefix + std::to_string(*phase), place});
  }
}

/// Minutes of the year, nothing for 527040 (invalid).
std::optional<Instant> minute(Json const& times, std::initializer_list<char const*> names, Context const& context) {
  auto const n = integer(times, names);
  if (!n || *n < 0 || *n >= 527'040) return std::nullopt;
  return at_minute_of_year(context.arrival, static_cast<unsigned>(*n), 0);
}

struct Unit {
  std::string id;
  std::optional<GeoPoint> reference;
  Instant at{};
};

struct Listed {
  char const* scheme;   // of the entity
  char const* quantity; // what list the code is of
  std::initializer_list<char const*> number, code, place;
};

void add_listed(Json const& item, Listed const& as, Unit const& unit, Context const& context, Facts& out) {
  auto const number_of_it = integer(item, as.number);
  auto const code_of_it = integer(item, as.code);
  if (!number_of_it || *number_of_it < 0 || !code_of_it || *code_of_it <= 0 || *code_of_it > 65'535) return;
  RoadEvent event;
  event.entity = fmt::format("{}:{}.{}", as.scheme, unit.id, *number_of_it);
  event.at = unit.at;
  auto const place = position(find(item, as.place), unit.reference, context);
  event.position = place ? place : unit.reference;
  event.quantity = as.quantity;
  event.code = static_cast<std::uint32_t>(*code_of_it);
  event.text = words(find(item, {"description"}));
  auto const* times = find(item, {"timeDetails", "time_details"});
  auto const end = times == nullptr ? std::nullopt : minute(*times, {"endTime", "end_time"}, context);
  if (end && *end <= context.arrival) event.code = 0;
  out.events.push_back(std::move(event));
}

} // namespace

bool add_signals(Json const& spat, Context const& context, Facts& out) {
  out.message = "spat";
  auto const* crossings = find(spat, {"intersections"});
  if (crossings == nullptr || !crossings->is_array()) return false;
  auto const sent = time_of(spat, context);
  for (auto const& crossing : *crossings) {
    auto const prefix = signal_prefix(find(crossing, {"intersectionId", "intersection_id"}));
    auto const* phases = find(crossing, {"phases"});
    if (prefix.empty() || phases == nullptr || !phases->is_array()) return false;
    auto const at = time_of(crossing, context);
    for (auto const& phase : *phases)
      add_phase(phase, prefix, at ? *at : sent.value_or(context.arrival), out);
  }
  return true;
}

bool add_places(Json const& map, Context const& context, Facts& out) {
  out.message = "map";
  auto const* nodes = find(map, {"nodes"});
  if (nodes == nullptr || !nodes->is_array()) return false;
  for (auto const& node : *nodes) {
    auto const prefix = signal_prefix(find(node, {"id"}));
    auto const* links = find(node, {"inLinks", "in_links"});
    if (prefix.empty()) return false;
    if (links == nullptr || !links->is_array()) continue;
    auto const reference = position(find(node, {"refPos", "ref_pos"}), std::nullopt, context);
    std::set<std::int64_t> placed;
    for (auto const& link : *links)
      if (auto const place = stop_line(link, reference, context)) add_link(link, prefix, *place, placed, out);
  }
  return true;
}

bool add_road_events(Json const& rsi, Context const& context, Facts& out) {
  out.message = "rsi";
  Unit unit;
  unit.id = identifier(find(rsi, {"id", "rsuId", "rsu_id"}));
  if (unit.id.empty()) unit.id = std::string(context.unit);
  if (unit.id.empty()) return false;
  unit.reference = position(find(rsi, {"refPos", "ref_pos"}), std::nullopt, context);
  unit.at = minute(rsi, {"moy"}, context).value_or(context.arrival);
  static Listed const events{
      "rsi", "rsi_event", {"rteId", "rte_id"}, {"eventType", "event_type"}, {"eventPos", "event_pos"}};
  static Listed const signs{
      "sign", "traffic_sign", {"rtsId", "rts_id"}, {"signType", "sign_type"}, {"signPos", "sign_pos"}};
  auto const* rtes = find(rsi, {"rtes"});
  auto const* rtss = find(rsi, {"rtss"});
  if (rtes == nullptr && rtss == nullptr) return false;
  for (auto const* list : {rtes, rtss})
    if (list != nullptr && list->is_array())
      for (auto const& item : *list)
        add_listed(item, list == rtes ? events : signs, unit, context, out);
  return true;
}

} // namespace dalian::v2x::csae
