#include "twin/whatif/coefficient_table.hpp"

#include <fstream>
#include <sstream>

namespace dalian::whatif {
namespace {

constexpr double kMost = 1e9;

} // namespace

void describe(ConfigTable& table, Coefficient& out) {
  out.unit = table.text("unit");
  out.source = table.text("source");
  out.confidence = table.text("confidence");
  out.year = static_cast<int>(table.integer("year", 1800, 2100, 0));
  if (out.source.empty()) table.fail("source", "is empty; say where the figure comes from");
}

Range checked(ConfigTable const& table, std::string const& what, Range range) {
  if (!(range.low >= 0 && range.low <= range.value && range.value <= range.high && range.high < kMost))
    table.fail(what, fmt::format("has the range {}…{} about {}; low, value and high must rise from 0", range.low,
                                 range.high, range.value));
  return range;
}

void read_figure(ConfigTable& table, Figures& out) {
  Coefficient figure;
  auto const name = table.text("name");
  describe(table, figure);
  double const low = table.number("low", 1e-9, kMost), high = table.number("high", 1e-9, kMost);
  figure.by_group[""] = checked(table, "low", {low, table.number("value", 0, kMost, (low + high) / 2), high});
  if (!out.emplace(name, figure).second) table.fail("name", "is there twice; leave one out");
}

plan::ContentHash hash_of_file(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return plan::hash_of(text.str());
}

} // namespace dalian::whatif
