// twinfeed ais: the command line around connectors/ais.
#include "connectors/ais/feed.hpp"
#include "connectors/app/capture.hpp"
#include "connectors/app/commands.hpp"
#include "connectors/app/crs_option.hpp"
#include "connectors/app/output.hpp"
#include "connectors/app/stop.hpp"
#include "connectors/common/tcp.hpp"
#include "connectors/common/udp.hpp"

#include <cstdio>
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
  std::string nmea;
  OutputOptions output{.protocol = "ais"};
  std::optional<double> speed; // 1 into the twin, else 0
  bool loop = false;
  std::string time = "shift";
  std::string crs = "wgs84";
};

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
    return std::unique_ptr<LineSource>(std::make_unique<TcpSource>(
        *address, TcpSource::Options{.note = [&options](std::string const& text) { note(options.output, text); }}));
  auto udp = UdpSource::open(*address);
  if (!udp) return Error{udp.error()};
  note(options.output, fmt::format("listening on {}", (*udp)->describe()));
  return std::unique_ptr<LineSource>(std::move(*udp));
}

std::string default_source_name(AisOptions const& options) {
  return !options.file.empty()    ? "ais-file"
         : options.standard_input ? "ais-stdin"
         : options.udp.empty()    ? "ais-tcp"
                                  : "ais-udp";
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

int run(AisOptions const& options) {
  install_stop_signals();
  auto const crs = parse_crs(options.crs);
  if (!crs) return note(options.output, fmt::format("--crs: {}", crs.error())), 2;
  auto capture = Capture::open(options.output);
  if (!capture) return note(options.output, capture.error()), 1;
  auto source = capture->lines([&] { return open_source(options); });
  if (!source) return note(options.output, source.error()), 1;
  bool const recording = !options.file.empty();
  auto output = Output::open(options.output, {.source = default_source_name(options),
                                              .recording = recording,
                                              .repeatable = recording && options.speed == 0.0});
  if (!output) return note(options.output, output.error()), 1;
  auto const to = output->feed_output();

  std::unique_ptr<ais::Recorder> recorder;
  if (!options.nmea.empty()) {
    auto opened = ais::Recorder::open(options.nmea);
    if (!opened) return note(options.output, opened.error()), 1;
    recorder = std::move(*opened);
  }

  FeedOptions feed_options;
  feed_options.kind = recording ? Stream::Kind::recording : Stream::Kind::live;
  feed_options.time = options.time == "keep" ? RecordingClock::Mode::keep : RecordingClock::Mode::shift;
  feed_options.speed = options.speed.value_or(to.sink != nullptr ? 1 : 0);
  feed_options.loop = options.loop;
  feed_options.crs = *crs;
  feed_options.sink = to.sink;
  feed_options.json = to.json;
  feed_options.recorder = recorder.get();
  feed_options.stopped = output->stopped();
  Feed feed(**source, feed_options, capture->clock());
  feed.run();
  bool const recorded = recorder == nullptr || recorder->good();
  if (!recorded)
    note(options.output, fmt::format("{}: not everything could be written; is the disk full?", options.nmea));
  int const status = output->deliver();
  if (!options.output.quiet) print_summary(feed, **source);
  return capture->finish() && recorded ? status : 1;
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
  add_output_options(*app, options->output, "static data, changes of status, of an aid")->excludes(file);
  app->get_option("--record")->excludes(file);
  app->add_option("--record-nmea", options->nmea,
                  "Keep the lines of a live input, behind tag blocks with their times, for --file")
      ->excludes(file)
      ->type_name("FILE");
  app->add_option("--speed", options->speed,
                  "Recordings: 1 as recorded (default into the twin), 0 as fast as possible (default else);\n"
                  "other values need a twin with --clock feed")
      ->check(CLI::NonNegativeNumber);
  app->add_flag("--loop", options->loop, "Recordings: play again for ever");
  app->add_option("--time", options->time,
                  "Recordings: shift = the first instant becomes now (with --speed 0 the last); keep = unchanged")
      ->check(CLI::IsMember({"shift", "keep"}))
      ->capture_default_str();
  add_crs_option(*app, options->crs, Coordinates::degrees);
  app->footer("Examples:\n"
              "  twinfeed ais --file day.nm4                    play a recording into the twin as if it were now\n"
              "  twinfeed ais --file day.nm4 --loop             the same for ever\n"
              "  twinfeed ais --file day.nm4 --out count        what is in it?\n"
              "  twinfeed ais --file day.nm4 --out json         every message as JSON\n"
              "  twinfeed ais --udp 0.0.0.0:10110 --source ais-dayaowan --record-nmea today.nm4\n"
              "  twinfeed ais --tcp 192.168.1.20:4001 --twin tcp://127.0.0.1:7410");
  return {app, [options] { return run(*options); }};
}

} // namespace dalian::connectors
