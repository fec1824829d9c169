#pragma once
// Undo and redo without limit: what was done to a base, step by step, and how far it stands. Layouts share what they
// have in common, so each step costs what it changed. It is kept beside a scenario (docs/scenarios.md), whose edits are
// those of the log and know nothing of the way.
#include "twin/plan/edit.hpp"

namespace dalian::plan {

/// Edits that are done and undone together.
struct Step {
  std::string by; // what did it, in words
  Edits edits;
  bool operator==(Step const&) const = default;
};

/// By what a step is that took over what a file says, and how one begins that joined another scenario.
inline constexpr std::string_view kByHand = "the file", kJoinedWith = "joined with ";

class EditLog {
 public:
  explicit EditLog(Layout base) : states_{std::move(base)} {}

  Layout const& base() const { return states_.front(); }
  Layout const& layout() const { return states_[at_]; }
  std::vector<Step> const& steps() const { return steps_; }
  std::size_t at() const { return at_; } // steps that are done; those behind are undone

  /// Whole or not at all. What was undone is forgotten.
  Status apply(Step step);
  bool undo();
  bool redo();
  /// From the base, canonical.
  Edits edits() const { return difference(base(), layout()); }

 private:
  std::vector<Layout> states_; // one more than steps_
  std::vector<Step> steps_;
  std::size_t at_ = 0;
};

std::string to_text(EditLog const& log);
/// The error names `name` (a file, for messages), the step and the remedy; a log of another base is one.
Result<EditLog> parse_edit_log(std::string_view text, std::string const& name, Layout const& base);

} // namespace dalian::plan
