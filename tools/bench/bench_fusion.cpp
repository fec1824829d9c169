// How many observations a second one core fuses, by number of tracks, and the limit the machine's memory sets: at
// 100 k tracks the state does not fit the cache, and every update waits for memory somewhere else. Saved states: their
// size, and how long they hold fusion up. With --accuracy instead: how far the filter is off on scenes whose truth is
// known, beside the plain Kalman filter.
#include "tests/fusion/accuracy.hpp"
#include "twin/base/geo.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/fusion/saved_state.hpp"
#include "twin/state/snapshot_store.hpp"
#include "twin/wire/wire.pb.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <malloc.h>
#include <numeric>
#include <random>
#include <string>
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

/// What the allocator has given out.
std::size_t bytes_in_use() {
  auto const info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
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
  double interval_s;      // between two fixes of one track
  bool has_static = true; // says a name, a type and its size once
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
    auto const t = static_cast<std::uint64_t>(to_unix_ns(std::chrono::floor<std::chrono::milliseconds>(now())));
    double const moved = static_cast<double>(pass_) * case_.interval_s * 1e-5;
    o.set_entity(fmt::format("mmsi:{}", 412'000'000 + (id * 2654435761U) % 900'000'000));
    o.set_kind(case_.kind);
    o.set_t_obs(t);
    o.set_t_rx(t + 20'000'000 + random_() % 80'000'000);
    auto& fix = *o.mutable_fix();
    fix.set_lon_deg(121 + 1e-6 * static_cast<double>(id % 1'000'000) + moved + scatter(2e-5));
    fix.set_lat_deg(38.7 + 1e-6 * static_cast<double>(id % 1'000'003) + scatter(2e-5));
    fix.set_sigma_m(10);
    fix.set_speed_mps(static_cast<float>(0.87 + std::abs(scatter(0.1))));
    fix.set_course_deg(static_cast<float>(90 + scatter(3)));
    fix.set_heading_deg(static_cast<float>(91 + scatter(1)));
    if (case_.kind == wire::VESSEL)
      o.mutable_vessel_state()->set_nav_status(0);
    else
      o.mutable_road_vehicle()->set_vehicle_type("car");
    if (case_.has_static && pass_ == 0 && case_.kind == wire::VESSEL) say_static(*o.mutable_vessel_static());
  }

  static void say_static(wire::VesselStatic& s) {
    s.set_imo(9'074'729);
    s.set_call_sign("BQXY");
    s.set_name("BO HAI MA ZHU");
    s.set_ship_type(70);
    s.set_bow_m(100);
    s.set_stern_m(20);
    s.set_port_m(10);
    s.set_starboard_m(12);
    s.set_draught_m(8.5F);
    s.set_destination("CN DLC > CN YNT");
  }

  /// As receivers of satellites and speed sensors scatter.
  double scatter(double sigma) { return sigma * normal_(random_); }

  Case case_;
  std::vector<std::size_t> order_;
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  wire::Batch batch_;
  std::size_t at_ = 0, pass_ = 0;
};

void run(Case const& c, std::size_t tracks, double seconds) {
  Feed feed(c, tracks);
  std::size_t const before = bytes_in_use();
  fusion::Fusion fusion;
  Instant t{};
  // At least ten passes and six seconds first: the recent fixes of every track are there, the state has its full size.
  auto const passes = static_cast<std::size_t>(std::max(10.0, 6 / c.interval_s));
  for (std::size_t n = 0; n < passes * tracks; n += 100) {
    auto const& batch = feed.next(t);
    fusion.take(t, batch);
  }
  state::SnapshotStore store(1);
  auto const each = [&] { return static_cast<double>(bytes_in_use() - before) / static_cast<double>(tracks); };
  store.publish(t, fusion.take_changes().changed, {});
  double const bytes = each();
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
             "bytes/track, the snapshot among them; {:4.0f} ns to hand out a changed track\n",
             tracks, c.name, static_cast<double>(taken) / busy / 1e6, busy / static_cast<double>(taken) * 1e9,
             100.0 * static_cast<double>(outcomes.get("used")) / static_cast<double>(outcomes.sum()), bytes,
             publish / static_cast<double>(std::max<std::size_t>(out, 1)) * 1e9);
}

