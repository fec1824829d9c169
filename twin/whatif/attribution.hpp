#pragma once
// Which part of a scenario moved which figure. Parts are added to the base in their order and in the reverse, each
// alone and each last; an engine's results are kept by content, so a part costs only what it touches.
#include "twin/plan/parts.hpp"
#include "twin/whatif/compare.hpp"

namespace dalian::whatif {

/// Layouts to be evaluated, none twice, and which of them is which.
class AttributionPlan {
 public:
  AttributionPlan(plan::Layout const& base, std::vector<plan::Part> const& parts);

  std::vector<plan::Layout> const& layouts() const { return layouts_; }
  std::size_t parts() const { return alone_.size(); }
  // Places in layouts(). Prefixes and suffixes from 0 to all parts.
  std::size_t base() const { return first_[0]; }
  std::size_t all() const { return first_.back(); }
  std::size_t first(std::size_t n) const { return first_[n]; } // the base with the first n parts
  std::size_t last(std::size_t n) const { return last_[n]; }   // with the last n
  std::size_t alone(std::size_t part) const { return alone_[part]; }
  std::size_t without(std::size_t part) const { return without_[part]; }

 private:
  std::size_t place_of(plan::Layout layout);

  std::vector<plan::Layout> layouts_;
  std::vector<std::size_t> first_, last_, alone_, without_;
};

/// What a part does to a figure. `share`: the mean of what it adds in its place of the order and of the reverse order,
/// so that all shares add up to the change; it is the Shapley value where parts work upon each other in pairs at most.
/// `least` … `most`: of what it adds in its place, in the reverse, alone and last.
struct Contribution {
  double share = 0, least = 0, most = 0;
  bool within_error = true; // smaller than what the computing may be off, whatever else is done
};

struct Attributed {
  std::string engine;
  KpiChange change; // from the base to all parts
  std::vector<Contribution> parts;
};

/// `outcomes` of plan.layouts(). Every figure that the whole or a part of it moves; parts may cancel each other.
/// Figures of an engine that failed for one of the layouts are left out and the engine is named in `failed`.
struct Attribution {
  std::vector<Attributed> figures; // in the order of the engines
  std::vector<std::string> failed;
};
Attribution attribute(AttributionPlan const& plan, std::vector<Outcomes> const& outcomes);

} // namespace dalian::whatif
