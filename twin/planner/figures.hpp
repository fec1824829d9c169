#pragma once
// An answer as a panel shows it: figures with their change and what that is worth, engines, and what is wrong where.
#include "twin/planner/evaluator.hpp"

namespace dalian::planner {

enum class Verdict : std::uint8_t {
  same,
  no_difference,
  moved
}; // the second: smaller than what the computing may be off

struct Figure {
  std::string engine, name, unit, source;
  double value = 0, low = 0, high = 0;                           // of the scenario
  double before = 0;                                             // of the base
  double change = 0, change_low = 0, change_high = 0, error = 0; //
  Verdict verdict = Verdict::same;
};

/// All figures of a zone ("" = of all together), in the order of the engines.
std::vector<Figure> figures_of(Answer const& answer, std::string_view zone);

struct EngineLine {
  std::string name;
  whatif::Ending ending = whatif::Ending::done;
  std::string trouble; // why it failed, "" when it did not
  double seconds = 0;  // computing; 0 when the answer was there already
  bool kept = false;
  bool certified = true; // all its certificates are good
};
std::vector<EngineLine> engine_lines(Answer const& answer);

/// A finding with the place it is about.
struct Mark {
  plan::Finding finding;
  std::optional<MapPoint> at; // where the entity is; nothing for what has no place
  bool fresh = false;         // the base has none of the kind there
};

/// Of the layout and of the engines; the fresh and the grave first.
std::vector<Mark> marks_of(Answer const& answer, plan::Layout const& base, plan::Layout const& layout);
/// The fresh, then those of a zone ("njip/…"; "" = of none), and the grave first among them.
std::vector<Mark> zone_first(std::vector<Mark> marks, std::string_view zone);

} // namespace dalian::planner
