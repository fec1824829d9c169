// twinfeed ais: the command line around connectors/ais.
#include "connectors/ais/feed.hpp"
#include "connectors/app/commands.hpp"
#include "connectors/app/stop.hpp"
#include "connectors/common/publisher.hpp"
#include "connectors/common/tcp.hpp"
#include "connectors/common/udp.hpp"
#include "twin/wire/codec.hpp"

#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

using ais::Feed;
using ais::FeedOptions;
using ais::Outcome;
using ais::Stream;

struct AisOptions {
  std::string file, udp, tcp;
  bool standard_input = false;
  std::string out;
  std::string record;
  std::string twin;
  CLI::Option const* twin_given = nullptr;
  std::string source;
  std::string spool;           // empty: the default file
  std::optional<double> speed; // 1 into the twin, else 0
  bool loop = false;
  std::string time = "shift";
  std::string crs = "wgs84";
  double seconds = 0;
  double deliver_s = 60;
  bool quiet = false;
};

void note(std::string const& text) {
  fmt::print(stderr, "twinfeed ais: {}\n", text);
}

Result<std::unique_ptr<LineSource>> open_source(AisOptions const& options) {
  if (options.standard_input) return open_standard_input();
  if (!options.file.empty()) {
    if (std::filesystem::exists(options.file) && !std::filesystem::is_regular_file(options.file))
      return Error{fmt::format("{}: is not a regular file; pipe it into --stdin instead", options.file)};
    return open_file(options.file);
  }
  auto address = parse_address(options.udp.empty() ? options.tcp : options.udp);
  if (!address) return Error{address.error()};
  if (options.udp.empty())
    return std::unique_ptr<LineSource>(std::make_unique<TcpSource>(*address, TcpSource::Options{.note = note}));
  auto udp = UdpSource::open(*address);
  if (!udp) return Error{udp.error()};
  note(fmt::format("listening on {}", (*udp)->describe()));
  return std::unique_ptr<LineSource>(std::move(*udp));
}

std::string default_source_name(AisOptions const& options) {
  return !options.file.empty()    ? "ais-file"
         : options.standard_input ? "ais-stdin"
         : options.udp.empty()    ? "ais-tcp"
                                  : "ais-udp";
}

std::string source_name(AisOptions const& options) {
  return options.source.empty() ? default_source_name(options) : options.source;
}

/// Empty = none. A recording needs none: it waits for the twin and loses nothing.
std::filesystem::path spool_file(AisOptions const& options) {
  if (!options.file.empty() || options.spool == "off") return {};
  return options.spool.empty() ? default_spool_path(source_name(options)) : std::filesystem::path(options.spool);
}

Result<std::unique_ptr<Publisher>> open_publisher(AisOptions const& options, bool recording,
                                                  std::function<bool()> stopped) {
  PublisherConfig config;
  if (!options.twin.empty()) config.endpoint = options.twin;
  config.source = source_name(options);
  if (wire::is_source_name(config.source)) config.spool = spool_file(options); // else open says what is wrong with it
  config.provenance = recording ? wire::RECORDED : wire::LIVE;
  config.lose_nothing = recording;
  config.repeatable = recording && options.speed == 0.0;
  config.stopped = std::move(stopped);
  config.note = note;
  return Publisher::open(std::move(config));
}

bool is_reject(Outcome outcome) {
  return outcome != Outcome::decoded && outcome != Outcome::empty && outcome != Outcome::comment &&
         outcome != Outcome::tag_block_only && outcome != Outcome::other_sentence;
}

