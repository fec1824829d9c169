#include "connectors/app/commands.hpp"
#include "connectors/app/stop.hpp"
#include "connectors/app/synth_feed.hpp"
#include "connectors/app/synth_output.hpp"
#include "connectors/app/synth_serve.hpp"
#include "connectors/common/publisher.hpp"
#include "twin/base/paths.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <thread>

namespace dalian::connectors {
namespace {

using std::chrono::milliseconds;

constexpr char kFooter[] =
    R"(Ships are real NMEA 0183 bytes (AIS types 1, 3, 4, 5, 18, 21, 24) that go through the same decoder as a
receiver's. Everything is labelled synthetic all the way to the screen. The same --start, --seed and --seconds
give the same stream, byte for byte.

Examples:
  twinfeed synth                                  to the twin on this machine, for ever
  twinfeed synth --list                           who is there
  twinfeed synth --out nmea --seconds 60          one minute of NMEA on standard output
  twinfeed synth --out nmea --speed 0 --seconds 3600 --start 2026-09-26T16:40:00+08:00 > hour.nmea
  twinfeed synth --udp 127.0.0.1:10110            NMEA datagrams for any chart program
  twinfeed synth --twin tcp://127.0.0.1:7410 --only road
  twinfeed synth --traffic                        ships, and some 9000 vehicles on the roads
  twinfeed synth --serve modbus,mqtt,http --broker 127.0.0.1:1883 --maps /tmp/maps
  twinfeed synth --serve roads                    traffic as SAE J2735 to --v2x, buses as GTFS at http://127.0.0.1:15011
                                                  (read them with twinfeed v2x and gtfs-rt, both --synthetic))";

struct Options {
  std::string fleet, routes, start, out, twin, key, server_key, udp, source = "synth", only;
  double seconds = 0, speed = 1, deliver_s = 60;
  std::uint64_t seed = 1;
  bool list = false, traffic = false;
  std::vector<std::string> serve;
  std::string broker, config, maps, v2x = ServeOptions{}.v2x, truth, notify;
  unsigned port = ServeOptions{}.port;
};

int failed(std::string const& why) {
  fmt::print(stderr, "twinfeed synth: {}\n", why);
  return 1;
}

/// `given`, or `name` among the assets.
Result<std::filesystem::path> asset_file(std::string const& given, char const* name) {
  if (!given.empty()) return std::filesystem::path(given);
  auto const assets = assets_dir();
  if (!assets) return Error{assets.error()};
  return *assets / name;
}

Result<Instant> start_of(Options const& options) {
  if (options.start.empty()) return SystemClock().now();
  auto const start = parse_utc(options.start);
  if (!start) return Error{fmt::format("--start: {}", start.error())};
  return *start;
}

/// None without --traffic. Letting traffic grow takes seconds, so "now" is what the clock says afterwards.
Result<std::unique_ptr<RoadFeed>> open_roads(Options& options) {
  if (!options.traffic) return std::unique_ptr<RoadFeed>();
  auto const assets = assets_dir();
  auto const start = start_of(options);
  if (!assets || !start) return Error{assets ? start.error() : assets.error()};
  auto roads = RoadFeed::open({*assets, *start, options.seed});
  if (!roads || !options.start.empty()) return roads;
  auto const now = SystemClock().now();
  (*roads)->skip(now);
  options.start = format_utc(now, 9);
  return roads;
}

Result<synth::SynthStream> open_stream(Options const& options) {
  synth::SynthOptions what;
  auto const start = start_of(options);
  if (!start) return Error{start.error()};
  what.start = *start;
  what.seconds = options.seconds;
  what.seed = options.seed;
  what.ships = options.only != "road";
  what.road = options.only != "ships" && !options.traffic && options.out != "nmea" && options.udp.empty();
  auto const plan_file = asset_file(options.fleet, "config/synth.toml");
  if (!plan_file) return Error{plan_file.error()};
  auto const plan = synth::read_fleet_plan(*plan_file);
  if (!plan) return Error{plan.error()};
  std::map<std::string, synth::RouteLine> routes;
  if (what.road) {
    auto const routes_file = asset_file(options.routes, "routes.geojson");
    if (!routes_file) return Error{routes_file.error()};
    auto read = synth::read_routes(*routes_file);
    if (!read) return Error{read.error()};
    routes = std::move(read).value();
  }
  return synth::SynthStream::make(*plan, routes, what);
}

/// Runs the stream at its pace. `take` gets every item and says whether to go on; `idle` is called at least every 20 ms
/// of waiting and every 512 items.
template <class Take, class Idle>
void play(synth::SynthStream& stream, double speed, Take take, Idle idle) {
  auto const begun = std::chrono::steady_clock::now();
  std::optional<Instant> first;
  unsigned count = 0;
  while (!stop_requested()) {
    auto const item = stream.next();
    if (!item) return;
    if (!first) first = item->at;
    while (speed > 0 && !stop_requested()) {
      auto const due = begun + from_seconds(to_seconds(item->at - *first) / speed);
      auto const wait = due - std::chrono::steady_clock::now();
      if (wait <= Duration::zero()) break;
      idle();
      std::this_thread::sleep_for(std::min<Duration>(wait, milliseconds{20}));
    }
    if (stop_requested() || !take(*item)) return;
    if (++count % 512 == 0) idle();
  }
}

int play_to_output(Options const& options, synth::SynthStream& stream) {
  SynthOutput output;
  if (!options.udp.empty()) {
    auto const address = parse_address(options.udp);
    if (!address) return failed(fmt::format("--udp: {}", address.error()));
    auto udp = udp_output(*address);
    if (!udp) return failed(udp.error());
    output = std::move(udp).value();
  } else {
    output = options.out == "json" ? json_output(stdout) : nmea_output(stdout);
  }
  int trouble = 0;
  play(
      stream, options.speed,
      [&](synth::SynthItem const& item) {
        errno = 0;
        if (output(item)) return true;
        trouble = errno;
        return false;
      },
      [] {});
  // A reader that has seen enough is no failure.
  return trouble == 0 || trouble == EPIPE ? 0 : failed(fmt::format("standard output: {}", std::strerror(trouble)));
}

int play_to_twin(Options const& options, synth::SynthStream& stream, std::unique_ptr<RoadFeed> roads) {
  PublisherConfig config;
  if (!options.twin.empty()) config.endpoint = options.twin;
  config.key = options.key;
  config.server_key = options.server_key;
  config.source = options.source;
  config.provenance = wire::SYNTHETIC;
  config.lose_nothing = config.repeatable = options.speed == 0;
  config.progress = supervisor_teller();
  config.stopped = [] { return stop_requested(); };
  config.note = [](std::string const& text) { fmt::print(stderr, "twinfeed synth: {}\n", text); };
  auto publisher = Publisher::open(std::move(config));
  if (!publisher) return failed(publisher.error());
  SynthFeed feed(**publisher, std::move(roads));
  std::optional<Instant> reported;
  play(
      stream, options.speed,
      [&](synth::SynthItem const& item) {
        feed.take(item);
        if (!reported || item.at - *reported >= std::chrono::seconds{1}) {
          feed.report(false);
          reported = item.at;
        }
        return true;
      },
      [&] { (*publisher)->poll(); });
  feed.report(true);
  auto const limit = stop_requested() ? Duration(std::chrono::seconds{2}) : from_seconds(options.deliver_s);
  if ((*publisher)->flush(limit)) return 0;
  // Samples are not promised: whoever ended this feed, perhaps together with its twin, misses nothing.
  if (stop_requested() && !(*publisher)->events_at_risk()) return 0;
  auto const& trouble = (*publisher)->trouble();
  return failed(fmt::format("not everything was acknowledged by the twin within {:.0f} s{}{}", to_seconds(limit),
                            trouble.empty() ? "" : ": ", trouble));
}

int serve_systems(Options const& options) {
  ServeOptions what;
  auto const start = start_of(options);
  auto const config = asset_file(options.config, "config");
  if (!start || !config) return failed(start ? config.error() : start.error());
  what.systems = options.serve;
  what.port = options.port;
  what.broker = options.broker;
  what.v2x = options.v2x;
  what.truth = options.truth;
  what.notify = options.notify;
  what.config = *config;
  if (auto const assets = assets_dir(); assets) what.assets = *assets;
  what.maps = options.maps;
  what.start = *start;
  what.seconds = options.seconds;
  what.speed = options.speed;
  what.seed = options.seed;
  return serve(what);
}

int run(Options options) {
  if (!options.serve.empty()) return serve_systems(options);
  install_stop_signals();
  std::signal(SIGPIPE, SIG_IGN); // a closed pipe is told by the write
  auto roads = open_roads(options);
  if (!roads) return failed(roads.error());
  auto stream = open_stream(options);
  if (!stream) return failed(stream.error());
  if (options.list) {
    print_fleet(*stream, stdout);
    return 0;
  }
  bool const to_twin = options.out.empty() && options.udp.empty();
  return to_twin ? play_to_twin(options, *stream, std::move(*roads)) : play_to_output(options, *stream);
}

} // namespace

