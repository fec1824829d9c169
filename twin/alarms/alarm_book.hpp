#pragma once
// All alarms of a twin: what the rules say about each snapshot and what people say about each alarm, in one list that
// everybody sees. A pure function of the snapshots, instants and commands it was given, in their order; no clock, no
// thread, no file. One thread.
#include "twin/alarms/find.hpp"
#include "twin/alarms/flood_meter.hpp"
#include "twin/alarms/life_cycle.hpp"
#include "twin/base/result.hpp"

#include <set>
#include <tuple>

namespace dalian::alarms {

/// LogEntry::who and Alarm::who of what happens by itself.
inline constexpr char kTwinActor[] = "twin";

/// One line of the alarm log.
struct LogEntry {
  Instant t{};
  std::uint64_t alarm = 0;
  std::string rule, subject, other;
  Event event = Event::onset;
  State from = State::normal, to = State::normal;
  std::string who, note;
  double value = 0;
  bool operator==(LogEntry const&) const = default;
};

/// A rule asks for the history around an instant to be kept.
struct LockRequest {
  Instant at{};
  std::string reason; // "alarm 17 fence-breach: car:T1-03"
};

struct Changes {
  std::vector<LogEntry> log;
  std::vector<LockRequest> locks;
};

struct Command {
  Event event = Event::acknowledge;       // acknowledge, shelve, unshelve, clear
  std::vector<std::uint64_t> alarms = {}; // ids; or
  std::string rule = {};                  // all alarms of this rule in the list for which the command means something
  Duration shelve_for{};                  // shelve: more than nothing, at most Limits::longest_shelf
  std::string note = {};
};

/// What a watch has come to, by names that hold over a restart; the key inside means nothing.
struct SavedWatch {
  std::string rule, subject, other;
  Watch watch;
};

/// What an earlier book left.
struct Memory {
  std::vector<Alarm> alarms; // its list
  std::uint64_t next_id = 1; // that it would have given
  std::vector<SavedWatch> watches = {};
  std::vector<LogEntry> newest_log = {}; // for the flood; oldest of them first
};

class AlarmBook {
 public:
  explicit AlarmBook(RuleSet rules);

  /// Continues where an earlier book ended. Delays that ran go on as if the time between had been like the moment
  /// before it. An alarm without a watch ends unless its condition is found again within the delays of its rule or
  /// kRestoreGrace, whichever is longer. Before the first evaluate.
  void restore(Memory memory);
  static constexpr Duration kRestoreGrace = std::chrono::seconds(10);

  /// Looks at a snapshot. An instant before the last one counts as the last one: clocks may jump.
  /// `trouble`: what is wrong with the twin itself, in one sentence; "" when all is well.
  Changes evaluate(state::Snapshot const& snapshot, Instant now, std::string const& trouble = "");

  /// All of a command or nothing: the error says which alarm refused and what to do instead.
  Result<Changes> apply(Command const& command, std::string const& who, Instant now);

  /// Shared; a new one after every change.
  std::shared_ptr<AlarmList const> list();
  std::uint64_t next_id() const { return next_id_; }
  /// For Memory.
  std::vector<SavedWatch> watches() const;
  RuleSet const& rules() const { return rules_; }

  /// Over everything that the next evaluate and apply depend on, but the memory of fences.
  std::uint64_t hash() const;

 private:
  using Subject = std::tuple<std::string, std::string, std::string>; // rule, subject, other
  static Subject subject_of(Alarm const& alarm) { return {alarm.rule, alarm.subject, alarm.other}; }

  void take_up_watches();
  bool take_up_alarm(SavedWatch const& saved, Key key);
  void raise(Turn const& turn, std::string const& trouble, Changes& changes);
  Subject subject_of(Key key) const;
  Alarm& enlist(Rule const& rule, Subject const& subject);
  void fill_room();
  void end(std::uint64_t id, Changes& changes);
  void end_watched(Key key, Changes& changes);
  void end_forgotten(Changes& changes);
  void unshelve_due(Changes& changes);
  void annunciate(Alarm& alarm);
  void step(Alarm& alarm, Event event, State to, std::string const& who, Changes& changes);
  void drop_if_normal(std::uint64_t id);
  Rule const* rule_of(Alarm const& alarm) const;
  Situation situation(Alarm const& alarm) const;
  Result<std::vector<std::uint64_t>> addressed(Command const& command) const;
  Status check(Command const& command) const;
  void settle();

  RuleSet rules_;
  std::vector<Timing> timing_; // by rule
  std::vector<FenceMemory> fences_;
  Lookout lookout_;
  WatchList watches_;
  std::map<Key, std::uint64_t> watched_;      // raised watch → alarm
  std::map<Subject, std::uint64_t> subjects_; // of everything in the list
  /// How many alarms of a rule are in the list, and of how many of them the condition is over.
  struct Room {
    std::uint32_t open = 0, over = 0;
  };
  std::vector<Room> room_;                // by rule; during an evaluation
  std::set<std::uint64_t> unattached_;    // restored, not yet seen again
  std::vector<SavedWatch> saved_watches_; // restored, until the first look
  FloodMeter flood_;
  AlarmList alarms_;
  std::shared_ptr<AlarmList const> shared_;
  std::uint64_t next_id_ = 1;
  Instant now_ = Instant::min();
  Instant restored_at_ = Instant::min(); // first evaluation after restore
};

} // namespace dalian::alarms
