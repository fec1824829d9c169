#pragma once
// Reads a history in PostgreSQL, a few chunks at a time and without a transaction between them, so that a slow reader
// holds nothing up and goes on after a failover. A connection for each call. Any thread.
#include "twin/history/history_store.hpp"
#include "twin/postgres/session.hpp"

#include <optional>
#include <string>

namespace dalian::postgres {

class PostgresReader final : public history::HistoryReader {
 public:
  PostgresReader(std::string url, Role role) : url_(std::move(url)), role_(role) {}

  Result<history::ReplayResult> replay(Instant from,
                                       std::function<bool(history::Record&&)> const& visit) const override;
  Result<history::ReplayResult> replay_after(std::int64_t after,
                                             std::function<bool(history::Record&&)> const& visit) const override;
  Result<history::KeyframeSought> latest_keyframe(Instant at_or_before) const override;
  Result<history::HistoryRange> range() const override;

 private:
  struct Start {
    std::int64_t after = 0;
    Instant from = Instant::min();
  };
  Result<history::ReplayResult> replay_from(Session& session, Start start,
                                            std::function<bool(history::Record&&)> const& visit) const;

  std::string url_;
  Role role_;
};

} // namespace dalian::postgres
