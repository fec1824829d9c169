// How many observations a second one core fuses, by number of tracks, and the limit the machine's memory sets: at
// 100 k tracks the state does not fit the cache, and every update waits for memory somewhere else.
#include "twin/base/geo.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/wire/wire.pb.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <numeric>
#include <random>
#include <unistd.h>
#include <vector>

namespace {

using namespace dalian;
using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

/// Time this thread has had a core: what other programs of the machine take does not count.
double cpu_seconds() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

std::size_t resident_bytes() {
  std::size_t total = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

struct MemoryLimit {
  double dependent_ns;   // a read whose address is the result of the one before
  double independent_ns; // reads whose addresses are known ahead
};

/// Random reads of whole cache lines in `bytes` of memory.
MemoryLimit memory_limit(std::size_t bytes) {
  struct alignas(64) Line {
    std::uint64_t next;
  };
  std::vector<Line> lines(bytes / sizeof(Line));
  std::vector<std::uint64_t> order(lines.size());
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), std::mt19937_64(1));
  for (std::size_t i = 0; i < order.size(); ++i)
    lines[order[i]].next = order[(i + 1) % order.size()];
  constexpr std::size_t kReads = 2'000'000;
  std::uint64_t at = 0, sum = 0;
  double start = cpu_seconds();
  for (std::size_t i = 0; i < kReads; ++i)
    at = lines[at].next;
  double const dependent = cpu_seconds() - start;
  start = cpu_seconds();
  for (std::size_t i = 0; i < kReads; ++i)
    sum += lines[order[i % order.size()]].next;
  double const independent = cpu_seconds() - start;
  if (at + sum == 1) fmt::print(" "); // keeps the reads
  return {dependent / kReads * 1e9, independent / kReads * 1e9};
}

struct Case {
  char const* name;
  wire::Kind kind;
  double interval_s; // between two fixes of one track
};

/// Batches of 100 observations as a receiver has them: just decoded, in cache. Each pass visits all tracks in another
/// order.
class Feed {
 public:
  Feed(Case const& c, std::size_t tracks) : case_(c), order_(tracks), random_(7) {
    std::iota(order_.begin(), order_.end(), 0);
    batch_.set_source("bench");
    batch_.set_provenance(wire::SYNTHETIC);
    for (int i = 0; i < kBatch; ++i)
      batch_.add_observations();
  }

  wire::Batch const& next(Instant& t_twin) {
    for (int i = 0; i < kBatch; ++i)
      fill(*batch_.mutable_observations(i));
    t_twin = now();
    return batch_;
  }

 private:
  static constexpr int kBatch = 100;

  Instant now() const {
    double const pass = static_cast<double>(pass_) + static_cast<double>(at_) / static_cast<double>(order_.size());
    return from_unix_ns(1'790'000'000'000'000'000) + from_seconds(pass * case_.interval_s);
  }

  void fill(wire::Observation& o) {
    if (at_ == order_.size()) {
      at_ = 0;
      ++pass_;
      // Neighbours change places; a full shuffle would let a track's interval vary from nothing to two passes.
      for (std::size_t i = 0; i + 64 < order_.size(); i += 64)
        std::swap(order_[i], order_[i + random_() % 64]);
    }
    std::size_t const id = order_[at_++];
    auto const t = static_cast<std::uint64_t>(to_unix_ns(now()));
    double const moved = static_cast<double>(pass_) * case_.interval_s * 1e-5;
    o.set_entity(fmt::format("mmsi:{}", 412'000'000 + (id * 2654435761U) % 900'000'000));
    o.set_kind(case_.kind);
    o.set_t_obs(t);
    o.set_t_rx(t);
    auto& fix = *o.mutable_fix();
    fix.set_lon_deg(121 + 1e-6 * static_cast<double>(id % 1'000'000) + moved);
    fix.set_lat_deg(38.7 + 1e-6 * static_cast<double>(id % 1'000'003));
    fix.set_sigma_m(10);
    fix.set_speed_mps(0.87F);
    fix.set_course_deg(90);
    fix.set_heading_deg(91);
    if (case_.kind == wire::VESSEL)
      o.mutable_vessel_state()->set_nav_status(0);
    else
      o.mutable_road_vehicle()->set_vehicle_type("car");
  }

  Case case_;
  std::vector<std::size_t> order_;
  std::mt19937_64 random_;
  wire::Batch batch_;
  std::size_t at_ = 0, pass_ = 0;
};

void run(Case const& c, std::size_t tracks, double seconds) {
  std::size_t const before = resident_bytes();
  fusion::Fusion fusion;
  Feed feed(c, tracks);
  Instant t{};
  // Ten passes first: the state has its final size, the recent fixes of every track are there.
  for (std::size_t n = 0; n < 10 * tracks; n += 100) {
    auto const& batch = feed.next(t);
    fusion.take(t, batch);
  }
  (void)fusion.take_changes();
  auto const bytes = static_cast<double>(resident_bytes() - before) / static_cast<double>(tracks);
  double busy = 0;
  std::size_t taken = 0;
  auto const start = SteadyClock::now();
  while (seconds_since(start) < seconds) {
    auto const& batch = feed.next(t);
    double const from = cpu_seconds();
    fusion.take(t, batch);
    busy += cpu_seconds() - from;
    taken += static_cast<std::size_t>(batch.observations_size());
  }
  double const changed = cpu_seconds();
  std::size_t const out = fusion.take_changes().changed.size();
  double const publish = cpu_seconds() - changed;
  auto const outcomes = fusion.outcomes()["bench"];
  fmt::print("{:>9} tracks, {:<22} {:6.2f} M observations/s ({:4.0f} ns each, {:.1f} % used in order); {:5.0f} "
             "bytes/track; {:4.0f} ns to hand out a changed track\n",
             tracks, c.name, static_cast<double>(taken) / busy / 1e6, busy / static_cast<double>(taken) * 1e9,
             100.0 * static_cast<double>(outcomes.get("used")) / static_cast<double>(outcomes.sum()), bytes,
             publish / static_cast<double>(std::max<std::size_t>(out, 1)) * 1e9);
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app{"Observations fused per second on one core: projection, filter, merge, counters; decoding excluded."};
  double seconds = 2;
  std::vector<std::size_t> tracks{1'000, 100'000};
  app.add_option("--seconds", seconds, "time for each line, seconds")->capture_default_str();
  app.add_option("--tracks", tracks, "numbers of tracks")->capture_default_str();
  app.set_version_flag("--version", "1");
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  for (std::size_t const n : tracks)
    for (Case const& c :
         {Case{"vessels each 10 s", wire::VESSEL, 10}, Case{"vehicles each 0.1 s", wire::ROAD_VEHICLE, 0.1}})
      run(c, n, seconds);
  MemoryLimit const limit = memory_limit(std::size_t{256} << 20);
  fmt::print(
      "this machine's memory: a random 64-byte read in 256 MiB takes {:.0f} ns ({:.1f} M/s) when it waits for the "
      "one before, {:.0f} ns ({:.0f} M/s) when not\n",
      limit.dependent_ns, 1e3 / limit.dependent_ns, limit.independent_ns, 1e3 / limit.independent_ns);
  return 0;
}
