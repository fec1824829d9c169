// twinfeed sumo: the command line around connectors/sumo.
#include "connectors/app/commands.hpp"
#include "connectors/app/crs_option.hpp"
#include "connectors/app/output.hpp"
#include "connectors/sumo/fcd_feed.hpp"
#include "connectors/sumo/net_file.hpp"
#include "connectors/sumo/sumo_process.hpp"
#include "connectors/sumo/traci_feed.hpp"

#include <memory>

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

struct SumoOptions {
  std::string fcd, fcd_listen, traci, run, sumo = "sumo", net, crs = "wgs84", start;
  std::vector<std::string> types;
  std::optional<double> speed;
  std::optional<std::int32_t> order;
  double latest_try_s = 30;
  bool persons = false;
  std::string scheme = "sumo";
  OutputOptions output{.protocol = "sumo"};

  bool recording() const { return !fcd.empty(); }
  bool over_traci() const { return !traci.empty() || !run.empty(); }
};

constexpr char kFooter[] = R"(Examples:
  twinfeed sumo --run dalian.sumocfg                                  starts SUMO and shows what it does
  sumo -c dalian.sumocfg --remote-port 8813 & twinfeed sumo --traci 127.0.0.1:8813
  sumo -c dalian.sumocfg --fcd-output day.xml.gz --fcd-output.geo     a simulation that is kept …
  twinfeed sumo --fcd day.xml.gz                                      … and played as if it were now
  twinfeed sumo --fcd day.xml --net dalian.net.xml --out json         in metres of a net
  twinfeed sumo --fcd-listen 127.0.0.1:9000 &
  sumo -c dalian.sumocfg --fcd-output 127.0.0.1:9000 --fcd-output.geo
Everything that comes from here is marked as synthetic.)";

/// The error is one line for the user.
Result<sumo::FeedOptions> feed_options(SumoOptions const& options, FeedOutput const& output, Clock const& clock) {
  sumo::FeedOptions feed;
  feed.wire.scheme = options.scheme;
  feed.wire.persons = options.persons;
  feed.note = [&options](std::string const& text) { note(options.output, text); };
  feed.time.speed = options.speed.value_or(options.recording() && output.sink == nullptr ? 0 : 1);
  for (auto const& file : options.types)
    if (auto const read = sumo::read_vehicle_types(file, feed.types); !read) return Error{read.error()};
  if (!options.start.empty()) {
    auto start = parse_utc(options.start);
    if (!start) return Error{"--start: " + start.error()};
    feed.time.start = *start;
  } else if (options.recording() && feed.time.speed == 0 && output.sink != nullptr) {
    auto file = sumo::open_bytes(options.fcd);
    if (!file) return Error{file.error()};
    auto const last = sumo::last_second(**file);
    if (!last) return Error{last.error()};
    feed.time.start = clock.now() - from_seconds(*last);
  }
  return feed;
}

Result<std::unique_ptr<sumo::ByteSource>> open_source(SumoOptions const& options) {
  if (options.recording()) return sumo::open_bytes(options.fcd);
  auto const address = parse_address(options.fcd_listen);
  if (!address) return Error{"--fcd-listen: " + address.error()};
  auto source = sumo::listen_bytes(*address);
  if (source) note(options.output, fmt::format("listening on {}", (*source)->describe()));
  return source;
}

/// A feed that looks after the SUMO it was made with.
struct OwnSumo {
  std::unique_ptr<sumo::SumoProcess> process;
};

Result<std::unique_ptr<ProtocolFeed>> make_traci_feed(SumoOptions const& options, OwnSumo& own,
                                                      FeedOutput const& output, Clock const& clock) {
  auto feed = feed_options(options, output, clock);
  if (!feed) return Error{feed.error()};
  sumo::TraciFeed::Options traci{.feed = std::move(*feed), .address = {}};
  std::string where = options.traci;
  if (!options.run.empty()) {
    auto started = sumo::SumoProcess::start({options.sumo, options.run, traci.feed.note});
    if (!started) return Error{started.error()};
    own.process = std::make_unique<sumo::SumoProcess>(std::move(*started));
    where = own.process->address();
    traci.ends = true;
    traci.tend = [&own] { own.process->tend(); };
    traci.link.backoff.first = std::chrono::milliseconds(100); // SUMO listens when it has read the net
    traci.link.backoff.longest = std::chrono::seconds(2);
  }
  auto const address = parse_address(where);
  if (!address) return Error{"--traci: " + address.error()};
  traci.address = *address;
  traci.link.backoff.longest =
      std::min(traci.link.backoff.longest, std::chrono::milliseconds(static_cast<int>(options.latest_try_s * 1000)));
  traci.link.note = traci.feed.note;
  traci.session = {.order = options.order, .persons = options.persons};
  return std::unique_ptr<ProtocolFeed>(std::make_unique<sumo::TraciFeed>(std::move(traci), output, clock));
}

