#pragma once
// The alarms of a running twin, on a thread of their own: looks at the newest snapshot five times a second of twin
// time, carries out what people say about alarms, keeps list and log on disk, and hands every new list to whoever
// publishes it.
#include "twin/app/alarm_journal.hpp"
#include "twin/app/broadcaster.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace dalian::app {

class AlarmDesk {
 public:
  static constexpr Duration kEvery = std::chrono::milliseconds(200); // twin time from one look to the next
  static constexpr Duration kKeepWatches = std::chrono::seconds(1); // … from one keeping of running delays to the next

  struct Config {
    alarms::RuleSet rules;
    std::filesystem::path history; // folder for journal and incident locks; empty = nothing is kept
  };
  /// What the desk asks of the twin; each is called from the desk's thread.
  struct Twin {
    std::function<std::shared_ptr<state::Snapshot const>()> latest;
    std::function<Instant()> now;         // twin time
    std::function<std::string()> trouble; // what is wrong with the twin beside the desk's own; "" when all is well
    std::function<void(std::shared_ptr<alarms::AlarmList const>)> publish;
    std::function<void(ViewerCommand, wire::Reply)> reply;
    std::function<void(std::string const&)> note; // trouble, one line each
  };

  /// Takes up what the journal kept. Fails when that cannot be opened.
  static Result<std::unique_ptr<AlarmDesk>> open(Config config, Twin twin);
  ~AlarmDesk();
  AlarmDesk(AlarmDesk const&) = delete;
  AlarmDesk& operator=(AlarmDesk const&) = delete;

  void start();
  /// A request with `alarms`, answered by Twin::reply within a step. Any thread.
  void post(ViewerCommand command);
  /// The newest list; never null. Any thread.
  std::shared_ptr<alarms::AlarmList const> latest() const;
  /// Why something is not kept: "" when all is well. Any thread.
  std::string trouble() const;

  /// What the thread does again and again: answers what was posted, looks when it is time. For tests that have no
  /// thread.
  void step();
  alarms::AlarmBook& book() { return book_; }

 private:
  AlarmDesk(Config config, Twin twin);
  Status take_up();
  void run();
  void look();
  wire::Reply answer(ViewerCommand const& command);
  wire::Reply carry_out(wire::AlarmCommand const& command, std::string const& who);
  Status keep(alarms::Changes const& changes);
  void lock_incidents(std::vector<alarms::LockRequest> const& locks);
  void note_watches(bool now);
  void publish();
  void set_trouble(std::string text);

  std::filesystem::path const history_;
  Twin const twin_;
  alarms::AlarmBook book_;
  std::unique_ptr<AlarmJournal> journal_; // null: nothing is kept
  std::uint64_t published_ = 0;           // revision
  Instant looked_ = Instant::min(), kept_watches_ = Instant::min();

  mutable std::mutex mutex_; // guards all below
  std::condition_variable wake_;
  std::vector<ViewerCommand> posted_;
  std::shared_ptr<alarms::AlarmList const> latest_;
  std::string trouble_;
  bool stop_ = false;
  std::thread thread_;
};

} // namespace dalian::app