/// A saved state of `tracks` vessels: at once, spread while fusion goes on, and back.
void run_save(std::size_t tracks) {
  fusion::Fusion fusion;
  Feed feed({"", wire::VESSEL, 10, false}, tracks);
  Instant t{};
  for (std::size_t n = 0; n < 3 * tracks; n += 100) {
    auto const& batch = feed.next(t);
    fusion.take(t, batch);
  }
  double from = cpu_seconds();
  std::string const bytes = fusion.save();
  double const at_once = cpu_seconds() - from;
  double longest_take = 0, longest_step = 0;
  from = cpu_seconds();
  fusion.begin_save();
  double const begin = cpu_seconds() - from;
  for (bool done = false; !done;) {
    auto const& batch = feed.next(t);
    from = cpu_seconds();
    fusion.take(t, batch);
    double const took = cpu_seconds();
    done = fusion.save_some(1000);
    longest_take = std::max(longest_take, took - from);
    longest_step = std::max(longest_step, cpu_seconds() - took);
  }
  from = cpu_seconds();
  auto const saved = fusion.take_save();
  double const taken = cpu_seconds() - from;
  from = cpu_seconds();
  std::string const spread = saved.bytes();
  double const assembled = cpu_seconds() - from;
  fusion::Fusion restarted;
  from = cpu_seconds();
  Status const loaded = restarted.load(bytes);
  double const load = cpu_seconds() - from;
  fmt::print("{:>9} vessels saved: {:.0f} bytes each; at once {:.0f} ms; spread: begin {:.2f} ms, longest batch of 100 "
             "{:.2f} ms, longest 1000 entities {:.2f} ms, hand-over {:.2f} ms, then {:.0f} ms on any thread; loaded {} "
             "in {:.0f} ms\n",
             tracks, static_cast<double>(bytes.size()) / static_cast<double>(tracks), at_once * 1e3, begin * 1e3,
             longest_take * 1e3, longest_step * 1e3, taken * 1e3, assembled * 1e3,
             loaded && spread.size() >= bytes.size() ? "whole" : "NOT", load * 1e3);
}

void print_accuracy(int runs) {
  std::uint32_t const seed = 7;
  auto const band = evaluation::nees_band(static_cast<std::size_t>(runs), 4);
  fmt::print(
      "root mean square errors over {} runs a scene, seed {}; NEES of 4 degrees of freedom, 95 % band {:.2f}…{:.2f}"
      ", and the share of instants in it\n{:40} | three modes                    | plain Kalman filter\n",
      runs, seed, band.low, band.high, "scene");
  for (auto const& scene : fusion::scenes()) {
    auto const c = fusion::compare(scene, runs, seed, fusion::default_parameters());
    fmt::print("{:40}", scene.name);
    for (auto const& a : {c.modes, c.plain})
      fmt::print(" | {:5.2f} m {:4.2f} m/s {:5.2f} {:4.0f} %", a.position_m, a.velocity_mps, a.nees, a.inside * 100);
    fmt::print("\n");
  }
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app{"Observations fused per second on one core: projection, filter, merge, counters; decoding excluded."};
  double seconds = 2;
  std::vector<std::size_t> tracks{1'000, 100'000};
  app.add_option("--seconds", seconds, "time for each line, seconds")->capture_default_str();
  app.add_option("--tracks", tracks, "numbers of tracks")->capture_default_str();
  std::string only;
  app.add_option("--only", only, "measure the cases whose name begins so, nothing else");
  bool accuracy = false;
  int runs = 250;
  app.add_flag("--accuracy", accuracy, "errors on scenes of known truth, beside the plain Kalman filter");
  app.add_option("--runs", runs, "of each scene")->capture_default_str();
  app.set_version_flag("--version", "1");
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  if (accuracy) {
    print_accuracy(runs);
    return 0;
  }
  for (std::size_t const n : tracks)
    for (Case const& c : {Case{"vessels each 10 s", wire::VESSEL, 10, false}, Case{"… with a name", wire::VESSEL, 10},
                          Case{"vehicles each 0.1 s", wire::ROAD_VEHICLE, 0.1}})
      if (std::string_view(c.name).starts_with(only)) run(c, n, seconds);
  if (!only.empty()) return 0;
  run_save(tracks.back());
  MemoryLimit const limit = memory_limit(std::size_t{256} << 20);
  fmt::print(
      "this machine's memory: a random 64-byte read in 256 MiB takes {:.0f} ns ({:.1f} M/s) when it waits for the "
      "one before, {:.0f} ns ({:.0f} M/s) when not\n",
      limit.dependent_ns, 1e3 / limit.dependent_ns, limit.independent_ns, 1e3 / limit.independent_ns);
  return 0;
}
