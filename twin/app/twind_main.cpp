// twind: the twin without a screen.
#include "twin/app/settings.hpp"
#include "twin/app/twin.hpp"
#include "twin/base/version.hpp"
#include "twin/wire/endpoints.hpp"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string>

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
  clock = "wall")";

struct Options {
  app::Settings settings;
  std::string config;
  bool json = false;
};

void describe(CLI::App& cli, Options& options) {
  auto& s = options.settings;
  cli.add_option("--bind", s.bind, "where connectors connect; may be given several times")
      ->default_str(std::string(wire::kIngestEndpoint));
  cli.add_option("--publish", s.publish, "where viewers subscribe")->default_str(std::string(wire::kPublishEndpoint));
  cli.add_option("--requests", s.requests, "where viewers ask for snapshots and status")
      ->default_str(std::string(wire::kRequestEndpoint));
  cli.add_option("--history", s.history, "folder to record into and to recover from; without it nothing is kept");
  cli.add_option("--clock", s.clock, "wall: twin time is now; feed: it is what the feeds stamped (repeatable replays)")
      ->check(CLI::IsMember({"wall", "feed"}))
      ->default_str("wall");
  cli.add_option("--config", options.config, "TOML file with the same settings")->check(CLI::ExistingFile);
  cli.add_flag("--json", options.json, "tell what happens as one JSON object per line on standard output");
}

/// Defaults, then the file, then what the command line said.
Status merge(app::Settings& settings, std::string const& config_file) {
  app::Settings merged{{std::string(wire::kIngestEndpoint)},
                       std::string(wire::kPublishEndpoint),
                       std::string(wire::kRequestEndpoint),
                       "",
                       "wall"};
  if (!config_file.empty())
    if (auto const read = app::read_settings(config_file, merged); !read) return Error{read.error()};
  if (!settings.bind.empty()) merged.bind = settings.bind;
  for (auto const& [said, into] : {std::pair{&settings.publish, &merged.publish},
                                   {&settings.requests, &merged.requests},
                                   {&settings.history, &merged.history},
                                   {&settings.clock, &merged.clock}})
    if (!said->empty()) *into = *said;
  settings = merged;
  return {};
}

void say(bool json, char const* event, std::string const& text) {
  if (json)
    fmt::print("{}\n", nlohmann::json{{"event", event}, {"text", text}}.dump());
  else
    fmt::print(stderr, "twind: {}\n", text);
  std::fflush(stdout);
}

void say_ready(bool json, app::Twin const& twin) {
  auto const& r = twin.recovery();
  if (json) {
    nlohmann::ordered_json const ready{{"event", "ready"},
                                       {"ingest", twin.ingest_endpoints()},
                                       {"publish", twin.publish_endpoint()},
                                       {"requests", twin.request_endpoint()},
                                       {"recovered_records", r.records},
                                       {"recovered_observations", r.observations},
                                       {"recovery_s", r.seconds}};
    fmt::print("{}\n", ready.dump());
    std::fflush(stdout);
    return;
  }
  if (r.records > 0)
    fmt::print(stderr, "twind: recovered {} observations of {} records in {:.2f} s\n", r.observations, r.records,
               r.seconds);
  if (r.damaged_chunks + r.damaged_records > 0)
    fmt::print(stderr, "twind: {} chunks and {} records of the history are damaged and were left out\n",
               r.damaged_chunks, r.damaged_records);
  fmt::print(stderr, "twind: ready; connectors at {}, viewers at {}\n", fmt::join(twin.ingest_endpoints(), ", "),
             twin.request_endpoint());
}

int serve(Options const& options) {
  // Blocked here, inherited by every thread: only sigwait below sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN); // a file size limit is a full disk like any other

  zmq::context_t context(1);
  app::TwinConfig config;
  config.ingest = options.settings.bind;
  config.publish = options.settings.publish;
  config.requests = options.settings.requests;
  config.history = options.settings.history;
  config.feed_clock = options.settings.clock == "feed";
  config.note = [json = options.json](std::string const& text) { say(json, "note", text); };
  auto const twin = app::Twin::start(context, std::move(config));
  if (!twin) {
    fmt::print(stderr, "twind: {}\n", twin.error());
    return 1;
  }
  say_ready(options.json, **twin);
  int signal = 0;
  sigwait(&signals, &signal);
  say(options.json, "stopping", "stopping");
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  CLI::App cli(kAbout, "twind");
  cli.footer(kFooter);
  cli.set_version_flag("--version", version_line("twind"));
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
  try {
    return serve(options);
  } catch (std::exception const& e) {
    fmt::print(stderr, "twind: {}\n", e.what());
    return 1;
  }
}
