#include "twin/whatif/flood_table.hpp"

#include "twin/whatif/coefficient_table.hpp"

#include <array>

namespace dalian::whatif {
namespace {

constexpr std::array kFigures{"storm_a",       "storm_c",    "storm_b",     "storm_n",
                              "return_period", "storm_time", "peak_share",  "after_storm",
                              "drain_return",  "drain_time", "runoff_open", "manning",
                              "tide_range",    "surge",      "surge_time",  "counted_depth"};

void read_runoff(ConfigTable& table, Coefficient& out) {
  describe(table, out);
  std::map<std::string, double> low;
  table.each_number("low", [&](std::string const& group, double n) { low[group] = n; });
  table.each_number("high", [&](std::string const& group, double n) {
    auto const from = low.find(group);
    if (from == low.end() || from->second < 0 || from->second > n || n > 1)
      table.fail("high", fmt::format("of '{}' must be at least its low end and at most 1", group));
    out.by_group[group] = {from->second, (from->second + n) / 2, n};
  });
  if (low.size() != out.by_group.size()) table.fail("high", "lacks a group that is in low");
}

} // namespace

Result<FloodTable> read_flood_table(std::filesystem::path const& file) {
  FloodTable out;
  auto figures = read_figure_table(file, kFigures, [&](ConfigTable& root) {
    root.each("runoff", [&](ConfigTable& t) { read_runoff(t, out.runoff); });
    if (out.runoff.by_group.empty()) root.fail("runoff", "is missing; give shares by group of uses");
  });
  if (!figures) return Error{figures.error()};
  out.figures = std::move(figures).value();
  return out;
}

} // namespace dalian::whatif
