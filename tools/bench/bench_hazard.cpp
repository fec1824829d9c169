// Plumes over 1 km² at 1 m in 16 winds × 6 classes: highest concentration and risk of every cell, the tables against
// the formula cell by cell, in one run. Beside it the time to fill as many floats: the machine's own limit.
#include "twin/hazard/field.hpp"
#include "twin/hazard/harm.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <numbers>

namespace {

using namespace dalian::hazard;

struct Time {
  double wall_ms, cpu_ms;
};

template <class Work>
Time measured(Work&& work) {
  auto const start = std::chrono::steady_clock::now();
  auto const cpu = std::clock();
  work();
  return {std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count(),
          1e3 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC};
}

template <class Work>
Time best_of(int times, Work&& work) {
  Time best{1e9, 1e9};
  for (int i = 0; i < times; ++i) {
    Time const t = measured(work);
    best = {std::min(best.wall_ms, t.wall_ms), std::min(best.cpu_ms, t.cpu_ms)};
  }
  return best;
}

} // namespace

int main() {
  std::vector<WeatherCase> cases;
  for (int d = 0; d < 16; ++d)
    for (int s = 0; s < 6; ++s)
      cases.push_back({d * std::numbers::pi / 8, s < 4 ? 4.0 : 1.5, static_cast<Stability>(s), 1e-7});
  Lethality const chlorine = [](double c) { return share_of(toxic_probit({-6.35, .5, 2.75}, c * 1e6, 30)); };
  Grid const grid{0, 0, 1, 1000, 1000};
  GasSource const source{500.3, 499.6, 2, 2, Curves::briggs_rural};
  for (unsigned const threads : {1U, 2U}) {
    Time const t = best_of(5, [&] { exposure(grid, source, cases, chlorine, threads); });
    std::printf("tables, %u thread%s  %8.1f ms wall %8.1f ms of the processor\n", threads, threads == 1 ? " " : "s",
                t.wall_ms, t.cpu_ms);
  }
  Grid const part{0, 0, 10, 100, 100}; // a hundredth of the cells
  Time const t = best_of(1, [&] { exposure_by_formula(part, source, cases, chlorine); });
  std::printf("formula, 1 thread   %8.1f ms of the processor (100 × that of every hundredth cell)\n", 100 * t.cpu_ms);
  Time const fill = best_of(5, [&] {
    volatile float sink = std::vector<float>(96 * grid.cells(), 1)[7];
    (void)sink;
  });
  std::printf("writing 96 M floats %8.1f ms of the processor\n", fill.cpu_ms);
}
