#include "twin/whatif/sun_table.hpp"

#include "twin/base/config_table.hpp"

#include <algorithm>
#include <array>

namespace dalian::whatif {
namespace {

constexpr std::array kFigures{"storey_height", "sill", "window_spacing", "least_span", "diffuse", "lowest_sun"};
constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

SunRule read_rule(ConfigTable& table) {
  SunRule rule;
  rule.name = table.text("name");
  rule.source = table.text("source");
  rule.confidence = table.text("confidence");
  rule.groups = table.texts("groups");
  if (table.has("zones")) rule.zones = table.texts("zones");
  rule.month = static_cast<int>(table.integer("month", 1, 12));
  rule.day = static_cast<int>(table.integer("day", 1, kDays[static_cast<std::size_t>(rule.month - 1)]));
  rule.window_h.from = table.number("from_h", 0, 23.9);
  rule.window_h.to = table.number("to_h", rule.window_h.from + 0.1, 24);
  rule.hours = table.number("hours", 0, 24);
  return rule;
}

bool has(std::vector<std::string> const& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

} // namespace

SunRule const* SunTable::rule_of(std::string_view group, std::string_view zone) const {
  auto const it = std::find_if(rules.begin(), rules.end(), [&](SunRule const& r) {
    return has(r.groups, group) && (r.zones.empty() || has(r.zones, zone));
  });
  return it == rules.end() ? nullptr : &*it;
}

Result<SunTable> read_sun_table(std::filesystem::path const& file) {
  SunTable out;
  auto figures = read_figure_table(file, kFigures, [&](ConfigTable& root) {
    root.each("rule", [&](ConfigTable& t) { out.rules.push_back(read_rule(t)); });
  });
  if (!figures) return Error{figures.error()};
  out.figures = std::move(figures).value();
  return out;
}

} // namespace dalian::whatif
