#pragma once
// A scenario taken apart: what can be left out of it without the rest losing its footing. Knows no engine.
#include "twin/plan/edit_log.hpp"

namespace dalian::plan {

/// Edits that hang together: of one entity, of entities that one step changed, of an entity and of what refers to it.
struct Part {
  std::string by; // the steps that made it, in words; without any, "add hydrogen 'h1'" of its first edit
  Edits edits;    // canonical, never none
  bool operator==(Part const&) const = default;
};

/// `edits`: canonical, of `base`. `steps`: how they came about, where that is known. In the order in which the steps
/// first touched them, then as the edits are sorted; all parts together are the edits.
std::vector<Part> parts_of(Layout const& base, Edits const& edits, std::vector<Step> const& steps);
/// What is done of a log. Of what was typed as edits or came from a file each entity stands for itself.
std::vector<Part> parts_of(EditLog const& log);

} // namespace dalian::plan
