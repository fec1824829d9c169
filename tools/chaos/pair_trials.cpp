#include "tools/chaos/pair_trials.hpp"

#include "tests/support/postgres_server.hpp"
#include "tests/support/wait.hpp"
#include "twin/postgres/postgres_history.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <thread>

namespace dalian::chaos {
namespace {

using test::PostgresServer;
using Clock = std::chrono::steady_clock;

history::Record record(std::uint64_t seq) {
  history::Record r;
  r.t_twin = SystemClock().now();
  r.source = "chaos";
  r.epoch = 1;
  r.first_seq = seq;
  r.n = 1;
  r.bytes = "event " + std::to_string(seq);
  return r;
}

/// Appends and commits as fast as the servers take it, and remembers what was acknowledged.
class Writer {
 public:
  explicit Writer(std::string const& url) {
    auto opened = postgres::open_postgres_history({.url = url});
    if (!opened) throw std::runtime_error(opened.error());
    store_ = std::move(opened).value();
    thread_ = std::thread([this] { run(); });
  }
  ~Writer() {
    stop_ = true;
    thread_.join();
  }
  std::uint64_t acknowledged() const { return acknowledged_; }
  std::uint64_t failed() const { return store_->counters().get("commit_failures"); }

 private:
  void run() {
    for (std::uint64_t seq = 1; !stop_; ++seq) {
      (void)store_->append(record(seq));
      auto const done = store_->commit();
      for (auto const& stored : done ? *done : std::vector<history::Stored>{})
        acknowledged_ = stored.seq;
      std::this_thread::sleep_for(std::chrono::milliseconds(done ? 1 : 50));
    }
  }
  std::unique_ptr<history::HistoryStore> store_;
  std::atomic<std::uint64_t> acknowledged_{0};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

/// The servers wait for the disk, and the primary for its stand-by.
PostgresServer::Options const kSafe{.safe = true, .settings = {}};

class Trial {
 public:
  Trial(std::mt19937& random, PairFigures& figures)
      : random_(random), figures_(figures), primary_(std::make_unique<PostgresServer>(kSafe)),
        second_(std::make_unique<PostgresServer>(*primary_, kSafe)) {
    demand_stand_by(*primary_);
  }

  void run(bool both) {
    Writer writer(test::url_of(*primary_, *second_));
    if (!test::wait_until([&] { return writer.acknowledged() > 0; })) throw std::runtime_error("nothing is written");
    std::this_thread::sleep_for(std::chrono::milliseconds(50 + random_() % 400));
    primary_->kill();
    auto const killed = Clock::now();
    if (both) second_->kill();
    auto const before = writer.acknowledged();
    PostgresServer& there = both ? restarted() : promoted();
    if (!test::wait_until([&] { return writer.acknowledged() > before; })) throw std::runtime_error("no writing again");
    std::chrono::duration<double> const pause = Clock::now() - killed;
    figures_.longest_pause_s = std::max(figures_.longest_pause_s, pause.count());
    figures_.failed_commits += writer.failed();
    count(there, writer.acknowledged()); // a record that was acknowledged is not sent again: lost once, lost for good
  }

 private:
  PostgresServer& promoted() {
    second_->ask("ALTER SYSTEM SET synchronous_standby_names = ''"); // it is alone now
    second_->promote();
    return *second_;
  }
  PostgresServer& restarted() {
    primary_->start();
    second_->start();
    return *primary_;
  }
  void count(PostgresServer const& there, std::uint64_t acknowledged) {
    postgres::PostgresHistoryConfig const config{.url = there.url()};
    std::map<std::uint64_t, int> seen;
    auto const read = postgres::open_postgres_reader(config.url)->replay(Instant::min(), [&](history::Record&& r) {
      ++seen[r.first_seq];
      return true;
    });
    if (!read) throw std::runtime_error(read.error());
    figures_.acknowledged += acknowledged;
    for (std::uint64_t seq = 1; seq <= acknowledged; ++seq)
      figures_.lost += seen.contains(seq) ? 0 : 1;
    figures_.twice += static_cast<std::uint64_t>(
        std::count_if(seen.begin(), seen.end(), [](auto const& entry) { return entry.second > 1; }));
  }

  std::mt19937& random_;
  PairFigures& figures_;
  std::unique_ptr<PostgresServer> primary_, second_;
};

} // namespace

void demand_stand_by(PostgresServer const& primary) {
  primary.ask("ALTER SYSTEM SET synchronous_standby_names = '*'");
  primary.ask("SELECT pg_reload_conf()");
  bool const streaming = test::wait_until(
      [&] { return primary.ask("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == "1"; });
  if (!streaming) throw std::runtime_error("the stand-by does not stream");
}

PairFigures run_pair_trials(PairTrials const& trials) {
  std::mt19937 random(trials.seed);
  PairFigures figures;
  for (unsigned i = 0; i < trials.promotions + trials.both; ++i)
    Trial(random, figures).run(i >= trials.promotions);
  return figures;
}

} // namespace dalian::chaos
