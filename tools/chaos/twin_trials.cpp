#include "tools/chaos/twin_trials.hpp"

#include "connectors/common/publisher.hpp"
#include "tests/flows/twin_programs.hpp"
#include "tests/support/flaky_link.hpp"
#include "tools/chaos/tally.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fmt/format.h>
#include <random>
#include <stdexcept>
#include <sys/resource.h>
#include <thread>

namespace dalian::chaos {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kLeastBytes = 2'000'000; // of a connection, before it is cut
constexpr std::uint64_t kRoom = 200'000;        // bytes by which a file may still grow on a full disk
constexpr auto kPatience = std::chrono::seconds(120);

class Trial {
 public:
  explicit Trial(TwinTrials const& trials)
      : trials_(trials), random_(trials.seed), link_(programs_.ingest(), trials.seed, kLeastBytes) {
    start_twind();
    open_connector();
  }

  TwinFigures run() {
    auto const begin = Clock::now();
    auto told = begin;
    std::chrono::duration<double> const whole(trials_.minutes * 60);
    while (Clock::now() - begin < whole) {
      feed(milliseconds(200 + random_() % 1500));
      fault();
      if (trials_.tell && Clock::now() - told >= std::chrono::minutes(1)) {
        told = Clock::now();
        trials_.tell(progress(Clock::now() - begin));
      }
    }
    finish();
    return figures_;
  }

 private:
  using Fault = void (Trial::*)();

  void start_twind() { twind_ = programs_.start_twind({"--keyframe-seconds", "5"}); }

  void open_connector() {
    connectors::PublisherConfig config;
    config.endpoint = link_.endpoint();
    config.source = "chaos";
    config.spool = programs_.folder() / "spool.sqlite";
    config.lose_nothing = true;
    auto opened = connectors::Publisher::open(config);
    if (!opened) throw std::runtime_error(opened.error());
    connector_ = std::move(opened).value();
    tally_.new_connector();
  }

  void feed(milliseconds how_long) {
    auto const until = Clock::now() + how_long;
    while (Clock::now() < until) {
      for (auto n = random_() % 8; n > 0; --n)
        connector_->publish(tally_.next(random_() % 4 == 0));
      poll();
      std::this_thread::sleep_for(milliseconds(1));
    }
  }

  void poll() {
    connector_->poll();
    tally_.acknowledged(connector_->stored_seq());
  }

  void fault() {
    constexpr std::array<Fault, 6> kFaults{&Trial::kill,     &Trial::stall,   &Trial::fill_disk,
                                           &Trial::cut_link, &Trial::absence, &Trial::restart_connector};
    (this->*kFaults[random_() % kFaults.size()])();
  }

  void kill() {
    ++figures_.kills;
    twind_->signal(SIGKILL);
    twind_->wait(kPatience);
    auto const killed = Clock::now();
    start_twind();
    std::chrono::duration<double> const took = Clock::now() - killed;
    figures_.longest_restart_s = std::max(figures_.longest_restart_s, took.count());
  }

  void stall() {
    ++figures_.stalls;
    twind_->signal(SIGSTOP);
    feed(milliseconds(100 + random_() % 2500));
    twind_->signal(SIGCONT);
  }

  /// No file of the twin grows beyond what it is now and a little: as on a full disk. Sometimes it is killed so.
  void fill_disk() {
    ++figures_.full_disks;
    std::uint64_t largest = 0;
    for (auto const& entry : std::filesystem::directory_iterator(programs_.history()))
      if (std::error_code gone; entry.is_regular_file(gone)) {
        auto const size = entry.file_size(gone);
        if (!gone) largest = std::max<std::uint64_t>(largest, size);
      }
    limit_files(largest + kRoom);
    feed(milliseconds(500 + random_() % 2500));
    if (random_() % 3 == 0) return kill(); // the new one may write again
    limit_files(RLIM_INFINITY);
  }

  void limit_files(std::uint64_t bytes) {
    rlimit const limit{bytes, RLIM_INFINITY};
    if (::prlimit(twind_->pid(), RLIMIT_FSIZE, &limit, nullptr) != 0) throw std::runtime_error("prlimit");
  }

  void cut_link() { link_.cut(false); }

  void absence() {
    ++figures_.absences;
    link_.cut(true);
    feed(milliseconds(300 + random_() % 3000));
    link_.let_through();
  }

  /// Ends as on SIGTERM: events that are not stored wait in its spool; samples may be lost, those acknowledged not.
  void restart_connector() {
    ++figures_.connector_restarts;
    poll();
    connector_->save_events();
    connector_.reset();
    open_connector();
  }

  void finish() {
    auto const flushed = [&] { return connector_->flush(std::chrono::seconds(30)); };
    if (!flushed() && !flushed()) throw std::runtime_error("not delivered in the end: " + connector_->trouble());
    poll();
    connector_.reset();
    twind_->signal(SIGTERM);
    if (twind_->wait(kPatience) != 0) throw std::runtime_error("twind: " + twind_->err());
    if (trials_.spoil) take_a_chunk_out(programs_.history());
    figures_.cuts = link_.cuts();
    tally_.count(programs_.history(), figures_);
  }

  std::string progress(Clock::duration since) const {
    return fmt::format(
        "{:.0f} min: {} kills, {} stalls, {} full disks, {} cuts, {} absences, {} connector restarts; {} "
        "observations, {} acknowledged",
        std::chrono::duration<double>(since).count() / 60, figures_.kills, figures_.stalls, figures_.full_disks,
        link_.cuts(), figures_.absences, figures_.connector_restarts, tally_.told(), tally_.acknowledged());
  }

  TwinTrials const& trials_;
  std::mt19937 random_;
  TwinFigures figures_;
  test::TwinPrograms programs_;
  test::FlakyLink link_;
  std::unique_ptr<test::Process> twind_;
  std::unique_ptr<connectors::Publisher> connector_;
  Tally tally_;
};

} // namespace

TwinFigures run_twin_trials(TwinTrials const& trials) {
  return Trial(trials).run();
}

} // namespace dalian::chaos
