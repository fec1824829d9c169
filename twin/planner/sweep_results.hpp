#pragma once
// What a sweep found (docs/whatif.md, "Sweeps"): cases with their settings and figures, and which of them no other case
// beats. Draws nothing.
#include "twin/base/result.hpp"
#include "twin/plan/content_hash.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dalian::planner {

struct SweepRow {
  std::size_t number = 0;            // of the case, from 1
  std::vector<std::string> settings; // by axis
  std::vector<double> figures;       // by figure; NaN where an engine failed
  std::size_t errors = 0;            // findings that are errors, and what failed
};

struct SweepResults {
  std::string name, zone, design, base; // the hashes as the file has them
  std::vector<std::string> axes, figures;
  std::vector<SweepRow> rows; // of a sweep still at work, those that are there
  std::size_t cases = 0;      // that the design has
};

/// A last line without its end is left out. The error names file, line and remedy.
Result<SweepResults> read_sweep(std::filesystem::path const& file);

/// Less or more of a figure is better.
struct Aim {
  std::size_t figure = 0;
  bool more = false;
};

/// Rows that no other row beats: as good in every aim and better in one. In their order; rows with errors, or without a
/// figure that is aimed at, are none of them.
std::vector<std::size_t> pareto_front(SweepResults const& results, std::vector<Aim> const& aims);

/// Where a figure differs over the rows at all, the ends it lies between.
struct Span {
  std::size_t figure = 0;
  double low = 0, high = 0;
};
std::vector<Span> moving_figures(SweepResults const& results);

/// The design beside the results whose text has the hash that they name; nothing where there is none.
std::optional<std::filesystem::path> design_beside(std::filesystem::path const& results_file,
                                                   SweepResults const& results);

} // namespace dalian::planner
