#pragma once
// A table of figures alone, as tables of the engines port, sun and flood have them: ranges with unit, source and how
// sure they are.
#include "twin/whatif/energy_factors.hpp"

#include <functional>
#include <span>

namespace dalian {
class ConfigTable;
}

namespace dalian::whatif {

struct FigureTable {
  std::string title;                                       // of the file, "port"
  std::map<std::string, Coefficient, std::less<>> figures; // under group ""
  std::set<std::string, std::less<>> eases;                // figures of which more makes the answer's figures less
  plan::ContentHash hash;                                  // of the file's bytes

  // Of names that the reader made sure of.
  Range figure(std::string_view name) const { return figures.find(name)->second.of(""); }
  double at(std::string_view name, End end) const;
  double value(std::string_view name) const { return at(name, End::value); }
  std::string cited(std::string_view name) const { return figures.find(name)->second.cited(); }
};

/// All of a file: [[figure]] and what `others` reads of the rest. The error names file, line, field and remedy;
/// `needed` are there.
Result<FigureTable> read_figure_table(std::filesystem::path const& file, std::span<char const* const> needed,
                                      std::function<void(ConfigTable&)> const& others = {});

} // namespace dalian::whatif
