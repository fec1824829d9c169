#include "twin/whatif/programme.hpp"

#include "twin/whatif/coefficient_table.hpp"

#include <array>

namespace dalian::whatif {
namespace {

constexpr std::array kCoefficients{"jobs",  "jobs_services", "output", "building_coverage",
                                   "water", "wastewater",    "power",  "full_load_hours",
                                   "heat",  "steam"};
constexpr std::array kFigures{"coincidence",  "household",         "dwelling_floor",
                              "dwelling_gas", "gas_heating_value", "household_waste"};

void read_use(ConfigTable& table, Programme& out) {
  LandUse use;
  use.id = table.text("id");
  use.code = table.text("code");
  use.group = table.text("group");
  use.sector = table.text("sector", "");
  use.far = table.number("far", 0, 30, 0);
  if (table.has("provides")) use.provides = table.texts("provides");
  if (use.code.empty()) table.fail("code", "is empty; give the code of GB 50137");
  if (!out.uses.emplace(use.id, use).second) table.fail("id", "is there twice; leave one out");
}

void read_coefficient(ConfigTable& table, Programme& out) {
  Coefficient coefficient;
  auto const name = table.text("name");
  describe(table, coefficient);
  std::map<std::string, double> low, value, high;
  table.each_number("low", [&](std::string const& group, double n) { low[group] = n; });
  table.each_number("value", [&](std::string const& group, double n) { value[group] = n; });
  table.each_number("high", [&](std::string const& group, double n) { high[group] = n; });
  for (auto const& [group, from] : low) {
    auto const to = high.find(group);
    if (to == high.end()) table.fail("high", fmt::format("lacks '{}', which is in low", group));
    auto const given = value.find(group);
    double const middle = given == value.end() ? (from + to->second) / 2 : given->second;
    coefficient.by_group[group] = checked(table, "low", {from, middle, to->second});
  }
  for (auto const* other : {&value, &high})
    for (auto const& [group, n] : *other)
      if (!low.contains(group)) table.fail("low", fmt::format("lacks '{}'", group));
  if (!out.coefficients.emplace(name, coefficient).second) table.fail("name", "is there twice; leave one out");
}

void read_wants(ConfigTable& root, Programme& out) {
  root.each("target", [&](ConfigTable& t) {
    out.targets.push_back({t.text("sector"), t.text("source"), t.number("output_bn_cny", 1e-6, 1e6)});
  });
  root.each("quota", [&](ConfigTable& t) {
    out.quotas.push_back({t.text("zone"), t.text("source"), t.number("construction_km2", 1e-6, 1e5)});
  });
  root.each("structure", [&](ConfigTable& t) {
    out.structure.push_back({t.text("codes"), t.number("low", 0, 100), t.number("high", 0, 100)});
  });
}

} // namespace

Result<Programme> read_programme(std::filesystem::path const& file) {
  Programme out;
  auto const read = read_config(file, [&](ConfigTable& root) {
    root.each("use", [&](ConfigTable& t) { read_use(t, out); });
    root.each("coefficient", [&](ConfigTable& t) { read_coefficient(t, out); });
    root.each("figure", [&](ConfigTable& t) { read_figure(t, out.figures); });
    read_wants(root, out);
    for (auto const* name : kCoefficients)
      if (!out.coefficients.contains(name)) root.fail("coefficient", fmt::format("'{}' is missing; add it", name));
    for (auto const* name : kFigures)
      if (!out.figures.contains(name)) root.fail("figure", fmt::format("'{}' is missing; add it", name));
  });
  if (!read) return Error{read.error()};
  out.hash = hash_of_file(file);
  return out;
}

} // namespace dalian::whatif
