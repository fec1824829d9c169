#include "twin/whatif/traffic.hpp"

#include "twin/base/crew.hpp"
#include "twin/whatif/traffic_peak.hpp"
#include "twin/whatif/traffic_report.hpp"

#include <atomic>
#include <exception>
#include <mutex>

namespace dalian::whatif {
namespace {

constexpr double kGap = 1e-6;    // of the middle
constexpr double kEndGap = 1e-4; // of the low and high ends, which only say how wide the range is

using Solved = std::array<traffic::Equilibrium, kRangeEnds>;

class TrafficEngine {
 public:
  explicit TrafficEngine(TrafficSetup setup) : setup_(std::move(setup)), roads_(setup_.table), demand_(setup_.table) {}

  Evaluation run(Inputs const& inputs, Engine const& self) {
    std::call_once(base_once_, [&] { solve_base(self); });
    plan::Findings findings;
    auto const roads = roads_.read(inputs);
    auto const places = read_places(inputs, *setup_.programme, *setup_.table, roads, findings);
    auto const problem = demand_.make(inputs, roads, places, findings);
    Solved const solved = solve(problem, &base_, inputs);
    auto const zone_of = zones_.of_links(inputs, roads);
    return report(
        inputs, {*setup_.table, roads, places, problem, {&solved[0], &solved[1], &solved[2]}, kGap, kEndGap, *zone_of},
        std::move(findings));
  }

 private:
  void solve_base(Engine const& self) {
    Evaluation const land = setup_.land.run(Inputs(setup_.base, setup_.land.reads, {}, {}));
    Inputs const inputs(setup_.base, self.reads, {{"land", &land}}, {});
    plan::Findings unheard; // the base's own run says them
    auto const roads = roads_.read(inputs);
    auto const places = read_places(inputs, *setup_.programme, *setup_.table, roads, unheard);
    base_ = solve(demand_.make(inputs, roads, places, unheard), nullptr, inputs);
  }

  /// The ends of the range at once, each on a thread; the middle, which takes longest, first.
  Solved solve(TrafficProblem const& problem, Solved const* base, Inputs const& inputs) const {
    Solved out;
    std::array<std::exception_ptr, kRangeEnds> failures;
    std::atomic<std::size_t> next = 0;
    Crew(std::clamp(setup_.threads, 1U, static_cast<unsigned>(kRangeEnds))).run([&](unsigned) {
      for (std::size_t i = next++; i < kRangeEnds; i = next++) {
        RangeEnd const end = std::array{RangeEnd::value, RangeEnd::high, RangeEnd::low}[i];
        try {
          inputs.stop_if_asked();
          solve_end(end, problem, base, out);
        } catch (...) {
          failures[i] = std::current_exception();
        }
      }
    });
    for (auto const& failure : failures)
      if (failure) std::rethrow_exception(failure);
    return out;
  }

  static void solve_end(RangeEnd end, TrafficProblem const& problem, Solved const* base, Solved& out) {
    auto const e = static_cast<std::size_t>(end);
    traffic::Options const options{.gap = end == RangeEnd::value ? kGap : kEndGap};
    auto solved = base ? traffic::solve_from((*base)[e], problem.network, problem.demand[e], options)
                       : traffic::solve(problem.network, problem.demand[e], options);
    if (!solved) throw std::runtime_error(solved.error());
    out[e] = std::move(solved).value();
  }

  TrafficSetup setup_;
  RoadReader roads_;
  DemandMaker demand_;
  ZonesOfLinks zones_;
  std::once_flag base_once_;
  Solved base_;
};

} // namespace

Engine traffic_engine(TrafficSetup setup) {
  Engine engine;
  engine.name = "traffic";
  engine.version = 6; // trees of several origins at once, in the last digits
  engine.parameters = plan::ByteText().add(setup.programme->hash).add(setup.table->hash).add(setup.base.hash()).hash();
  engine.reads = traffic_slices();
  engine.needs = place_needs();
  auto const shared = std::make_shared<TrafficEngine>(std::move(setup));
  Engine const self = engine;
  engine.run = [shared, self](Inputs const& inputs) { return shared->run(inputs, self); };
  return engine;
}

} // namespace dalian::whatif
