#pragma once
// The newest state beside the day files, as it is, so that a restart maps it instead of reading it out of a database.
// It is written without waiting for the disk and is a shortcut only: when it is not whole, or not of this log, the
// keyframes in the day files are there. Knows nothing of what the state is.
#include "twin/history/history_store.hpp"

#include <filesystem>

namespace dalian::history {

inline constexpr char const* kStateFileName = "newest.state";

/// Replaces the one there is; the error names the file and says why not.
Status write_state_file(std::filesystem::path const& folder, NewestState const& state);

/// Nothing when there is none, and, with `skipped`, when it is not whole.
NewestState map_state_file(std::filesystem::path const& folder);

/// One that is of more than the log up to chunk `last` was made with another log: it goes away.
void drop_foreign_state_file(std::filesystem::path const& folder, std::int64_t last);

} // namespace dalian::history
