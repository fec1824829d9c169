// Any bytes as an EPANET input file: refused with a reason that names the file, or solved for a few steps to figures
// that say when they are not balanced. The same bytes as binary results: refused, or with as many figures as they say.
#include "tests/fuzz/fuzz.hpp"
#include "twin/water/epanet_output.hpp"
#include "twin/water/inp.hpp"
#include "twin/water/simulation.hpp"

#include <cmath>

using namespace dalian;

namespace {

constexpr char kSmall[] =
    "[OPTIONS]\nUnits LPS\nHeadloss D-W\n[RESERVOIRS]\nr 50 x\n[TANKS]\nt 40 3 1 5 9 0 v\n[JUNCTIONS]\na 10 5 x\nb 12 "
    "1\n"
    "[PIPES]\np r a 100 300 0.2\nq a b 50 100 0.1 1 CV\ns t b 60 200 0.2\n[PUMPS]\nu r b HEAD c SPEED 0.9\n[VALVES]\n"
    "w a b 100 PRV 20\n[CURVES]\nc 30 40\nv 0 1\nv 9 80\n[PATTERNS]\nx 1 0.5\n[EMITTERS]\nb 0.1\n[STATUS]\nu 1.1\n"
    "[CONTROLS]\nLINK p CLOSED IF NODE t ABOVE 4\nLINK p OPEN AT CLOCKTIME 3 PM\n[RULES]\nRULE 1\nIF TANK t LEVEL < 2\n"
    "OR SYSTEM CLOCKTIME >= 6 AM\nTHEN PUMP u SETTING IS 1.2\nELSE PUMP u STATUS IS CLOSED\nPRIORITY 2\n[TIMES]\n"
    "Duration 24:00\n[END]\n";
constexpr char kDriven[] =
    "[OPTIONS]\nUnits GPM\nHeadloss C-M\nDemand Model PDA\nRequired Pressure 20\n[RESERVOIRS]\nr 90\n"
    "[JUNCTIONS]\na 10 50\nb 80 9\n[PIPES]\np r a 900 8 0.012\n[VALVES]\nf a b 6 FCV 20\n[DEMANDS]\n"
    "a 4\na 5\n";

} // namespace

std::vector<std::string> fuzz::seeds() {
  return {kSmall, kDriven};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const text = fuzz::text(data, size);
  if (auto const results = water::read_epanet_output(text, "o"))
    for (auto const& period : results->periods)
      fuzz::require(period.head.size() == results->nodes.size() && period.flow.size() == results->links.size());
  auto const file = water::read_inp(text, "f");
  if (!file) {
    fuzz::require(file.error().starts_with("f:"));
    return 0;
  }
  auto const& network = file->network;
  if (network.nodes.size() > 200) return 0;
  auto small = network;
  small.options.trials = std::min(small.options.trials, 30);
  small.options.extra_trials = 0;
  water::RunOptions few;
  few.most_steps = 10;
  std::size_t steps = 0;
  auto const summary = water::simulate(small, few, [&](water::Step const& step) {
    ++steps;
    fuzz::require(step.field.head_m.size() == small.nodes.size() && step.length_s >= 0);
    if (step.convergence.balanced)
      for (double const head : step.field.head_m)
        fuzz::require(std::isfinite(head));
    return true;
  });
  if (summary) fuzz::require(summary->steps == steps && steps <= few.most_steps);
  return 0;
}
