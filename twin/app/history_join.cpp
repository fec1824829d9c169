// twinctl history join: the histories of several twins on PostgreSQL as one, in a database of whoever runs them.
#include "twin/app/commands.hpp"
#include "twin/app/history_commands.hpp"
#include "twin/app/history_place.hpp"
#include "twin/postgres/foreign_zones.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using Json = nlohmann::ordered_json;

/// "north=postgresql://…" as name and address; what is neither is told by who reads it.
std::vector<postgres::Zone> zones_of(std::vector<std::string> const& told) {
  std::vector<postgres::Zone> zones;
  for (auto const& one : told) {
    auto const equals = std::min(one.find('='), one.size());
    zones.push_back({one.substr(0, equals), equals < one.size() ? one.substr(equals + 1) : ""});
  }
  return zones;
}

int print_statements(std::vector<postgres::Zone> const& zones) {
  auto const statements = postgres::join_statements(zones, false);
  if (!statements) return fail(statements.error());
  fmt::print("BEGIN;\n{};\nCOMMIT;\n", fmt::join(*statements, ";\n"));
  return 0;
}

Json json_of(postgres::ZoneSeen const& zone) {
  bool const any = zone.chunks > 0;
  return {{"zone", zone.name},
          {"chunks", zone.chunks},
          {"observations", zone.observations},
          {"first", any ? Json(format_utc(zone.first, 3)) : Json()},
          {"last", any ? Json(format_utc(zone.last, 3)) : Json()},
          {"trouble", zone.trouble}};
}

void print_zone(postgres::ZoneSeen const& zone) {
  bool const any = zone.chunks > 0;
  fmt::print("{:<20} {:>13} {:<25} {:<25} {}\n", zone.name, zone.observations, any ? format_utc(zone.first, 3) : "",
             any ? format_utc(zone.last, 3) : "", zone.trouble);
}

} // namespace

int join_histories(HistoryOptions const& options) {
  auto const zones = zones_of(options.zones);
  if (options.print) return print_statements(zones);
  if (!is_server(options.to_place)) return fail("--into postgresql://…: the database that is to show all zones");
  auto const seen = postgres::join_zones(options.to_place, zones);
  if (!seen) return fail(seen.error());
  if (options.json) {
    Json list{{"schema", 1}, {"zones", Json::array()}};
    for (auto const& zone : *seen)
      list["zones"].push_back(json_of(zone));
    fmt::print("{}\n", list.dump(2));
  } else {
    fmt::print("{:<20} {:>13} {:<25} {:<25}\n", "zone", "observations", "first", "last");
    std::for_each(seen->begin(), seen->end(), print_zone);
  }
  return std::all_of(seen->begin(), seen->end(), [](auto const& zone) { return zone.trouble.empty(); }) ? 0 : 1;
}

} // namespace dalian::app
