#include "twin/app/json_lines.hpp"

#include "twin/wire/codec.hpp"

#include <cassert>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <google/protobuf/util/json_util.h>
#include <iostream>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace dalian::app {
namespace {

using Json = nlohmann::json;
using Reject = std::optional<LineReject>;

Reject parse_object(std::string_view line, Json& out) {
  out = Json::parse(line, nullptr, false);
  if (out.is_discarded()) return LineReject{"not_json", "not a JSON value"};
  if (!out.is_object()) return LineReject{"not_an_object", "a JSON value, but no object"};
  return std::nullopt;
}

/// ISO 8601 text, or whole nanoseconds since 1970 as a number or as text.
std::optional<Instant> time_of(Json const& value) {
  if (value.is_number_integer() || value.is_number_unsigned()) {
    if (value.is_number_unsigned() && value.get<std::uint64_t>() >= static_cast<std::uint64_t>(wire::kMaxUnixNs))
      return std::nullopt;
    auto const ns = value.get<std::int64_t>();
    return ns >= wire::kMinUnixNs && ns < wire::kMaxUnixNs ? std::optional(from_unix_ns(ns)) : std::nullopt;
  }
  if (!value.is_string()) return std::nullopt;
  auto const& text = value.get_ref<std::string const&>();
  if (!text.empty() && text.size() <= 19 && text.find_first_not_of("0123456789") == std::string::npos)
    return time_of(Json(std::stoll(text)));
  auto const t = parse_utc(text);
  return t ? std::optional(*t) : std::nullopt;
}

Reject bad_time(char const* field) {
  return LineReject{"bad_time",
                    fmt::format("{}: neither ISO 8601 with date, time and zone, nor nanoseconds since 1970", field)};
}

/// Replaces the text of a time by its number, as the schema has it.
Reject settle_time(Json& object, char const* field) {
  auto const t = time_of(object[field]);
  if (!t) return bad_time(field);
  object[field] = std::to_string(to_unix_ns(*t));
  return std::nullopt;
}

Reject take_source(Json& object, ObservationLine& out) {
  if (auto const at = object.find("source"); at != object.end()) {
    if (!at->is_string() || !wire::is_source_name(at->get_ref<std::string const&>()))
      return LineReject{"bad_source", "source: 1…64 of letters, digits, '-', '_' and '.'"};
    out.source = at->get<std::string>();
    object.erase(at);
  }
  if (auto const at = object.find("provenance"); at != object.end()) {
    if (!at->is_string() || !wire::Provenance_Parse(at->get_ref<std::string const&>(), &out.provenance))
      return LineReject{"bad_provenance",
                        "provenance: UNKNOWN, SURVEYED, IMPORTED, MODELLED, SYNTHETIC, LIVE, RECORDED"};
    object.erase(at);
  }
  return std::nullopt;
}

std::optional<double> number(Json const& object, char const* field) {
  auto const at = object.find(field);
  return at != object.end() && at->is_number() ? std::optional(at->get<double>()) : std::nullopt;
}

/// `east_m` and `north_m` on the map, else `lon_deg` and `lat_deg`; also inside "fix", so that a file of observations
/// is one of states.
std::optional<MapPoint> position_of(Json const& object) {
  if (auto const e = number(object, "east_m"), n = number(object, "north_m"); e && n) return MapPoint{*e, *n};
  if (auto const lon = number(object, "lon_deg"), lat = number(object, "lat_deg"); lon && lat) {
    auto const p = project({*lon, *lat});
    return p ? std::optional(p->point) : std::nullopt;
  }
  auto const fix = object.find("fix");
  return fix != object.end() && fix->is_object() ? position_of(*fix) : std::nullopt;
}

std::string told(LineCounts::Rejected const& r) {
  return fmt::format("line {}: {}: {}", r.line, r.reject.reason, r.reject.message);
}

} // namespace

