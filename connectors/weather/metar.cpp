#include "connectors/weather/metar.hpp"

#include <algorithm>
#include <cctype>

namespace dalian::weather {
namespace {

constexpr std::size_t kLongestGroup = 20; // the longest that the form has: runway visual range

std::vector<Group> split(std::string_view text) {
  std::vector<Group> groups;
  text = text.substr(0, text.find('='));
  while (!text.empty()) {
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) break;
    text.remove_prefix(first);
    auto const end = std::min(text.find_first_of(" \t\r\n"), text.size());
    groups.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return groups;
}

int digits(Group g, std::size_t at) {
  return (g[at] - '0') * 10 + (g[at + 1] - '0');
}

bool all_digits(Group g) {
  return !g.empty() && std::ranges::all_of(g, [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool is_station(Group g) {
  return g.size() == 4 && std::isupper(static_cast<unsigned char>(g[0])) != 0 &&
         std::ranges::all_of(g, [](unsigned char c) { return std::isupper(c) != 0 || std::isdigit(c) != 0; });
}

bool take_time(Group g, Metar& out) {
  if (g.size() != 7 || g[6] != 'Z' || !all_digits(g.substr(0, 6))) return false;
  out.day = digits(g, 0);
  out.hour = digits(g, 2);
  out.minute = digits(g, 4);
  return out.day >= 1 && out.day <= 31 && out.hour < 24 && out.minute < 60;
}

bool is_trend(Group g) {
  return g == "NOSIG" || g == "BECMG" || g == "TEMPO" || g == "RMK";
}

bool take_marker(Group g, Metar& out) {
  if (g == "AUTO") return out.automatic = true;
  if (g == "COR") return out.corrected = true;
  return false;
}

/// "1 1/2SM": the whole miles stand in a group of their own.
bool joins_next(Group g, Group next) {
  return g.size() == 1 && all_digits(g) && next.ends_with("SM") && next.find('/') != next.npos;
}

void take_body(std::vector<Group> const& groups, std::size_t at, Metar& out) {
  for (; at < groups.size() && !is_trend(groups[at]); ++at) {
    std::string group(groups[at]);
    if (at + 1 < groups.size() && joins_next(groups[at], groups[at + 1])) group += " " + std::string(groups[++at]);
    bool const known =
        group.size() <= kLongestGroup &&
        (take_marker(group, out) || take_wind(group, out) || take_visibility(group, out) || take_weather(group, out) ||
         take_cloud(group, out) || take_temperature(group, out) || take_pressure(group, out));
    if (!known) ++out.unread;
  }
  auto const remarks = std::find(groups.begin() + static_cast<std::ptrdiff_t>(at), groups.end(), "RMK");
  for (auto it = remarks; it != groups.end(); ++it)
    if (it->size() == 9) take_exact_temperature(*it, out);
}

} // namespace

Parsed parse_metar(std::string_view text) {
  if (text.size() > 1024) return {{}, "too_long"};
  auto const groups = split(text);
  if (groups.empty()) return {{}, "empty"};
  Metar out;
  std::size_t at = 0;
  if (groups[at] == "METAR" || groups[at] == "SPECI") out.special = groups[at++] == "SPECI";
  if (at < groups.size() && groups[at] == "COR") out.corrected = groups[at++] == "COR";
  if (at >= groups.size() || !is_station(groups[at])) return {{}, "no_station"};
  out.station = groups[at++];
  if (at >= groups.size() || !take_time(groups[at++], out)) return {{}, "no_time"};
  if (at < groups.size() && groups[at] == "NIL") return {{}, "nil"};
  take_body(groups, at, out);
  return {std::move(out), "decoded"};
}

} // namespace dalian::weather