/// What happened, for a person.
void print_summary(Feed const& feed, LineSource const& source) {
  auto const& counts = feed.counts();
  std::uint64_t rejected = 0;
  std::string lines, types;
  for (std::size_t i = 0; i < ais::kOutcomeCount; ++i) {
    auto const outcome = static_cast<Outcome>(i);
    auto const n = counts.outcomes[outcome];
    if (n == 0) continue;
    if (is_reject(outcome)) rejected += n;
    lines += fmt::format("  {:<18} {:>10}{}\n", name(outcome), n, is_reject(outcome) ? "  rejected" : "");
  }
  for (std::size_t type = 0; type < counts.by_type.size(); ++type)
    if (counts.by_type[type] > 0) types += fmt::format("  type {:<13} {:>10}\n", type, counts.by_type[type]);
  auto const& more = feed.feed_counts();
  fmt::print(stderr, "twinfeed ais: {} lines from {}: {} decoded, {} rejected, {} without AIS\n{}", counts.lines,
             source.describe(), counts.outcomes[Outcome::decoded], rejected,
             counts.lines - counts.outcomes[Outcome::decoded] - rejected, lines);
  fmt::print(stderr, "{} messages, {} observations for the twin\n{}", counts.messages, more.observations, types);
  if (counts.tag_blocks_dropped > 0) fmt::print(stderr, "  {} damaged tag blocks dropped\n", counts.tag_blocks_dropped);
  if (more.weak_identities > 0) fmt::print(stderr, "  {} messages under a doubtful MMSI\n", more.weak_identities);
  if (more.observations > 0 && feed.time_shift() != Duration::zero())
    fmt::print(stderr, "  recorded times moved by {:.0f} s\n", to_seconds(feed.time_shift()));
}

/// Saves what was promised and says what was not delivered. A live feed that is told to end has kept its promise when
/// every event is on a disk; newer positions will replace those it drops.
int give_up(Publisher& publisher, AisOptions const& options, bool stopped) {
  auto const& trouble = publisher.trouble();
  auto const because = trouble.empty() ? "" : ": " + trouble;
  auto const waiting = publisher.save_events();
  note(fmt::format("the twin did not acknowledge everything{}", because));
  if (waiting > 0)
    note(fmt::format("{} observations wait in {} for the next start with --source {}", waiting,
                     spool_file(options).string(), source_name(options)));
  return stopped && options.file.empty() && !publisher.events_at_risk() ? 0 : 1;
}

/// Waits until the twin has everything, shortly once the user wants to end.
int deliver(Publisher& publisher, AisOptions const& options) {
  using Steady = std::chrono::steady_clock;
  constexpr auto kSlice = std::chrono::milliseconds(100);
  constexpr auto kAfterStop = std::chrono::seconds(2);
  auto const start = Steady::now();
  std::optional<Steady::time_point> stopped_at;
  while (!publisher.flush(kSlice)) {
    if (!stopped_at && stop_requested()) stopped_at = Steady::now();
    bool const out_of_time = Steady::now() - start > from_seconds(options.deliver_s);
    if (!out_of_time && !(stopped_at && Steady::now() - *stopped_at > kAfterStop)) continue;
    return give_up(publisher, options, stopped_at.has_value());
  }
  return 0;
}

int run(AisOptions const& options) {
  install_stop_signals();
  auto const crs = parse_crs(options.crs);
  if (!crs) return note(fmt::format("--crs: {}", crs.error())), 2;
  auto source = open_source(options);
  if (!source) return note(source.error()), 1;

  auto const end = std::chrono::steady_clock::now() + from_seconds(options.seconds);
  auto const stopped = [limited = options.seconds > 0, end] {
    return stop_requested() || (limited && std::chrono::steady_clock::now() >= end);
  };
  bool const recording = !options.file.empty();
  std::unique_ptr<Publisher> publisher;
  if (options.out.empty() || options.twin_given->count() > 0) {
    auto opened = open_publisher(options, recording, stopped);
    if (!opened) return note(opened.error()), 1;
    publisher = std::move(*opened);
  }

  std::unique_ptr<ais::Recorder> recorder;
  if (!options.record.empty()) {
    auto opened = ais::Recorder::open(options.record);
    if (!opened) return note(opened.error()), 1;
    recorder = std::move(*opened);
  }

  SystemClock const clock;
  FeedOptions feed_options;
  feed_options.kind = recording ? Stream::Kind::recording : Stream::Kind::live;
  feed_options.time = options.time == "keep" ? RecordingClock::Mode::keep : RecordingClock::Mode::shift;
  feed_options.speed = options.speed.value_or(publisher != nullptr ? 1 : 0);
  feed_options.loop = options.loop;
  feed_options.crs = *crs;
  feed_options.sink = publisher.get();
  feed_options.json = options.out == "json" ? &std::cout : nullptr;
  feed_options.recorder = recorder.get();
  feed_options.stopped = stopped;
  Feed feed(**source, feed_options, clock);
  feed.run();
  bool const recorded = recorder == nullptr || recorder->good();
  if (!recorded) note(fmt::format("{}: not everything could be written; is the disk full?", options.record));
  int const status = publisher != nullptr ? deliver(*publisher, options) : 0;
  if (!options.quiet) print_summary(feed, **source);
  return recorded ? status : 1;
}

} // namespace

