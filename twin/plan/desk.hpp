#pragma once
// A scenario file that is open, with the steps by which it came about beside it (FILE.log, docs/scenarios.md).
#include "twin/plan/document.hpp"
#include "twin/plan/edit_log.hpp"

namespace dalian::plan {

struct Desk {
  Scenario scenario; // its edits are those of the file; those of the log are newer
  EditLog log;
  Findings findings; // edits of the file that do not fit
};

struct DeskOptions {
  bool rebase = false;    // a file made for another base: take over what fits
  std::string name, note; // "" = as the file has them
};

/// A file that is not there is an empty scenario. What the file says counts: where the log stands elsewhere, for the
/// file was changed by hand or came without one, the difference is a step of its own. The error names file, field and
/// remedy.
Result<Desk> open_desk(std::filesystem::path const& file, Layout const& base, DeskOptions const& options);

/// Writes scenario and log; the desk's scenario then has the log's edits.
Status save_desk(Desk& desk, std::filesystem::path const& file);

} // namespace dalian::plan
