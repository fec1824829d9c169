// twinctl: questions to a running twin, from a shell.
#include "twin/app/mirror.hpp"
#include "twin/app/status.hpp"
#include "twin/base/version.hpp"
#include "twin/wire/codec.hpp"
#include "twin/wire/endpoints.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <string>

namespace {

using namespace dalian;

constexpr char kAbout[] = R"(Questions to a running twin (twind), from a shell.

Examples:
  twinctl status                 feeds, rejects, tracks, history at a glance
  twinctl status --json | jq .tracks.by_kind
  twinctl tracks --json | jq '.tracks[0]')";

struct Options {
  std::string connect{wire::kRequestEndpoint};
  double timeout_s = 3;
  bool json = false;
};

int fail(std::string const& message) {
  fmt::print(stderr, "twinctl: {}\n", message);
  return 1;
}

std::chrono::milliseconds limit(Options const& options) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(options.timeout_s * 1000));
}

int status(Options const& options) {
  zmq::context_t context(1);
  wire::Request request;
  request.mutable_status();
  auto const frames = app::ask_twin(context, options.connect, request, limit(options));
  if (!frames) return fail(frames.error());
  wire::Reply reply;
  if (frames->size() != 1 || !wire::parse(frames->front(), reply) || !reply.has_status())
    return fail(fmt::format("what answers at {} is no twin", options.connect));
  if (options.json) {
    fmt::print("{}\n", reply.status().json());
    return 0;
  }
  auto const text = app::status_text(reply.status().json());
  if (!text) return fail(text.error());
  fmt::print("{}", *text);
  return 0;
}

void print_table(state::Snapshot const& snapshot, Instant now) {
  fmt::print("{:<22} {:<17} {:<10} {:>9} {:>8} {}\n", "entity", "kind", "provenance", "age s", "updates", "name");
  snapshot.for_each([&](state::Track const& t) {
    fmt::print("{:<22} {:<17} {:<10} {:>9.1f} {:>8} {}\n", t.entity, app::to_string(t.kind), to_string(t.provenance),
               to_seconds(now - t.t_obs), t.updates, t.vessel.name.empty() ? t.aid.name : t.vessel.name);
  });
}

int tracks(Options const& options) {
  zmq::context_t context(1);
  wire::Request request;
  request.mutable_snapshot();
  auto const frames = app::ask_twin(context, options.connect, request, limit(options));
  if (!frames) return fail(frames.error());
  std::vector<wire::Snapshot> parts;
  for (auto const& frame : *frames) {
    wire::Reply reply;
    if (!wire::parse(frame, reply) || !reply.has_snapshot())
      return fail(fmt::format("what answers at {} is no twin", options.connect));
    parts.push_back(std::move(*reply.mutable_snapshot()));
  }
  app::MirrorState mirror;
  mirror.take_snapshot(parts);
  auto const now = mirror.feed_clock() ? mirror.time() : SystemClock().now();
  if (options.json)
    fmt::print("{}\n", app::tracks_json(*mirror.snapshot(), now));
  else
    print_table(*mirror.snapshot(), now);
  return 0;
}

void describe(CLI::App& command, Options& options) {
  command.add_option("--connect", options.connect, "the twin's request address")->capture_default_str();
  command.add_option("--timeout", options.timeout_s, "seconds to wait for an answer")
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  command.add_flag("--json", options.json, "machine-readable: the document of docs/status.md");
}

} // namespace

int main(int argc, char** argv) {
  CLI::App cli(kAbout, "twinctl");
  cli.set_version_flag("--version", version_line("twinctl"));
  cli.require_subcommand(1);
  Options options;
  auto* const status_command = cli.add_subcommand("status", "how the twin and its feeds fare");
  auto* const tracks_command = cli.add_subcommand("tracks", "every track with position, covariance, age and sources");
  describe(*status_command, options);
  describe(*tracks_command, options);
  try {
    cli.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return cli.exit(e) == 0 ? 0 : 2;
  }
  try {
    return status_command->parsed() ? status(options) : tracks(options);
  } catch (std::exception const& e) {
    return fail(e.what());
  }
}
