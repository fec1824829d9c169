// What an edit of the city costs until all figures are there, and how many random layouts a second go through. The cold
// evaluation, by a runner that knows nothing yet, stands beside it as this machine's own measure.
#include "twin/app/whatif_context.hpp"
#include "twin/plan/edit.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <random>

namespace {

using namespace dalian;

struct BenchOptions : app::WhatifOptions {
  std::string zone = "njip";
  std::vector<std::string> only; // engines; all when empty
  int edits = 200, layouts = 500, edits_per_layout = 5;
  unsigned engine_threads = 1; // of one scenario among many
};

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error());
  return std::move(result).value();
}

whatif::Runner make_runner(BenchOptions const& options, plan::Layout const& base) {
  auto runner = must(app::make_runner(options, base));
  if (options.only.empty()) return runner;
  auto engines = runner.engines();
  std::erase_if(engines, [&](whatif::Engine const& e) {
    return std::find(options.only.begin(), options.only.end(), e.name) == options.only.end();
  });
  return whatif::Runner(std::move(engines));
}

/// Another use, another floor-area ratio, or an outline moved by metres: of a parcel of the zone.
plan::Edit random_edit(std::vector<std::string> const& parcels, plan::Layout const& layout, std::mt19937& random) {
  auto const& id = parcels[random() % parcels.size()];
  constexpr std::array uses{"parts", "office", "residential", "green", "school", "logistics"};
  plan::Edit edit{plan::Edit::Kind::set, plan::Layer::parcel, id, "use", std::string(uses[random() % uses.size()]), {}};
  if (random() % 3 == 0) edit.field = "far", edit.value = 0.1 * static_cast<double>(random() % 30);
  if (random() % 3 == 0) {
    auto shape = layout.find(plan::Layer::parcel, id)->shape("outline");
    shape[random() % shape.size()].lon_deg += 1e-6 * static_cast<double>(random() % 100);
    edit.field = "outline", edit.value = shape;
  }
  return edit;
}

template <class Act>
double milliseconds(Act&& act) {
  auto const start = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// Of all threads of this process.
double processor_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

double at(std::vector<double>& list, std::size_t percent) {
  std::sort(list.begin(), list.end());
  return list[(list.size() - 1) * percent / 100];
}

void tell(char const* what, std::vector<double> list) {
  fmt::print("{}: p50 {:.1f} ms, p95 {:.1f} ms, p99 {:.1f} ms\n", what, at(list, 50), at(list, 95), at(list, 99));
}

void measure_edits(BenchOptions const& options, plan::Layout const& base, std::vector<std::string> const& parcels) {
  std::mt19937 random(1);
  std::vector<double> cold, warm, cpu;
  std::map<std::string, std::vector<double>> of_engine;
  auto runner = make_runner(options, base);
  (void)runner.run(base, {options.threads, {}, {}});
  for (int i = 0; i < options.edits; ++i) {
    auto const layout = *plan::apply(base, random_edit(parcels, base, random));
    double const before = processor_ms();
    whatif::Outcomes outcomes;
    warm.push_back(milliseconds([&] { outcomes = runner.run(layout, {options.threads, {}, {}}); }));
    cpu.push_back(processor_ms() - before);
    for (auto const& [name, outcome] : outcomes)
      of_engine[name].push_back(1e3 * outcome.seconds);
    if (i % 40 != 0) continue;
    auto fresh = make_runner(options, base);
    cold.push_back(milliseconds([&] { (void)fresh.run(layout, {options.threads, {}, {}}); }));
  }
  fmt::print("one edit → all figures, {} threads, cold {:.0f} ms\n", options.threads, at(cold, 50));
  tell("  of wall", warm);
  tell("  of processor time", cpu);
  for (auto const& [name, list] : of_engine)
    tell(fmt::format("    {}, wall", name).c_str(), list);
  for (auto const& [engine, outcome] : runner.run(base, {options.threads, {}, {}}))
    if (outcome.evaluation)
      for (auto const& c : outcome.evaluation->certificates)
        fmt::print("  {}: {} {:.3g} of at most {:.3g} {}\n", engine, c.name, c.value, c.limit, c.unit);
}

void measure_layouts(BenchOptions const& options, plan::Layout const& base, std::vector<std::string> const& parcels) {
  std::mt19937 random(2);
  BenchOptions of_engines = options;
  of_engines.threads = options.engine_threads;
  auto runner = make_runner(of_engines, base);
  (void)runner.run(base, {options.threads, {}, {}});
  std::vector<plan::Layout> many;
  for (int i = 0; i < options.layouts; ++i) {
    many.push_back(base);
    for (int k = 0; k < options.edits_per_layout; ++k)
      many.back() = *plan::apply(many.back(), random_edit(parcels, base, random));
  }
  double const before = processor_ms();
  double const all_ms = milliseconds([&] { (void)runner.run(many, {options.threads, {}, {}}); });
  double const cpu_ms = processor_ms() - before;
  fmt::print(
      "{} layouts of {} random edits: {:.1f} s, {:.1f} s of processor time; 10 000 in {:.1f} min and {:.1f} min\n",
      options.layouts, options.edits_per_layout, all_ms / 1e3, cpu_ms / 1e3, all_ms * 10000 / options.layouts / 60e3,
      cpu_ms * 10000 / options.layouts / 60e3);
}

void run(BenchOptions const& options) {
  auto const base = must(app::read_base(options));
  std::vector<std::string> parcels;
  base.for_each(plan::Layer::parcel, [&](plan::Entity const& p) {
    if (p.text("zone") == options.zone) parcels.push_back(p.id());
  });
  if (parcels.empty()) throw std::runtime_error("--zone " + options.zone + " has no parcels");
  if (options.edits > 0) measure_edits(options, base, parcels);
  if (options.layouts > 0) measure_layouts(options, base, parcels);
}

} // namespace

int main(int argc, char** argv) {
  CLI::App cli("Time from an edit to all figures, and layouts a minute", "bench_whatif");
  BenchOptions options;
  app::add_layout_options(cli, options);
  app::add_engine_options(cli, options);
  cli.add_option("--only", options.only, "these engines, with those that they need; else all")->delimiter(',');
  cli.add_option("--zone", options.zone, "whose parcels are edited")->capture_default_str();
  cli.add_option("--edits", options.edits)->capture_default_str();
  cli.add_option("--layouts", options.layouts)->capture_default_str();
  cli.add_option("--engine-threads", options.engine_threads, "of one layout among many")->capture_default_str();
  cli.add_option("--edits-per-layout", options.edits_per_layout)->capture_default_str();
  CLI11_PARSE(cli, argc, argv);
  try {
    run(options);
  } catch (std::exception const& e) {
    fmt::print(stderr, "bench_whatif: {}\n", e.what());
    return 1;
  }
}
