// twinfeed all: the command line around connectors/supervise.
#include "connectors/app/commands.hpp"
#include "connectors/app/feed_screen.hpp"
#include "connectors/app/output.hpp"
#include "connectors/app/program.hpp"
#include "connectors/app/stop.hpp"
#include "connectors/supervise/tell.hpp"
#include "twin/base/steady_time.hpp"

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

using namespace std::chrono_literals;

struct AllOptions {
  OutputOptions output{.protocol = "all"};
  std::string config;
  bool json = false;
};

constexpr char kFooter[] = R"(A list of feeds (TOML); the keys of a feed are the options of its command:
  twin = "tcp://127.0.0.1:7410"        # for all; --twin takes its place

  [[server]]                           # what feeds need: started first, stopped last
  name = "broker"
  command = ["mosquitto", "-p", "1883"]

  [[feed]]
  name = "ais-dayaowan"                # also its --source
  kind = "ais"
  udp = "0.0.0.0:10110"

  [[feed]]
  name = "meters"
  kind = "mqtt"
  broker = "127.0.0.1:1883"
  map = "meters.toml"                  # beside this file

Examples:
  twinfeed all --config feeds.toml
  twinfeed all --config feeds.toml --json | jq .feeds)";

supervise::Grammar grammar() {
  auto const kinds = protocol_commands();
  return {.is_kind = [kinds](std::string const& kind) { return std::ranges::count(kinds, kind) > 0; },
          .has_option = has_option,
          .check = check_arguments,
          .kinds = fmt::format("{}", fmt::join(kinds, ", "))};
}

wire::FeedReport report_of(supervise::Supervisor const& supervisor, bool finished) {
  FeedCounts counts;
  counts.outcomes.add("decoded", supervisor.heard());
  for (auto const* child : supervisor.statuses()) {
    counts.details.add(std::string(name(child->state)));
    counts.details.add("restarts", child->restarts());
  }
  return counts.report("all", finished);
}

/// Until the user wants to end or nothing is left to run; then all are stopped.
void supervise_until_end(supervise::Supervisor& supervisor, Output const& output, FeedScreen& screen,
                         std::optional<supervise::HealthTeller>& health) {
  SystemClock const clock;
  auto* const sink = output.feed_output().sink;
  auto shown = steady_now() - 1h;
  while (!output.stopped()() && !supervisor.all_ended()) {
    supervisor.turn(50ms);
    if (sink != nullptr) sink->poll();
    if (steady_now() - shown < 1s) continue;
    shown = steady_now();
    screen.show(supervisor.statuses(), clock.now());
    if (sink == nullptr) continue;
    health->repeat(supervisor.statuses(), clock.now());
    sink->report(report_of(supervisor, false));
  }
  supervisor.stop();
  screen.show(supervisor.statuses(), clock.now());
  if (sink != nullptr) sink->report(report_of(supervisor, true));
}

bool any_failed(supervise::Supervisor const& supervisor) {
  return std::ranges::any_of(supervisor.statuses(), [](auto const* child) { return child->failed; });
}

int run(AllOptions options) {
  install_stop_signals();
  if (options.output.out == "json") return note(options.output, "--out json is of single feeds; give --json"), 2;
  auto list = supervise::read_feed_list(options.config, grammar(), options.output.twin);
  if (!list) return note(options.output, list.error()), 1;
  options.output.twin = list->twin;
  auto output = Output::open(options.output, {.source = "supervisor"});
  if (!output) return note(options.output, output.error()), 1;
  FeedScreen screen(FeedScreen::form_for(options.json));
  std::optional<supervise::HealthTeller> health;
  if (auto* const sink = output->feed_output().sink) health.emplace(*sink);
  supervise::Supervisor supervisor(std::move(*list), std::filesystem::read_symlink("/proc/self/exe").string(),
                                   {.line = [&](auto const& child, std::string_view text) { screen.line(child, text); },
                                    .changed =
                                        [&](auto const& child) {
                                          screen.changed(child);
                                          if (health) health->changed(child, SystemClock().now());
                                        }});
  supervise_until_end(supervisor, *output, screen, health);
  int const delivered = output->deliver();
  return !stop_requested() && any_failed(supervisor) ? 1 : delivered;
}

} // namespace

Command add_all_command(CLI::App& program) {
  auto* app = program.add_subcommand("all", "Many feeds at once, each a process that is started again when it fails");
  auto options = std::make_shared<AllOptions>();
  app->add_option("--config", options->config, "Which feeds")->required()->type_name("FILE");
  app->add_flag("--json", options->json, "How the feeds fare, once a second, as a line of JSON on standard output");
  add_output_options(*app, options->output, "starts and ends of feeds");
  app->footer(kFooter);
  return {app, [options] { return run(*options); }};
}

} // namespace dalian::connectors
