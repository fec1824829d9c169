#pragma once
// Incident locks: intervals around something that happened, which retention leaves as they are until they are released.
// A small database of its own in the history folder, so that they can be set while a twin writes there. Nothing is
// forgotten: a released lock stays in the list with who released it.
#include "twin/history/retention.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dalian::history {

// The rules of the pilot zones ask for at least 90 s before an accident or failure (工信部联通装〔2021〕97号); DESIGN
// §5.
inline constexpr Duration kLockBefore = std::chrono::seconds(90);
inline constexpr Duration kLockAfter = std::chrono::seconds(60);

struct Incident {
  std::int64_t id = 0;
  Instant at{};
  Span locked;
  std::string reason, who;
  Instant made{};
  std::optional<Instant> released;
  std::string released_by;
};

/// Around `at`; `who` and `reason` must say something.
Result<Incident> lock_incident(std::filesystem::path const& folder, Instant at, std::string const& reason,
                               std::string const& who, Instant now);

/// An error when there is no such lock or it is released already.
Status release_incident(std::filesystem::path const& folder, std::int64_t id, std::string const& who, Instant now);

/// All of them, the first first.
Result<std::vector<Incident>> read_incidents(std::filesystem::path const& folder);

/// Those that hold.
std::vector<Span> locked_spans(std::vector<Incident> const& incidents);

} // namespace dalian::history
