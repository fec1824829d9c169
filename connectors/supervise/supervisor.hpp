#pragma once
// Keeps the processes of a list running: starts them, starts those again that end, more and more slowly while one ends
// soon after each start, and stops them in order. Feeds wait for the first word of what serves them. Knows no protocol
// and no twin. One thread.
#include "connectors/common/backoff.hpp"
#include "connectors/supervise/child.hpp"
#include "connectors/supervise/feed_list.hpp"
#include "twin/base/time.hpp"

namespace dalian::supervise {

enum class State : std::uint8_t {
  ended = 0, // and not to be started again
  running = 1,
  waiting = 2, // for its next start
};
std::string_view name(State state);

struct ChildStatus {
  std::string name, kind;
  bool serves = false;
  State state = State::waiting;
  pid_t pid = 0;
  std::uint64_t starts = 0;
  std::string last_end;                         // "killed by signal 9 (Killed)"; "" = it never ended
  bool failed = false;                          // … otherwise than with status 0
  Duration pause{};                             // waiting: from its end to its next start
  std::optional<connectors::Progress> progress; // of this start
  double inputs_per_s = 0;                      // between the last two words of it
  std::uint64_t restarts() const { return starts > 0 ? starts - 1 : 0; }
};

class Supervisor {
 public:
  struct Listener {
    std::function<void(ChildStatus const&, std::string_view line)> line;
    std::function<void(ChildStatus const&)> changed; // state, or a start that failed
  };
  /// `program` is twinfeed itself.
  Supervisor(FeedList list, std::string program, Listener listener);
  ~Supervisor();

  /// Starts what is due, hears what came, waits at most `wait` for it.
  void turn(std::chrono::milliseconds wait);
  /// Feeds first, all together, then what serves them; whoever is not gone by the list's limit is killed.
  void stop();
  /// True when nothing runs and nothing will be started.
  bool all_ended() const;
  std::vector<ChildStatus const*> statuses() const;
  std::uint64_t heard() const { return heard_; }

 private:
  struct Slot {
    ChildPlan plan;
    ChildStatus status;
    connectors::Backoff backoff;
    std::unique_ptr<Child> child{};
    Instant due{}, started{}, told{}; // steady
    std::string last_line{};
    bool ready = false; // has said what its plan waits for
  };
  bool servers_ready(Instant now) const;
  bool may_start(Slot const& slot, Instant now) const;
  void start(Slot& slot, Instant now);
  void hear(Slot& slot, Instant now);
  void take(Slot& slot, connectors::Progress progress, Instant now);
  void note_end(Slot& slot, Ended const& ended, Instant now);
  void wait_for_news(std::chrono::milliseconds wait) const;
  void stop_wave(bool serves, std::chrono::milliseconds limit);
  bool any_running(bool serves) const;

  FeedList list_;
  std::string program_;
  Listener listener_;
  std::vector<Slot> slots_;
  bool stopping_ = false;
  std::optional<Instant> begun_; // steady; first turn
  std::uint64_t heard_ = 0;      // words of progress
};

} // namespace dalian::supervise
