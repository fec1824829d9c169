#pragma once
// What the engine `sun` rests on: assets/config/sun.toml, figures and the rules of how long windows must have sun.
#include "twin/sun/spans.hpp"
#include "twin/whatif/figure_table.hpp"

namespace dalian::whatif {

struct SunRule {
  std::string name, source, confidence;
  std::vector<std::string> groups, zones; // of uses; zones empty = everywhere
  int month = 1, day = 1;
  sun::Span window_h; // true solar time
  double hours = 0;
};

struct SunTable {
  FigureTable figures;
  std::vector<SunRule> rules;
  /// The first that fits; null where none does.
  SunRule const* rule_of(std::string_view group, std::string_view zone) const;
};

/// The error names file, line, field and remedy; every figure that the engine uses is there.
Result<SunTable> read_sun_table(std::filesystem::path const& file);

} // namespace dalian::whatif
