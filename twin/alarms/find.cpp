#include "twin/alarms/find.hpp"

#include <algorithm>

namespace dalian::alarms {
namespace {

using Value = std::optional<double>; // the value where the condition holds

template <class Holds>
void each(Search const& s, std::vector<Finding>& findings, Holds&& holds) {
  each_watched(s, [&](Target const& t) {
    Key const key{s.index, t.handle, 0};
    if (Value const value = holds(t, key)) findings.push_back({key, *value});
  });
}

/// `value` beyond `limit`, or not back by `hysteresis` when it was beyond before.
bool beyond(Search const& s, Key key, double over, double hysteresis) {
  return over > 0 || (over > -hysteresis && s.watches.held(key));
}

void find_geofence(Search const& s, Geofence const& rule, FenceMemory& memory, std::vector<Finding>& findings) {
  using enum Geofence::When;
  auto const& area = std::get<state::Area>(s.rules.places[rule.area].shape);
  bool const event = rule.when == enter || rule.when == exit;
  bool const about_outside = rule.when == outside || rule.when == exit;
  auto const hold = about_outside ? state::FenceTracker::Hold::outside : state::FenceTracker::Hold::inside;
  if (!memory.tracker) memory.tracker.emplace(area, rule.hysteresis_m, hold);
  auto const crossing_wanted =
      about_outside ? state::FenceTracker::Crossing::left : state::FenceTracker::Crossing::entered;
  std::erase_if(memory.crossed, [&](auto const& entry) { return s.world.now >= entry.second; });
  each(s, findings, [&](Target const& t, Key) -> Value {
    auto const crossing = memory.tracker->update(t.handle, t.position);
    if (event && crossing == crossing_wanted) memory.crossed[t.handle] = s.world.now + rule.lasts;
    bool const holds = event ? memory.crossed.contains(t.handle) : memory.tracker->inside(t.handle) != about_outside;
    return holds ? Value(0) : std::nullopt;
  });
}

void find_deviation(Search const& s, CorridorDeviation const& rule, std::vector<Finding>& findings) {
  auto const& line = std::get<Corridor>(s.rules.places[rule.corridor].shape).line;
  each(s, findings, [&](Target const& t, Key key) -> Value {
    double const off_m = line.distance_m(t.position, rule.beyond_m + 1); // how far beyond, value_to_tell says
    return beyond(s, key, off_m - rule.beyond_m, rule.hysteresis_m) ? Value(off_m) : std::nullopt;
  });
}

void find_speed(Search const& s, Speed const& rule, std::vector<Finding>& findings) {
  each(s, findings, [&](Target const& t, Key key) -> Value {
    double const over = rule.over ? t.speed_mps - rule.limit_mps : rule.limit_mps - t.speed_mps;
    return beyond(s, key, over, rule.hysteresis_mps) ? Value(t.speed_mps) : std::nullopt;
  });
}

/// The older the better: no question of freshness here.
void find_silence(Search const& s, Silence const& rule, std::vector<Finding>& findings) {
  each_subject(s, [&](Target const& t) {
    if (t.silent <= rule.after) return;
    if (s.rule().within && !s.rules.places[*s.rule().within].contains(t.track->position)) return;
    findings.push_back({{s.index, t.handle, 0}, to_seconds(t.silent)});
  });
}

/// Of things with and without a place; what has none is nowhere, so `within` leaves it out.
void find_limit(Search const& s, Limit const& rule, std::vector<Finding>& findings) {
  auto const judge = [&](Target const& t) {
    auto const value = value_of(t.track, rule.quantity, s.world.now);
    if (!value) return;
    Key const key{s.index, t.handle, 0};
    if (beyond(s, key, rule.above ? *value - rule.limit : rule.limit - *value, rule.hysteresis))
      findings.push_back({key, *value});
  };
  if (s.rule().within)
    each_watched(s, judge);
  else
    each_subject(s, judge);
}

/// A track that is still there but says too little keeps what was said about it.
bool cannot_say(Search const& s, std::uint32_t handle) {
  Target const* const t = s.world.find(handle);
  if (t == nullptr) return false;
  if (auto const* limit = std::get_if<Limit>(&s.rule().test)) return !value_of(t->track, limit->quantity, s.world.now);
  return !fresh(s.rule(), *t);
}

void keep_unknown(Search const& s, std::size_t first, std::vector<Finding>& findings) {
  std::size_t const known = findings.size();
  for (Watch const& w : s.watches.of_rule(s.index))
    if (w.present && (cannot_say(s, w.key.a) || (w.key.b != 0 && cannot_say(s, w.key.b))))
      findings.push_back({w.key, w.value});
  auto const less = [](Finding const& x, Finding const& y) { return x.key < y.key; };
  auto const at = [&](std::size_t i) { return findings.begin() + static_cast<std::ptrdiff_t>(i); };
  std::inplace_merge(at(first), at(known), findings.end(), less);
  auto const same = [](Finding const& x, Finding const& y) { return x.key == y.key; };
  findings.erase(std::unique(at(first), findings.end(), same), findings.end());
}

} // namespace

std::vector<std::uint32_t> const* narrowed(Search const& s) {
  static std::vector<std::uint32_t> const kNone;
  Rule const& rule = s.rule();
  if (auto const* deviation = std::get_if<CorridorDeviation>(&rule.test); deviation && !deviation->route.empty()) {
    auto const route = s.lookout.route(deviation->route);
    return route && *route < s.world.of_route.size() ? &s.world.of_route[*route] : &kNone;
  }
  if (rule.kinds.count() != 1) return nullptr;
  for (std::size_t kind = 0; kind < s.world.of_kind.size(); ++kind)
    if (rule.kinds.test(kind)) return &s.world.of_kind[kind];
  return nullptr;
}

double value_to_tell(RuleSet const& rules, Rule const& rule, Target const& target, double found) {
  constexpr double kFar_m = 1e7;
  auto const* deviation = std::get_if<CorridorDeviation>(&rule.test);
  if (deviation == nullptr) return found;
  return std::get<Corridor>(rules.places[deviation->corridor].shape).line.distance_m(target.position, kFar_m);
}

void find(Search const& s, FenceMemory& memory, std::vector<Finding>& findings) {
  std::size_t const first = findings.size();
  Test const& test = s.rule().test;
  if (auto const* silence = std::get_if<Silence>(&test)) return find_silence(s, *silence, findings);
  if (std::holds_alternative<Trouble>(test)) {
    if (s.twin_in_trouble) findings.push_back({{s.index, kTwinHandle, 0}, 0});
    return;
  }
  if (auto const* fence = std::get_if<Geofence>(&test))
    find_geofence(s, *fence, memory, findings);
  else if (auto const* deviation = std::get_if<CorridorDeviation>(&test))
    find_deviation(s, *deviation, findings);
  else if (auto const* speed = std::get_if<Speed>(&test))
    find_speed(s, *speed, findings);
  else if (auto const* limit = std::get_if<Limit>(&test))
    find_limit(s, *limit, findings);
  else
    find_pairs(s, findings);
  keep_unknown(s, first, findings);
}

} // namespace dalian::alarms
