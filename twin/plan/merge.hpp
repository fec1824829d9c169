#pragma once
// Two proposals joined over what they have in common. merge(a, b) = merge(b, a).
#include "twin/plan/edit.hpp"

namespace dalian::plan {

/// Both sides want something else of one field; `field` is "" where one removes the entity and the other changes it.
struct Conflict {
  Layer layer = Layer::zone;
  std::string id, field;
  Value from;         // in the ancestor
  Edit first, second; // what either wants, the smaller in the order of their text first
  bool operator==(Conflict const&) const = default;
};

struct Merged {
  Edits edits; // canonical, from the ancestor; without what is in conflict: that stays as the ancestor has it
  std::vector<Conflict> conflicts;
  Layout layout; // ancestor + edits
};

Merged merge(Layout const& ancestor, Layout const& a, Layout const& b);

/// Where only one changed a text, that; where both did, both, mine first.
std::string joined_text(std::string const& before, std::string const& mine, std::string const& theirs,
                        std::string_view between);

} // namespace dalian::plan
