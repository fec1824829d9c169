#pragma once
// Which scenarios a sweep evaluates: all combinations of some axes, a list, or draws at random. A case is a pure
// function of the design, its number and the base; a draw depends on (seed, case, axis, entity) alone, so that one more
// axis or parcel shifts no other draw.
//
// {"format": "dalian-design", "version": 1, "name": "…", "kind": "grid" | "random", "axes": [axis, …]} with, for
// random, "cases": 100, "seed": 1; or "kind": "list", "cases": [{"name": "…", "edits": [edit, …]}, …]. An axis is one
// of
//   {"name", "layer", "id", "field", "values": [v, …]}                  one field
//   {"name", "layer", "id", "field", "low", "high", "steps"}            steps evenly over a range
//   {"name", "choices": [{"name", "edits": [edit, …]}, …]}              any edits together
//   {"name", "layer", "field", "values", "zone", "share": 0.1}          random only: every entity of a zone, each with
//                                                                        the chance `share`
#include "twin/plan/document.hpp"

namespace dalian::whatif {

struct Design {
  struct Choice {
    std::string name;
    plan::Edits edits;
  };
  struct Axis {
    std::string name;
    std::vector<Choice> choices; // of a `zone` axis: edits of one set each, whose id is to be filled in
    std::string zone;            // "" = no such axis
    plan::Layer layer = plan::Layer::parcel;
    double share = 0;
  };
  enum class Kind : std::uint8_t { grid, list, random };

  std::string name;
  Kind kind = Kind::grid;
  std::vector<Axis> axes; // of a list one, whose choices are the cases
  std::uint64_t seed = 1;
  std::size_t cases = 0;
  plan::ContentHash hash; // of the text
};

inline constexpr std::size_t kMostCases = 1000000;

/// The error names `name` (a file, for messages), axis, field and remedy.
Result<Design> parse_design(std::string_view text, std::string const& name);
Result<Design> read_design(std::filesystem::path const& file);

/// Precondition: number < cases. `settings`: what each axis stands at, in their order; of a zone how many changed.
struct SweepCase {
  plan::Edits edits;
  std::vector<std::string> settings;
};
SweepCase case_of(Design const& design, std::size_t number, plan::Layout const& base);

} // namespace dalian::whatif
