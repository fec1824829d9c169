#pragma once
// What a history in PostgreSQL holds, whether all of it can still be read, locks around incidents, and days that are
// over. As the same for a folder (history/inspection, history/incidents); beside a twin that writes there.
#include "twin/history/incidents.hpp"
#include "twin/history/inspection.hpp"

#include <string>

namespace dalian::postgres {

/// A day's `file` is "history-2026-11-27", its bytes those of its partitions with their indexes. The oldest day first.
Result<std::vector<history::DayOverview>> overview(std::string const& url);

/// Reads and decodes every row.
Result<history::Verified> verify(std::string const& url,
                                 std::function<void(std::uint64_t, std::uint64_t)> const& progress);

// Locks stand in a table of the same database, made with the first.
struct LockWish {
  Instant at{};
  std::string reason, who;
};
Result<history::Incident> lock_incident(std::string const& url, LockWish const& wish, Instant now);
Status release_incident(std::string const& url, std::int64_t id, std::string const& who, Instant now);
Result<std::vector<history::Incident>> read_incidents(std::string const& url);

/// Drops the partitions of days that ended more than policy.raw before `now`, but for those that a lock touches. Which
/// days, as "2026-11-27". Waits for readers 2 s at most, so that a twin that writes is not held up.
Result<std::vector<std::string>> drop_old_days(std::string const& url, history::RetentionPolicy const& policy,
                                               Instant now);

} // namespace dalian::postgres
