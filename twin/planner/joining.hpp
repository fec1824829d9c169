#pragma once
// Another's scenario joined with one's own: what both did is taken, and where they want something else of one field a
// planner chooses. Nothing of either is lost by looking.
#include "twin/plan/document.hpp"
#include "twin/plan/merge.hpp"

namespace dalian::planner {

enum class Side : std::uint8_t { mine, theirs };

struct Joining {
  std::filesystem::path file;
  plan::Scenario theirs; // as the file has it
  plan::Layout mine, their_layout;
  plan::Merged merged;
  std::vector<std::optional<Side>> chosen; // one for each conflict
  bool decided() const;
};

/// Over `ancestor`, which both began with.
Joining look_at(std::filesystem::path file, plan::Scenario theirs, plan::Layout const& ancestor, plan::Layout mine,
                plan::Layout their_layout);

/// What both did, and in conflicts what was chosen; of those not decided mine.
plan::Layout joined(Joining const& joining);

} // namespace dalian::planner
