#pragma once
// What survives a restart of the alarms: the list as it is and the log of everything that happened to it, in one SQLite
// file beside the history. One thread.
#include "twin/alarms/alarm_book.hpp"
#include "twin/history/statement.hpp"

#include <deque>
#include <filesystem>
#include <memory>

namespace dalian::app {

class AlarmJournal {
 public:
  static constexpr char const* kFile = "alarms.sqlite";
  static constexpr std::size_t kMaxWaiting = 100'000; // log entries that wait for a disk that refuses

  /// Opens or makes the file in `folder`, which exists. Fails with one clear sentence.
  static Result<std::unique_ptr<AlarmJournal>> open(std::filesystem::path const& folder);

  /// The list, watches and newest log as they were written last, and the id that the next alarm gets.
  struct Kept : alarms::Memory {
    std::uint64_t damaged = 0; // rows that could not be read
  };
  Result<Kept> read();

  /// Adds to the log what is new and writes what has changed in the list since the last time that worked, in one
  /// transaction that is on disk when this returns. On failure the log entries wait for the next call.
  Status write(std::vector<alarms::LogEntry> const& log, alarms::AlarmList const& list, std::uint64_t next_id);

  /// What the next write that has something to write keeps beside the list.
  void set_watches(std::vector<alarms::SavedWatch> watches);

  /// Log entries that could not be kept because the disk refused for too long.
  std::uint64_t lost() const { return lost_; }

  /// The newest entries of the log, oldest of them first.
  Result<std::vector<alarms::LogEntry>> newest(std::size_t count) const;

 private:
  AlarmJournal(std::filesystem::path file, history::Database db) : file_(std::move(file)), db_(std::move(db)) {}
  Status run(char const* sql) const;
  Status add_log() const;
  Status put_alarms(alarms::AlarmList const& list) const;
  Status put_next_id(std::uint64_t next_id) const;
  Status put_watches() const;
  bool read_watches(std::vector<alarms::SavedWatch>& watches) const;
  Status fill(alarms::AlarmList const& list, std::uint64_t next_id) const;
  Error error(char const* doing) const;

  std::filesystem::path file_;
  history::Database db_;
  std::deque<alarms::LogEntry> waiting_;
  std::set<std::uint64_t> written_ids_;
  std::vector<alarms::SavedWatch> watches_;
  bool watches_changed_ = false; // since they were written
  std::uint64_t written_revision_ = 0, lost_ = 0;
};

/// A row of the log that was selected as t, alarm, rule, subject, other, event, was, became, who, note, value.
alarms::LogEntry log_entry_of(sqlite3_stmt* row);

} // namespace dalian::app