std::optional<LineReject> read_observation(std::string_view line, ObservationLine& out) {
  Json object;
  if (auto reject = parse_object(line, object)) return reject;
  out = ObservationLine{};
  if (auto reject = take_source(object, out)) return reject;
  if (!object.contains("t_obs")) return LineReject{"bad_time", "t_obs is missing"};
  if (auto reject = settle_time(object, "t_obs")) return reject;
  if (!object.contains("t_rx")) object["t_rx"] = object["t_obs"];
  if (auto reject = settle_time(object, "t_rx")) return reject;
  auto const parsed = google::protobuf::util::JsonStringToMessage(object.dump(), &out.observation);
  if (!parsed.ok()) return LineReject{"bad_field", std::string(parsed.message())};
  if (auto const reason = wire::check(out.observation); !reason.empty())
    return LineReject{std::string(reason), "out of the bounds of the schema"};
  return std::nullopt;
}

std::optional<LineReject> read_state(std::string_view line, StateLine& out) {
  Json object;
  if (auto reject = parse_object(line, object)) return reject;
  char const* const field = object.contains("t") ? "t" : "t_obs";
  if (!object.contains(field)) return LineReject{"bad_time", "t is missing"};
  auto const t = time_of(object[field]);
  if (!t) return bad_time(field);
  out.t = *t;
  auto const entity = object.find("entity");
  if (entity == object.end() || !entity->is_string() || entity->get_ref<std::string const&>().empty())
    return LineReject{"bad_entity", "entity: a text that is not empty"};
  out.entity = entity->get<std::string>();
  auto const position = position_of(object);
  if (!position) return LineReject{"bad_position", "east_m and north_m, or lon_deg and lat_deg near the map"};
  out.position = *position;
  return std::nullopt;
}

std::string LineCounts::json() const {
  Json by_reason = Json::object(), examples = Json::array();
  for (auto const& [reason, n] : rejects)
    by_reason[reason] = n;
  for (Rejected const& r : first)
    examples.push_back({{"line", r.line}, {"reason", r.reject.reason}, {"message", r.reject.message}});
  return Json{{"read", lines}, {"blank", blank}, {"used", used}, {"rejects", by_reason}, {"first_rejects", examples}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string LineCounts::text(std::string const& file) const {
  std::string out =
      fmt::format("{}: {} lines: {} used, {} blank, {} rejected", file, lines, used, blank, rejects.sum());
  char const* separator = " (";
  for (auto const& [reason, n] : rejects) {
    out += fmt::format("{}{} {}", separator, n, reason);
    separator = ", ";
  }
  out += rejects.empty() ? "\n" : ")\n";
  for (Rejected const& r : first)
    out += fmt::format("  {}\n", told(r));
  return out;
}

std::string LineCounts::why() const {
  assert(!first.empty());
  return told(first.front());
}

namespace {
/// A person who waits sees that it goes on.
void show_progress(std::uint64_t lines) {
  if (lines % 50'000 == 0 && ::isatty(STDERR_FILENO) == 1) fmt::print(stderr, "\r{} lines \r", lines);
}
} // namespace

LineCounts read_lines(std::istream& in, std::function<std::optional<LineReject>(std::string_view)> const& take) {
  LineCounts counts;
  for (std::string line; std::getline(in, line);) {
    show_progress(++counts.lines);
    if (line.find_first_not_of(" \t\r") == std::string::npos) {
      ++counts.blank;
    } else if (auto reject = take(line)) {
      counts.rejects.add(reject->reason);
      if (counts.first.size() < LineCounts::kFirst) counts.first.push_back({counts.lines, std::move(*reject)});
    } else {
      ++counts.used;
    }
  }
  return counts;
}

Result<LineCounts> read_file(std::string const& file,
                             std::function<std::optional<LineReject>(std::string_view)> const& take) {
  if (file == "-") return read_lines(std::cin, take);
  if (std::filesystem::is_directory(file)) return Error{fmt::format("{} is a folder; name a file", file)};
  std::ifstream in(file);
  if (!in) return Error{fmt::format("{}: {}", file, std::strerror(errno))};
  LineCounts counts = read_lines(in, take);
  if (in.bad()) return Error{fmt::format("{}: reading failed after line {}", file, counts.lines)};
  return counts;
}

} // namespace dalian::app