Command add_ais_command(CLI::App& program) {
  auto* app = program.add_subcommand("ais", "Ships, aids and base stations: NMEA 0183 AIVDM/AIVDO, ITU-R M.1371");
  auto options = std::make_shared<AisOptions>();
  auto* from = app->add_option_group("input", "Where sentences come from (exactly one)");
  auto* file = from->add_option("--file", options->file, "A recording; '\\c:…*HH\\' tag blocks give its times");
  from->add_flag("--stdin", options->standard_input, "Live sentences on standard input");
  from->add_option("--udp", options->udp, "Listen for datagrams, IEC 61162-450 headers allowed")
      ->type_name("HOST:PORT");
  from->add_option("--tcp", options->tcp, "Connect to a server, again and again when it goes")->type_name("HOST:PORT");
  from->require_option(1);
  app->add_option("--out", options->out,
                  "json: one JSON object a message on standard output; count: only the summary.\n"
                  "Either leaves the twin alone unless --twin is given")
      ->check(CLI::IsMember({"json", "count"}));
  app->add_option("--record", options->record, "Keep the lines of a live input, with their times, for --file")
      ->excludes(file)
      ->type_name("FILE");
  options->twin_given = app->add_option("--twin", options->twin,
                                        fmt::format("Where the twin listens (default {})", wire::kIngestEndpoint))
                            ->expected(0, 1)
                            ->type_name("ENDPOINT");
  app->add_option("--source", options->source, "Name of this feed in the twin (default: ais-file, ais-udp, …)");
  app->add_option(
         "--spool", options->spool,
         "Live input: where events (static data, changes of status, of an aid) wait on disk while the twin is\n"
         "away, also over a restart (default: ~/.local/state/dalian-twin/spool/SOURCE.sqlite); off = in memory.\n"
         "Positions do not wait: each ship's newest is kept")
      ->excludes(file)
      ->type_name("FILE|off");
  app->add_option("--speed", options->speed,
                  "Recordings: 1 as recorded (default into the twin), 0 as fast as possible (default else);\n"
                  "other values need a twin with --clock feed")
      ->check(CLI::NonNegativeNumber);
  app->add_flag("--loop", options->loop, "Recordings: play again for ever");
  app->add_option("--time", options->time,
                  "Recordings: shift = the first instant becomes now (with --speed 0 the last); keep = unchanged")
      ->check(CLI::IsMember({"shift", "keep"}))
      ->capture_default_str();
  app->add_option("--crs", options->crs, "Datum of the positions: wgs84, gcj02 or bd09")->capture_default_str();
  app->add_option("--seconds", options->seconds, "Stop after so many seconds (0 = never)")
      ->check(CLI::NonNegativeNumber);
  app->add_option("--deliver", options->deliver_s, "At the end, seconds to wait for the twin to take everything")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app->add_flag("--quiet", options->quiet, "No summary on standard error");
  app->footer("Examples:\n"
              "  twinfeed ais --file day.nm4                    play a recording into the twin as if it were now\n"
              "  twinfeed ais --file day.nm4 --loop             the same for ever\n"
              "  twinfeed ais --file day.nm4 --out count        what is in it?\n"
              "  twinfeed ais --file day.nm4 --out json         every message as JSON\n"
              "  twinfeed ais --udp 0.0.0.0:10110 --source ais-dayaowan --record today.nm4\n"
              "  twinfeed ais --tcp 192.168.1.20:4001 --twin tcp://127.0.0.1:7410");
  return {app, [options] { return run(*options); }};
}

} // namespace dalian::connectors
