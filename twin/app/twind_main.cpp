// twind: the twin without a screen.
#include "twin/app/baked_assets.hpp"
#include "twin/app/event_log.hpp"
#include "twin/app/prometheus.hpp"
#include "twin/app/settings.hpp"
#include "twin/app/twin.hpp"
#include "twin/base/option_table.hpp"
#include "twin/base/usage.hpp"
#include "twin/base/version.hpp"
#include "twin/wire/endpoints.hpp"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string>
#include <sys/resource.h>

namespace {

using namespace dalian;

constexpr char kAbout[] = R"(The twin without a screen: receives observations from twinfeed, fuses them into tracks,
records them, and publishes to viewers. Ends cleanly on SIGTERM or Ctrl-C.

Examples:
  twind --history ~/twin-history            keep everything; the next start goes on where this one ended
  twind --clock feed                        for recordings: twin time is the recording's time
  twinfeed ais --file day.nm4               then, in another terminal: feed it
  twinctl status                            and look)";

constexpr char kFooter[] = R"(
Configuration file (--config FILE, TOML; the command line wins):
  [twin]
  bind = ["tcp://127.0.0.1:7410"]
  history = "/var/lib/dalian-twin"
  keys = "/etc/dalian-twin/keys"   # twinctl keys --help
  clock = "wall"
  metrics = "127.0.0.1:9464"       # for Prometheus
  fusion = "/etc/dalian-twin/fusion.toml"   # figures of fusion other than those built in
  city = "none"                    # no map of land, sea and roads
  [limits]                         # of each source; 0 = none
  observations_per_s = 200000
  bytes_per_s = 67108864
  [retention]                      # of the history; see docs/history.md
  raw_days = 7
  pilots = ["car:T1-*"])";

struct Options {
  app::Settings settings;
  history::RetentionPolicy retention;
  std::string config, log = "text";
  double keyframe_s = to_seconds(app::KeyframeMaker::kPeriod);
  bool json = false, standby = false;
};

void describe(CLI::App& cli, Options& options) {
  auto& s = options.settings;
  cli.add_option("--bind", s.bind, "where connectors connect; may be given several times")
      ->default_str(std::string(wire::kIngestEndpoint));
  cli.add_option("--publish", s.publish, "where viewers subscribe")->default_str(std::string(wire::kPublishEndpoint));
  cli.add_option("--requests", s.requests, "where viewers ask for snapshots and status")
      ->default_str(std::string(wire::kRequestEndpoint));
  cli.add_option(
      "--history", s.history,
      "folder to record into and to recover from, or postgresql://… (docs/history.md);\nwithout it nothing is kept");
  cli.add_option("--state", s.state, "where the history is in PostgreSQL: folder of the audit log and the alarms");
  cli.add_flag("--standby", options.standby,
               "wait until the twin that writes to this history in PostgreSQL is gone, then take its place");
  cli.add_option("--keys", s.keys,
                 "folder of twinctl keys: then tcp addresses ask for a key, and may be other than loopback;\n"
                 "its list is read again when it changes, or on SIGHUP");
  cli.add_option("--alarms", s.alarms,
                 "rules file (docs/alarms.md), or none; without it the one among the baked assets, if there is one");
  cli.add_option("--clock", s.clock, "wall: twin time is now; feed: it is what the feeds stamped (repeatable replays)")
      ->check(CLI::IsMember({"wall", "feed"}))
      ->default_str("wall");
  cli.add_option("--fusion", s.fusion, "TOML file that changes figures of fusion; see assets/config/fusion.toml")
      ->check(CLI::ExistingFile);
  cli.add_option(
      "--city", s.city,
      "baked city (surface.bin or its folder) by which ships on land and vehicles off the road are flagged,\n"
      "or none; without it the one among the baked assets, if there is one");
  cli.add_option("--keyframe-seconds", options.keyframe_s,
                 "longest time between two keyframes of the history: a restart takes again what came after the last")
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  cli.add_option("--metrics", s.metrics,
                 "host and port where Prometheus may ask, such as 127.0.0.1:9464; see docs/status.md");
  cli.add_flag("--metrics-anywhere", s.metrics_anywhere, "… and whoever reaches this host too");
  cli.add_option("--config", options.config, "TOML file with the same settings")->check(CLI::ExistingFile);
  cli.add_option("--log", options.log, "how events are told on standard error, a line each (docs/operations.md)")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  cli.add_flag("--json", options.json, "tell what happens as one JSON object per line on standard output");
}

