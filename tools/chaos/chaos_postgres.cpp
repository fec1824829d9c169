// chaos_postgres: how many acknowledged records a pair of PostgreSQL servers loses when they are killed; and how many
// observations a second one server takes, and a pair. Prints the figures; exit status 1 when anything was lost.
#include "tests/support/postgres_server.hpp"
#include "tools/chaos/pair_trials.hpp"
#include "twin/postgres/postgres_history.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <fmt/format.h>
#include <random>

namespace {

using namespace dalian;

constexpr std::uint32_t kObservations = 100; // of a batch …
constexpr std::size_t kBytes = 90;           // of each: docs/performance.md, as the ships of bench_ingest

/// Batches as a twin appends them, a commit each quarter of a second's worth at 100 000/s.
void measure(std::string const& url, unsigned seconds_worth, char const* what) {
  auto const store = postgres::open_postgres_history({.url = url}).value();
  std::uint64_t const batches = std::uint64_t{1000} * seconds_worth;
  std::minstd_rand random;
  auto const begin = std::chrono::steady_clock::now();
  for (std::uint64_t i = 0; i < batches; ++i) {
    history::Record r;
    r.t_twin = SystemClock().now();
    r.source = "bench";
    r.first_seq = 1 + i * kObservations;
    r.n = kObservations;
    r.bytes.resize(kObservations * kBytes);
    for (char& byte : r.bytes)
      byte = static_cast<char>(random()); // lz4 finds nothing in it
    if (!store->append(std::move(r))) throw std::runtime_error("refused");
    if (i % 250 == 249)
      if (auto const done = store->commit(); !done) throw std::runtime_error(done.error());
  }
  std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begin;
  fmt::print("{}: {:.0f} observations/s ({} in {:.2f} s wall, {} bytes each)\n", what,
             static_cast<double>(batches * kObservations) / took.count(), batches * kObservations, took.count(),
             kBytes);
  std::fflush(stdout);
}

void measure_both(unsigned seconds_worth) {
  test::PostgresServer const primary({.safe = true, .settings = {}});
  measure(primary.new_database("alone"), seconds_worth, "one server, fsync on");
  test::PostgresServer const second(primary, {.safe = true, .settings = {}});
  chaos::demand_stand_by(primary);
  measure(primary.new_database("pair"), seconds_worth, "a pair, each commit on both disks");
}

} // namespace

int main(int argc, char** argv) {
  CLI::App cli("What a history in PostgreSQL keeps when servers are killed, and how fast it is.", "chaos_postgres");
  chaos::PairTrials trials;
  unsigned seconds_worth = 10;
  cli.add_option("--promotions", trials.promotions, "trials with the primary killed")->capture_default_str();
  cli.add_option("--both", trials.both, "trials with both killed")->capture_default_str();
  cli.add_option("--seed", trials.seed, "of the instants")->capture_default_str();
  cli.add_option("--seconds-worth", seconds_worth, "100 000 observations each, for the rate; 0: no rate")
      ->capture_default_str();
  CLI11_PARSE(cli, argc, argv);
  try {
    if (seconds_worth > 0) measure_both(seconds_worth);
    auto const f = chaos::run_pair_trials(trials);
    fmt::print(
        "seed {}: {} promotions, {} kills of both: {} records acknowledged, {} lost, {} twice; {} commits failed and "
        "were tried again; longest pause {:.1f} s\n",
        trials.seed, trials.promotions, trials.both, f.acknowledged, f.lost, f.twice, f.failed_commits,
        f.longest_pause_s);
    return f.lost + f.twice == 0 ? 0 : 1;
  } catch (std::exception const& e) {
    fmt::print(stderr, "chaos_postgres: {}\n", e.what());
    return 1;
  }
}
