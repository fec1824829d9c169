#pragma once
// The list of alarms as it was at an instant of the past, put together from the log that the journal keeps: what people
// saw then and did, not what the rules of today would say. One thread.
#include "twin/alarms/alarm_book.hpp"
#include "twin/history/statement.hpp"

#include <filesystem>
#include <memory>

namespace dalian::app {

class PastAlarms {
 public:
  using Rules = std::shared_ptr<std::vector<alarms::RuleFacts> const>;

  /// Reads the journal in `folder`, where a twin may be writing. `rules`: names and severities of today.
  static Result<std::unique_ptr<PastAlarms>> open(std::filesystem::path const& folder, Rules rules);

  /// The list at `t`, the same pointer until something changes; what it is about is looked up in `snapshot`, of that
  /// instant. The log does not say until when something is shelved, nor what was grouped in a flood.
  Result<std::shared_ptr<alarms::AlarmList const>> at(Instant t, state::Snapshot const& snapshot);

 private:
  PastAlarms(std::filesystem::path file, history::Database db, Rules rules);
  Status read_until(Instant t);
  void take(alarms::LogEntry const& entry);
  alarms::Alarm& listed(alarms::LogEntry const& entry);
  void place(state::Snapshot const& snapshot);

  std::filesystem::path file_;
  history::Database db_;
  alarms::AlarmList list_;
  std::shared_ptr<alarms::AlarmList const> shared_;
  std::int64_t seq_ = 0;            // of the newest entry taken
  Instant newest_ = Instant::min(); // … and the latest time among them
};

} // namespace dalian::app