/// Defaults, then the file, then what the command line said.
Status merge(app::Settings& settings, std::string const& config_file) {
  app::Settings merged = app::default_settings();
  if (!config_file.empty())
    if (auto const read = app::read_settings(config_file, merged); !read) return Error{read.error()};
  if (!settings.bind.empty()) merged.bind = settings.bind;
  for (auto const& [said, into] : {std::pair{&settings.publish, &merged.publish},
                                   {&settings.requests, &merged.requests},
                                   {&settings.history, &merged.history},
                                   {&settings.state, &merged.state},
                                   {&settings.keys, &merged.keys},
                                   {&settings.alarms, &merged.alarms},
                                   {&settings.clock, &merged.clock},
                                   {&settings.metrics, &merged.metrics},
                                   {&settings.fusion, &merged.fusion},
                                   {&settings.city, &merged.city}})
    if (!said->empty()) *into = *said;
  merged.metrics_anywhere = merged.metrics_anywhere || settings.metrics_anywhere;
  if (!merged.metrics.empty())
    if (auto const good = app::check_metrics_address(merged.metrics, merged.metrics_anywhere); !good)
      return Error{good.error()};
  settings = merged;
  return {};
}

void say(Options const& options, app::Event const& event) {
  if (options.json) fmt::print("{}\n", nlohmann::json{{"event", event.event}, {"text", event.text}}.dump());
  if (options.log == "json")
    fmt::print(stderr, "{}\n", to_json(event, SystemClock().now()));
  else if (!options.json)
    fmt::print(stderr, "twind: {}\n", event.text);
  std::fflush(stdout);
}

void print_ready(app::Twin const& twin) {
  auto const& r = twin.recovery();
  nlohmann::ordered_json const ready{{"event", "ready"},
                                     {"ingest", twin.ingest_endpoints()},
                                     {"publish", twin.publish_endpoint()},
                                     {"requests", twin.request_endpoint()},
                                     {"recovered_keyframe", r.keyframe},
                                     {"recovered_records", r.records},
                                     {"recovered_observations", r.observations},
                                     {"recovered_state_hash", fmt::format("{:016x}", r.state_hash)},
                                     {"recovery_s", r.seconds}};
  fmt::print("{}\n", ready.dump());
  std::fflush(stdout);
}

void say_ready(Options const& options, app::Twin const& twin) {
  if (options.json) return print_ready(twin);
  auto const& r = twin.recovery();
  if (r.keyframe || r.records > 0)
    say(options, {app::Level::info, "recovered",
                  fmt::format("recovered {}{} observations of {} records in {:.2f} s",
                              r.keyframe ? "a keyframe and behind it " : "", r.observations, r.records, r.seconds),
                  ""});
  if (r.damaged_chunks + r.damaged_records + r.damaged_keyframes > 0)
    say(options, {app::Level::warning, "damaged",
                  fmt::format("{} chunks, {} records and {} keyframes of the history are damaged and were left out",
                              r.damaged_chunks, r.damaged_records, r.damaged_keyframes),
                  ""});
  say(options, {app::Level::info, "ready",
                fmt::format("ready; connectors at {}, viewers at {}", fmt::join(twin.ingest_endpoints(), ", "),
                            twin.request_endpoint()),
                ""});
}

/// As many connectors as the system allows: each is an open file.
void allow_many_connections() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

constexpr std::uint64_t kTurnsBetweenLooks = 10; // 2 s

