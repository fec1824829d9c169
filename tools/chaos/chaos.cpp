// chaos: what a twin loses when it is killed, stalled, without disk, without link, for minutes. Prints the figures;
// exit status 1 when anything that was acknowledged, or any event, is lost or stands twice in the history.
#include "tools/chaos/twin_trials.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>

int main(int argc, char** argv) {
  using namespace dalian::chaos;
  CLI::App cli("Random faults for a real twind and its connector, at a seed; then acknowledgements against history.",
               "chaos");
  TwinTrials trials;
  cli.add_option("--seed", trials.seed, "of the faults: their kinds, order and pauses")->capture_default_str();
  cli.add_option("--minutes", trials.minutes, "how long")->check(CLI::Range(0.01, 100'000.0))->capture_default_str();
  cli.add_flag("--spoil", trials.spoil, "take a chunk out of the history at the end: this must be found");
  CLI11_PARSE(cli, argc, argv);
  trials.tell = [](std::string const& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
  };
  auto const own = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  ::setenv("DALIAN_BIN", own.c_str(), 0);
  try {
    auto const f = run_twin_trials(trials);
    fmt::print(
        "seed {}, {} minutes: {} kills, {} stalls, {} full disks, {} cuts, {} absences, {} connector restarts\n"
        "{} observations, {} of them events; {} acknowledged: {} lost, {} twice, {} chunks damaged; longest restart "
        "{:.2f} s\n",
        trials.seed, trials.minutes, f.kills, f.stalls, f.full_disks, f.cuts, f.absences, f.connector_restarts,
        f.observations, f.events, f.acknowledged, f.lost, f.twice, f.damaged, f.longest_restart_s);
    return f.lost + f.twice + f.damaged == 0 ? 0 : 1;
  } catch (std::exception const& e) {
    fmt::print(stderr, "chaos: {}\n", e.what());
    return 1;
  }
}
