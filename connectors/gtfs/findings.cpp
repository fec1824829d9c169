#include "connectors/gtfs/findings.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace dalian::gtfs {
namespace {

using Rule = std::pair<std::string_view, std::string_view>;

constexpr std::array kRules{
    Rule{"E001", "a time is not in POSIX seconds"},
    Rule{"E002", "stop times are not sorted by stop_sequence"},
    Rule{"E003", "the trip is not in the schedule"},
    Rule{"E004", "the route is not in the schedule"},
    Rule{"E006", "a trip by frequency lacks start_time or start_date"},
    Rule{"E009", "a trip that visits a stop twice needs stop_sequence"},
    Rule{"E011", "the stop is not in the schedule"},
    Rule{"E012", "the header is older than an entity"},
    Rule{"E013", "a trip by inexact frequency is not UNSCHEDULED"},
    Rule{"E015", "the stop is no stop or platform (location_type 0)"},
    Rule{"E016", "an ADDED trip is in the schedule"},
    Rule{"E017", "the content changed under the same header timestamp"},
    Rule{"E018", "the header timestamp went back"},
    Rule{"E019", "the start_time of a trip by exact frequency is no multiple of its headway"},
    Rule{"E020", "start_time is no HH:MM:SS"},
    Rule{"E021", "start_date is no YYYYMMDD"},
    Rule{"E022", "the times of successive stops do not increase"},
    Rule{"E023", "start_time differs from the first arrival of the schedule"},
    Rule{"E024", "direction_id differs from the schedule"},
    Rule{"E025", "a departure lies before its arrival"},
    Rule{"E026", "the position is no latitude and longitude"},
    Rule{"E027", "the bearing is not within 0…360"},
    Rule{"E028", "the vehicle is more than 1,609 m outside the area of the schedule"},
    Rule{"E029", "the vehicle is more than 200 m off the shape of its trip"},
    Rule{"E030", "the trip of an alert does not belong to its route"},
    Rule{"E031", "the route of an alert differs from that of its trip"},
    Rule{"E032", "an alert informs about nothing"},
    Rule{"E033", "an informed entity of an alert names nothing"},
    Rule{"E034", "the agency is not in the schedule"},
    Rule{"E035", "the trip does not belong to the route"},
    Rule{"E036", "successive stop times have the same stop_sequence"},
    Rule{"E037", "successive stop times have the same stop"},
    Rule{"E038", "the version is neither 1.0 nor 2.0"},
    Rule{"E039", "a full data set holds a deleted entity"},
    Rule{"E040", "a stop time has neither stop_id nor stop_sequence"},
    Rule{"E041", "a trip that runs has no stop times"},
    Rule{"E042", "a stop without data has an arrival or departure"},
    Rule{"E043", "a stop time has neither arrival nor departure"},
    Rule{"E044", "an arrival or departure has neither delay nor time"},
    Rule{"E045", "stop_sequence and stop_id do not belong together in the schedule"},
    Rule{"E046", "a delay, where the schedule has no time"},
    Rule{"E047", "a vehicle has one trip in its position and another in its trip update"},
    Rule{"E048", "version 2.0 without a header timestamp"},
    Rule{"E049", "version 2.0 without an incrementality"},
    Rule{"E050", "a time stamp lies in the future"},
    Rule{"E051", "stop_sequence is not in the schedule of the trip"},
    Rule{"E052", "two vehicles have the same id"},
    Rule{"W001", "a time stamp is missing"},
    Rule{"W002", "a vehicle has no id"},
    Rule{"W003", "a trip has a position but no trip update, or the reverse"},
    Rule{"W004", "a vehicle is faster than 26 m/s"},
    Rule{"W006", "a trip update has no trip_id"},
    Rule{"W007", "more than 35 s between two headers"},
    Rule{"W008", "the header is more than 65 s old"},
    Rule{"W009", "schedule_relationship is not said"},
};

} // namespace

std::string_view rule_text(std::string_view code) {
  auto const* const it = std::ranges::find(kRules, code, &Rule::first);
  return it == kRules.end() ? std::string_view{} : it->second;
}

std::vector<std::string_view> rule_codes() {
  std::vector<std::string_view> codes;
  for (auto const& rule : kRules)
    codes.push_back(rule.first);
  return codes;
}

void Findings::add(std::string_view code, std::string const& where, std::uint64_t n) {
  assert(!rule_text(code).empty());
  by_code_.add(code, n);
  if (first_.find(code) == first_.end()) first_.emplace(code, where);
}

} // namespace dalian::gtfs