/// Until the user wants to end, or another twin has taken over. SIGHUP, as for other servers, means: read again.
void wait_for_end(sigset_t const& signals, app::Twin& twin, Options const& options) {
  app::StatusWatch watch;
  for (std::uint64_t turn = 0; !twin.lost(); ++turn) {
    if (turn % kTurnsBetweenLooks == 0)
      if (auto const facts = twin.facts())
        for (auto const& event : watch.look(*facts))
          say(options, event);
    timespec const look_every{0, 200'000'000};
    int const signal = sigtimedwait(&signals, nullptr, &look_every);
    if (signal == SIGHUP) twin.reload_keys();
    if (signal == SIGINT || signal == SIGTERM) return;
  }
}

/// Has somebody asked for the end of a twin that has not begun yet?
bool ending(sigset_t const& signals) {
  timespec const now{};
  int const signal = sigtimedwait(&signals, nullptr, &now);
  return signal == SIGINT || signal == SIGTERM;
}

Status read_fusion(std::string const& file, fusion::Parameters& parameters) {
  return file.empty() ? Status{} : fusion::read_parameters(file, parameters);
}

/// Null when none is wanted.
Result<std::unique_ptr<app::MetricsEndpoint>> start_metrics(std::string const& address, app::Twin& twin) {
  if (address.empty()) return std::unique_ptr<app::MetricsEndpoint>{};
  return app::MetricsEndpoint::start(address, [&twin] { return twin.facts(); });
}

int serve(Options const& options) {
  // Blocked here, inherited by every thread: only sigwait below sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  if (!options.settings.keys.empty()) sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN); // a file size limit is a full disk like any other

  allow_many_connections();
  zmq::context_t context(1);
  app::TwinConfig config;
  config.ingest = options.settings.bind;
  config.publish = options.settings.publish;
  config.requests = options.settings.requests;
  config.history = options.settings.history;
  config.state = options.settings.state;
  if (options.standby)
    config.stand_by = [signals, ended = false]() mutable {
      ended = ended || ending(signals);
      return !ended;
    };
  config.retention = options.retention;
  config.keys = options.settings.keys;
  config.limits = options.settings.limits;
  app::choose_alarms(options.settings.alarms, config);
  config.city = app::choose_city(options.settings.city);
  if (auto const read = read_fusion(options.settings.fusion, config.fusion); !read) {
    fmt::print(stderr, "twind: {}\n", read.error());
    return 1;
  }
  config.feed_clock = options.settings.clock == "feed";
  config.hash_recovered = options.json;
  config.keyframe_period = from_seconds(options.keyframe_s);
  config.note = [&options](std::string const& text) { say(options, {app::Level::info, "note", text, ""}); };
  auto const twin = app::Twin::start(context, std::move(config));
  if (!twin) {
    fmt::print(stderr, "twind: {}\n", twin.error());
    return 1;
  }
  auto const metrics = start_metrics(options.settings.metrics, **twin);
  if (!metrics) {
    fmt::print(stderr, "twind: {}\n", metrics.error());
    return 1;
  }
  say_ready(options, **twin);
  wait_for_end(signals, **twin, options);
  if ((*twin)->lost()) {
    say(options, {app::Level::error, "taken over", "another twin has taken over this history; this one ends", ""});
    return 1;
  }
  say(options, {app::Level::info, "stopping", "stopping", ""});
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  CLI::App cli(kAbout, "twind");
  cli.footer(kFooter);
  cli.set_version_flag("--version", version_line("twind"));
  add_option_table(cli);
  add_usage_message(cli);
  Options options;
  describe(cli, options);
  try {
    cli.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return cli.exit(e) == 0 ? 0 : 2;
  }
  if (auto const merged = merge(options.settings, options.config); !merged) {
    fmt::print(stderr, "twind: {}\n", merged.error());
    return 2;
  }
  if (!options.config.empty()) {
    auto const retention = history::read_retention(options.config);
    if (!retention) {
      fmt::print(stderr, "twind: {}\n", retention.error());
      return 2;
    }
    options.retention = *retention;
  }
  try {
    return serve(options);
  } catch (std::exception const& e) {
    fmt::print(stderr, "twind: {}\n", e.what());
    return 1;
  }
}
