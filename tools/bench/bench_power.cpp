// Power flow of MATPOWER cases: alone, in a batch of other loads, one branch out; refactoring beside KLU's own, which
// is this machine's measure. DALIAN_CASE names the file; default: case118.m of DALIAN_TWIN_DATA.
#include "twin/power/case_file.hpp"
#include "twin/power/contingency.hpp"

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <suitesparse/klu.h>

namespace {

using namespace dalian;
using namespace dalian::power;

Network const& network() {
  static Network const read = [] {
    char const* const file = std::getenv("DALIAN_CASE");
    char const* const data = std::getenv("DALIAN_TWIN_DATA");
    std::string const path = file != nullptr ? file : std::string(data == nullptr ? "." : data) + "/power/case118.m";
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    auto result = read_case(text.str(), path);
    if (!result) {
      fprintf(stderr, "bench_power: %s\n", result.error().c_str());
      std::exit(1);
    }
    return *result;
  }();
  return read;
}

/// Every load by another factor of 0.9 … 1.1, as a batch of hours or draws has them.
struct Batch {
  explicit Batch(Study const& study) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> factor(0.9, 1.1);
    for (int i = 0; i < 64; ++i) {
      Network changed = study.network();
      for (Bus& b : changed.buses) {
        double const f = factor(random);
        b.load_mw *= f, b.load_mvar *= f;
      }
      add_up_injections(changed, study.topology(), p.emplace_back(), q.emplace_back());
    }
  }
  std::vector<std::vector<double>> p, q;
};

void solve_alone(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(solve_flow(network()).losses_mw);
}

void solve_in_batch(benchmark::State& state) {
  Study study(network());
  Batch const batch(study);
  VoltageState v;
  std::size_t i = 0;
  double worst = 0, steps = 0;
  for (auto _ : state) {
    auto const outcome = study.solve(batch.p[i % 64], batch.q[i % 64], v);
    worst = std::max(worst, outcome.mismatch);
    steps += outcome.iterations;
    ++i;
  }
  state.counters["worst_mismatch"] = worst;
  state.counters["steps"] = steps / static_cast<double>(i);
}

void one_branch_out(benchmark::State& state) {
  Study study(network());
  auto const bridges = find_bridges(study.network(), study.topology());
  std::vector<std::size_t> branches;
  for (std::size_t i = 0; i < bridges.size(); ++i)
    if (!bridges[i] && study.topology().live[i]) branches.push_back(i);
  VoltageState v;
  std::size_t i = 0;
  double worst = 0, steps = 0;
  for (auto _ : state) {
    auto const outcome = study.solve_without(branches[i++ % branches.size()], v);
    worst = std::max(worst, outcome.mismatch);
    steps += outcome.iterations;
  }
  state.counters["worst_mismatch"] = worst;
  state.counters["steps"] = steps / static_cast<double>(i);
}

/// A matrix of the pattern of the admittances, twice as wide, with a heavy diagonal.
struct Matrix {
  Matrix() {
    std::vector<Trouble> none;
    auto const t = find_topology(network(), none);
    Admittance const y(network(), t);
    std::vector<sparse::Place> places;
    for (int i = 0; i < y.size(); ++i)
      for (int k = y.start[static_cast<std::size_t>(i)]; k < y.start[static_cast<std::size_t>(i) + 1]; ++k)
        for (int four = 0; four < 4; ++four)
          places.push_back({2 * i + four / 2, 2 * y.column[static_cast<std::size_t>(k)] + four % 2});
    pattern = sparse::make_pattern(2 * y.size(), places);
    std::mt19937_64 random(2);
    std::uniform_real_distribution<double> value(-1, 1);
    for (int c = 0; c < pattern.size; ++c)
      for (int p = pattern.start[static_cast<std::size_t>(c)]; p < pattern.start[static_cast<std::size_t>(c) + 1]; ++p)
        values.push_back(value(random) + (pattern.row[static_cast<std::size_t>(p)] == c ? 20 : 0));
  }
  sparse::Pattern pattern;
  std::vector<double> values;
};

void refactor_and_solve(benchmark::State& state) {
  Matrix const m;
  sparse::Lu lu(m.pattern);
  if (lu.factor(m.values)) state.SkipWithError("singular");
  std::vector<double> b(static_cast<std::size_t>(m.pattern.size), 1);
  for (auto _ : state) {
    lu.refactor(m.values);
    lu.solve(b);
    benchmark::DoNotOptimize(b.data());
    std::fill(b.begin(), b.end(), 1);
  }
}

void refactor_and_solve_by_klu(benchmark::State& state) {
  Matrix m;
  klu_common common;
  klu_defaults(&common);
  auto* symbolic = klu_analyze(m.pattern.size, m.pattern.start.data(), m.pattern.row.data(), &common);
  auto* numeric = klu_factor(m.pattern.start.data(), m.pattern.row.data(), m.values.data(), symbolic, &common);
  std::vector<double> b(static_cast<std::size_t>(m.pattern.size), 1);
  for (auto _ : state) {
    klu_refactor(m.pattern.start.data(), m.pattern.row.data(), m.values.data(), symbolic, numeric, &common);
    klu_solve(symbolic, numeric, m.pattern.size, 1, b.data(), &common);
    benchmark::DoNotOptimize(b.data());
    std::fill(b.begin(), b.end(), 1);
  }
  klu_free_numeric(&numeric, &common);
  klu_free_symbolic(&symbolic, &common);
}

BENCHMARK(solve_alone)->Unit(benchmark::kMicrosecond);
BENCHMARK(solve_in_batch)->Unit(benchmark::kMicrosecond);
BENCHMARK(one_branch_out)->Unit(benchmark::kMicrosecond);
BENCHMARK(refactor_and_solve)->Unit(benchmark::kMicrosecond);
BENCHMARK(refactor_and_solve_by_klu)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();
