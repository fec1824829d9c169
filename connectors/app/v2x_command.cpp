// twinfeed v2x: the command line around connectors/v2x.
#include "connectors/app/capture.hpp"
#include "connectors/app/commands.hpp"
#include "connectors/app/crs_option.hpp"
#include "connectors/app/mqtt_options.hpp"
#include "connectors/app/output.hpp"
#include "connectors/common/datagram_source.hpp"
#include "connectors/v2x/feed.hpp"
#include "connectors/v2x/file_source.hpp"

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

struct V2xOptions {
  std::string file, udp, format = "j2735", crs = "wgs84", bsm_speed = "standard";
  bool hex = false;
  std::vector<std::string> topics;
  MqttOptions mqtt;
  OutputOptions output{.protocol = "v2x"};
};

constexpr char kFooter[] = R"(Examples:
  twinfeed v2x --udp 0.0.0.0:4600                       MessageFrames from a road-side unit into the twin
  twinfeed v2x --file bsms.uper --out json              every message of a recording as JSON
  twinfeed v2x --file cams.hex --format etsi --out count
  twinfeed v2x --mqtt broker:8883 --ca ca.pem --user twin --password-file twin.password --format csae-dris
  mosquitto_sub -v -t 'v2x/v1/#' > day.txt; twinfeed v2x --file day.txt --format csae-dris --out json)";

bool is_json(V2xOptions const& options) {
  return options.format.starts_with("csae");
}

Result<std::unique_ptr<PacketSource>> open_recording(V2xOptions const& options) {
  auto const framing = is_json(options)                            ? v2x::Framing::lines
                       : options.format == "j2735" && !options.hex ? v2x::Framing::frames
                                                                   : v2x::Framing::hex_lines;
  auto file = v2x::FileSource::open(options.file, framing);
  if (!file) return Error{file.error()};
  return std::unique_ptr<PacketSource>(std::move(*file));
}

Result<std::unique_ptr<PacketSource>> open_udp(V2xOptions const& options) {
  auto const address = parse_address(options.udp);
  if (!address) return Error{address.error()};
  auto udp = DatagramSource::open(*address);
  if (!udp) return Error{udp.error()};
  note(options.output, fmt::format("listening on {}", (*udp)->describe()));
  return std::unique_ptr<PacketSource>(std::move(*udp));
}

/// What road-side units, vehicles and controllers send up; the asn1 dialect's topics are of each site.
std::vector<std::string> default_topics(std::string const& format) {
  if (format == "csae-dris")
    return {"v2x/v1/rsu/+/+/up", "v2x/v1/signalcontroller/+/spat/up", "oc/devices/+/user/obu/bsm/up",
            "$oc/devices/+/user/obu/bsm/up"};
  return {"v2x/v1/#"};
}

Result<std::unique_ptr<PacketSource>> open_source(V2xOptions const& options) {
  if (!options.file.empty()) return open_recording(options);
  if (!options.udp.empty()) return open_udp(options);
  auto mqtt =
      open_mqtt(options.mqtt, options.topics.empty() ? default_topics(options.format) : options.topics, options.output);
  if (!mqtt) return Error{mqtt.error()};
  return std::unique_ptr<PacketSource>(std::move(*mqtt));
}

std::unique_ptr<v2x::Reader> make_reader(V2xOptions const& options) {
  if (options.format == "j2735") return v2x::make_j2735_reader();
  if (options.format == "etsi") return v2x::make_etsi_reader();
  auto const dialect = options.format == "csae-dris" ? v2x::csae::Dialect::dris : v2x::csae::Dialect::asn1;
  return v2x::make_csae_reader(dialect, options.bsm_speed == "kmh");
}

int run(V2xOptions const& options) {
  auto const crs = parse_crs(options.crs);
  if (!crs) return note(options.output, fmt::format("--crs: {}", crs.error())), 2;
  bool const recording = !options.file.empty();
  return run_protocol(
      options.output, {.source = recording ? "v2x-file" : "v2x-udp", .recording = recording, .repeatable = recording},
      [&](FeedOutput const& output, Capture& capture) -> Result<std::unique_ptr<ProtocolFeed>> {
        auto source = capture.packets([&] { return open_source(options); });
        if (!source) return Error{source.error()};
        v2x::Feed::Parts parts;
        parts.source = std::move(*source);
        parts.reader = make_reader(options);
        parts.wire.crs = *crs;
        return std::unique_ptr<ProtocolFeed>(std::make_unique<v2x::Feed>(std::move(parts), output, capture.clock()));
      });
}

} // namespace

Command add_v2x_command(CLI::App& program) {
  auto* app = program.add_subcommand("v2x", "Connected vehicles and signals: SAE J2735, ETSI CAM and DENM, T/CSAE 53");
  auto options = std::make_shared<V2xOptions>();
  auto* from = app->add_option_group("input", "Where messages come from (exactly one)");
  auto* file =
      from->add_option("--file", options->file, "A recording: MessageFrames back to back, or a message a line");
  from->add_option("--udp", options->udp, "Listen for datagrams of one message each")->type_name("HOST:PORT");
  auto* mqtt = from->add_option("--mqtt", options->mqtt.broker, "Subscribe at a broker, again and again when it goes")
                   ->type_name("HOST:PORT");
  from->require_option(1);
  app->add_option("--format", options->format,
                  "j2735: MessageFrames in UPER; etsi: CAM and DENM in UPER;\n"
                  "csae-asn1: T/CSAE 53-2020 as JSON with the names of ASN.1; csae-dris: as Huawei DRIS writes it")
      ->check(CLI::IsMember({"j2735", "etsi", "csae-asn1", "csae-dris"}))
      ->capture_default_str();
  app->add_flag("--hex", options->hex, "The file is a message a line in hexadecimal (always so with etsi)");
  app->add_option("--bsm-speed", options->bsm_speed,
                  "csae: unit of the speed in BSM. standard: 0.02 m/s; kmh: as the DRIS text says of road-side units")
      ->check(CLI::IsMember({"standard", "kmh"}))
      ->capture_default_str();
  add_crs_option(*app, options->crs, Coordinates::degrees);
  app->add_option("--topic", options->topics,
                  "Topic filters (default with csae-dris: what units, vehicles and controllers send up; else v2x/v1/#)")
      ->needs(mqtt);
  add_mqtt_options(*app, options->mqtt, mqtt);
  add_output_options(*app, options->output, "hard braking, warnings, changes of signals")->excludes(file);
  app->footer(kFooter);
  return {app, [options] { return run(*options); }};
}

} // namespace dalian::connectors