Result<std::unique_ptr<ProtocolFeed>> make_fcd_feed(SumoOptions const& options, Crs crs, FeedOutput const& output,
                                                    Clock const& clock) {
  auto feed = feed_options(options, output, clock);
  if (!feed) return Error{feed.error()};
  auto frame = options.net.empty() ? Result(sumo::NetFrame::degrees(crs)) : sumo::read_net_frame(options.net);
  if (!frame) return Error{frame.error()};
  auto source = open_source(options);
  if (!source) return Error{source.error()};
  return std::unique_ptr<ProtocolFeed>(
      std::make_unique<sumo::FcdFeed>(std::move(*source), *frame, std::move(*feed), output, clock));
}

int run(SumoOptions const& options) {
  auto const crs = parse_crs(options.crs);
  if (!crs) return note(options.output, "--crs: " + crs.error()), 2;
  if (!options.output.record.empty())
    return note(options.output, "--record is of live inputs; SUMO keeps a simulation itself: sumo --fcd-output FILE"),
           2;
  static SystemClock const clock;
  bool const recording = options.recording();
  InputTraits const traits{.source = recording ? "sumo-file" : "sumo",
                           .recording = recording,
                           .repeatable = recording && options.speed == 0.0,
                           .simulated = true};
  OwnSumo own;
  return run_protocol(options.output, traits, [&](FeedOutput const& output, Capture&) {
    return options.over_traci() ? make_traci_feed(options, own, output, clock)
                                : make_fcd_feed(options, *crs, output, clock);
  });
}

} // namespace

Command add_sumo_command(CLI::App& program) {
  auto* app = program.add_subcommand("sumo", "Simulated traffic of Eclipse SUMO");
  auto options = std::make_shared<SumoOptions>();
  auto* from = app->add_option_group("input", "Where it comes from (exactly one)");
  auto* file = from->add_option("--fcd", options->fcd, "FCD output, plain or gzip")->type_name("FILE");
  from->add_option("--fcd-listen", options->fcd_listen,
                   "Wait for SUMO with --fcd-output HOST:PORT, again and again when it goes")
      ->type_name("HOST:PORT");
  auto* traci =
      from->add_option("--traci", options->traci,
                       "A SUMO with --remote-port, again and again when it goes. Its steps are asked for here")
          ->type_name("HOST:PORT");
  auto* run_it = from->add_option("--run", options->run, "Start SUMO with this scenario (.sumocfg); ends with it")
                     ->type_name("FILE");
  from->require_option(1);
  app->add_option("--sumo", options->sumo, "The program that --run starts")->needs(run_it)->capture_default_str();
  app->add_option("--order", options->order,
                  "One of several clients of a SUMO with --num-clients: this one's place; with --speed 0 the others\n"
                  "set the pace")
      ->needs(traci);
  app->add_option("--retry", options->latest_try_s, "Seconds between attempts to connect, at most")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app->add_option("--net", options->net,
                  "The net (.net.xml) whose metres the FCD output is in; without, it is degrees: --fcd-output.geo")
      ->type_name("FILE");
  app->add_option("--types", options->types,
                  "A file with vType elements: sizes and kinds of FCD output's types; again for each")
      ->type_name("FILE");
  add_crs_option(*app, options->crs, Coordinates::degrees);
  app->add_option("--start", options->start,
                  "When the simulation's second 0 is (ISO 8601); default: its first step is now, with --speed 0\n"
                  "the last of a file")
      ->type_name("TIME");
  app->add_option("--speed", options->speed,
                  "Simulated seconds in a second (1; for --fcd without the twin 0 = as they come); other\n"
                  "values need --start and a twin with --clock feed")
      ->check(CLI::NonNegativeNumber);
  app->add_flag("--persons", options->persons, "Also people on foot, whom the picture shows as cars");
  app->add_option("--scheme", options->scheme, "Ids in the twin are SCHEME:ID")->capture_default_str();
  add_output_options(*app, options->output, "changes of traffic lights")->excludes(file);
  app->footer(kFooter);
  return {app, [options] { return run(*options); }};
}

} // namespace dalian::connectors
