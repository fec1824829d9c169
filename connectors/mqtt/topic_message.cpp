#include "connectors/mqtt/topic_message.hpp"

#include "connectors/common/json_depth.hpp"
#include "connectors/common/teller.hpp"
#include "connectors/mqtt/topic_filter.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace dalian::mqtt {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostNested = 32;

/// Null where there is none.
Json const* find(Json const& message, std::string const& pointer) {
  Json::json_pointer const at(pointer);
  if (!message.contains(at)) return nullptr;
  auto const& found = message.at(at);
  return found.is_null() ? nullptr : &found;
}

std::optional<RawValue> raw_of(Json const& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) return value.get<std::string>();
  return std::nullopt;
}

std::optional<Instant> unix_time(double t, double unit_s) {
  constexpr double kMost_s = 4e9; // 2096
  double const seconds = t * unit_s;
  if (!(seconds >= 0 && seconds <= kMost_s)) return std::nullopt;
  return from_unix_ns(static_cast<std::int64_t>(std::llround(seconds * 1e3)) * 1'000'000);
}

/// Nothing when it has another form than the rule says.
std::optional<Instant> time_of(Json const& value, TimeForm form) {
  if (form == TimeForm::iso) {
    if (!value.is_string()) return std::nullopt;
    auto const t = parse_utc(value.get<std::string>());
    return t && connectors::can_be_told(*t) ? std::optional(*t) : std::nullopt;
  }
  if (!value.is_number()) return std::nullopt;
  return unix_time(value.get<double>(), form == TimeForm::unix_s ? 1 : 1e-3);
}

void tell_place(TopicRule const& rule, GeoPoint place, wire::Observation& o) {
  auto& fix = *o.mutable_fix();
  fix.set_lon_deg(place.lon_deg);
  fix.set_lat_deg(place.lat_deg);
  fix.set_sigma_m(rule.sigma_m);
}

std::optional<GeoPoint> read_place(TopicRule const& rule, Json const& message, Crs crs) {
  if (rule.lon.empty()) return std::nullopt;
  auto const* lon = find(message, rule.lon);
  auto const* lat = find(message, rule.lat);
  if (lon == nullptr || lat == nullptr || !lon->is_number() || !lat->is_number()) return std::nullopt;
  return place_of(lon->get<double>(), lat->get<double>(), crs);
}

} // namespace

std::string_view TopicReader::read(TopicMessage const& m, std::vector<wire::Observation>& out,
                                   Counters& details) const {
  for (TopicRule const& rule : rules_) {
    auto const captures = match(rule.filter, m.topic);
    if (!captures) continue;
    if (!rule.plain && !connectors::nested_at_most(m.payload, kMostNested)) return "too_deep";
    auto const message = rule.plain ? Json(std::string(m.payload)) : Json::parse(m.payload, nullptr, false);
    if (message.is_discarded()) return "bad_json";
    auto t = std::optional(m.arrival);
    if (!rule.time.empty()) {
      auto const* said = find(message, rule.time);
      t = said != nullptr ? time_of(*said, rule.time_form) : std::nullopt;
    }
    if (!t) return "bad_time";
    connectors::Teller teller(connectors::wire_entity("", *fill(rule.entity, *captures)), rule.kind, m.arrival, out);
    if (auto const place = read_place(rule, message, crs_)) tell_place(rule, *place, teller.tell(*t));
    for (ValueRule const& value : rule.values) {
      auto const* found = find(message, value.at);
      auto const raw = found != nullptr ? raw_of(*found) : std::nullopt;
      details.add(raw ? tell(value, *raw, *t, teller) : "values_missing");
    }
    return "decoded";
  }
  return "unmapped_topic";
}

} // namespace dalian::mqtt