Command add_synth_command(CLI::App& program) {
  auto const options = std::make_shared<Options>();
  auto& o = *options;
  auto* app = program.add_subcommand("synth", "Synthetic ships around Dalian and test vehicles on T1-T5");
  app->footer(kFooter);
  auto* twin = app->add_option("--twin", o.twin,
                               fmt::format("Tell the twin at this endpoint (default {})", wire::kIngestEndpoint))
                   ->expected(0, 1)
                   ->type_name("ENDPOINT");
  app->add_option("--key", o.key, "For a twin with keys: the file of twinctl keys new")->type_name("FILE");
  app->add_option("--server-key", o.server_key, "The twin's server.pub; else the key file says it")->type_name("FILE");
  auto* out = app->add_option("--out", o.out, "Print on standard output instead: nmea (ships only) or json")
                  ->check(CLI::IsMember({"nmea", "json"}))
                  ->excludes(twin);
  app->add_option("--udp", o.udp, "Send NMEA datagrams (ships only) there instead")
      ->type_name("HOST:PORT")
      ->excludes(twin)
      ->excludes(out);
  auto* serve = app->add_option("--serve", o.serve, "Instead: be these systems of the city, each by its own protocol")
                    ->delimiter(',')
                    ->type_name("SYSTEM,…")
                    ->excludes(twin)
                    ->excludes(out);
  app->add_option("--port", o.port,
                  "First of the ports on 127.0.0.1 where the systems of --serve listen: http after 10, the buses of "
                  "roads after 11, "
                  "gateways of modbus from 20 on")
      ->check(CLI::Range(1, 65'000))
      ->needs(serve)
      ->capture_default_str();
  app->add_option("--v2x", o.v2x, "Where --serve roads sends its datagrams of SAE J2735")
      ->needs(serve)
      ->type_name("HOST:PORT")
      ->capture_default_str();
  app->add_option("--truth", o.truth, "File for what really happens on the roads, a line of JSON each")
      ->needs(serve)
      ->type_name("FILE");
  app->add_option("--notify", o.notify,
                  "Where --serve http posts its NGSI-LD entities, as a broker notifies, every 10 s")
      ->needs(serve)
      ->type_name("URL");
  app->add_option("--broker", o.broker, "MQTT broker at which the systems of --serve publish")
      ->needs(serve)
      ->type_name("HOST:PORT");
  app->add_option("--maps", o.maps, "Write there the maps for twinfeed modbus and mqtt: modbus.toml, mqtt.toml")
      ->needs(serve)
      ->type_name("FOLDER");
  app->add_option("--config", o.config, "Folder of day.toml and the systems' files (default: config among the assets)")
      ->needs(serve)
      ->type_name("FOLDER");
  app->add_option("--start", o.start, "Instant of the first second, ISO 8601 (default: now)");
  app->add_option("--seconds", o.seconds, "Length of the stream in seconds of its own time (0 = for ever)")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app->add_option("--seed", o.seed, "Another seed, another fleet on the same lanes")->capture_default_str();
  app->add_option("--speed", o.speed, "Times real time; 0 = as fast as possible")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app->add_option("--only", o.only, "ships or road")->check(CLI::IsMember({"ships", "road"}));
  app->add_flag("--traffic", o.traffic,
                "The traffic of the roads (roads.toml) in place of the test vehicles alone, through the V2X decoder")
      ->excludes(out)
      ->excludes(serve);
  app->add_option("--source", o.source, "Name of this feed in the twin")->capture_default_str();
  app->add_option("--fleet", o.fleet, "Ships, lanes and vehicles, TOML (default: synth.toml among the assets)");
  app->add_option("--routes", o.routes, "Lines of the test routes, GeoJSON (default: routes.geojson among the assets)");
  app->add_option("--deliver", o.deliver_s, "At the end, seconds to wait for the twin to take everything")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app->add_flag("--list", o.list, "Print the fleet as a table and end");
  return {app, [options] { return run(*options); }};
}

} // namespace dalian::connectors
