// twinfeed mqtt: the command line around connectors/mqtt.
#include "connectors/app/capture.hpp"
#include "connectors/app/commands.hpp"
#include "connectors/app/crs_option.hpp"
#include "connectors/app/mqtt_options.hpp"
#include "connectors/app/quantity_list.hpp"
#include "connectors/mqtt/feed.hpp"
#include "connectors/mqtt/file_source.hpp"

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

struct MqttCommandOptions {
  OutputOptions output{.protocol = "mqtt"};
  MqttOptions broker;
  std::string file, map, crs = "wgs84";
  bool list_quantities = false;
};

constexpr char kFooter[] = R"(A map of topics (TOML):
  [[topic]]
  filter = "park/+/meter/+"
  entity = "meter:{1}-{2}"             # what the first + stands for, the second
  time = "/ts"                         # JSON pointer; without it: the time of arrival
  time_form = "unix_ms"                # iso, unix_s, unix_ms
  [[topic.value]]
  quantity = "power_kw"                # twinfeed mqtt --quantities
  at = "/power/active"
  scale = 0.001
  [[topic.value]]
  quantity = "valve_open"
  at = "/valve"
  words = { open = 1, shut = 0 }
  [[sparkplug]]                        # Sparkplug B
  group = "works"
  entity = "spb:{node}/{device}"
  [[sparkplug.value]]
  quantity = "pressure_kpa"
  metric = "Line/Pressure"

Examples:
  twinfeed mqtt --broker broker:8883 --ca ca.pem --user twin --password-file twin.password --map meters.toml
  twinfeed mqtt --broker 127.0.0.1:1883 --map meters.toml --out json)";

/// `broker` becomes the source where it is one.
Result<std::unique_ptr<PacketSource>> open_source(MqttCommandOptions const& options, mqtt::QuantityMap const& map,
                                                  MqttSource*& broker) {
  if (options.file.empty()) {
    auto mqtt = open_mqtt(options.broker, map.filters(), options.output);
    if (!mqtt) return Error{mqtt.error()};
    broker = mqtt->get();
    return std::unique_ptr<PacketSource>(std::move(*mqtt));
  }
  auto file = mqtt::FileSource::open(options.file);
  if (!file) return Error{file.error()};
  return std::unique_ptr<PacketSource>(std::move(*file));
}

int run(MqttCommandOptions const& options) {
  if (options.list_quantities) return list_quantities();
  bool const recording = !options.file.empty();
  if ((!recording && options.broker.broker.empty()) || options.map.empty())
    return note(options.output, "--broker HOST:PORT or --file FILE, and --map FILE are needed"), 2;
  auto const crs = parse_crs(options.crs);
  if (!crs) return note(options.output, fmt::format("--crs: {}", crs.error())), 2;
  auto map = mqtt::read_map(options.map);
  if (!map) return note(options.output, map.error()), 1;
  return run_protocol(
      options.output, {.source = recording ? "mqtt-file" : "mqtt", .recording = recording},
      [&](FeedOutput const& output, Capture& capture) -> Result<std::unique_ptr<ProtocolFeed>> {
        MqttSource* broker = nullptr;
        auto source = capture.packets([&] { return open_source(options, *map, broker); });
        if (!source) return Error{source.error()};
        auto feed = std::make_unique<mqtt::Feed>(std::move(*source), std::move(*map), *crs, output, capture.clock());
        if (broker != nullptr)
          feed->allow_requests([broker](auto const& topic, auto const& payload) { broker->publish(topic, payload); });
        return std::unique_ptr<ProtocolFeed>(std::move(feed));
      });
}

} // namespace

Command add_mqtt_command(CLI::App& program) {
  auto* app = program.add_subcommand("mqtt", "Meters and sensors by MQTT: JSON, plain values, Sparkplug B");
  auto options = std::make_shared<MqttCommandOptions>();
  auto* broker = app->add_option("--broker", options->broker.broker, "Where to subscribe, again and again when it goes")
                     ->type_name("HOST:PORT");
  app->add_option("--file", options->file, "Instead: a recording, a JSON object with topic and payload a line")
      ->excludes(broker);
  app->add_option("--map", options->map, "What of which topics is told")->type_name("FILE");
  add_crs_option(*app, options->crs, Coordinates::any);
  app->add_flag("--quantities", options->list_quantities, "List what can be told, with units and bounds, and end");
  add_mqtt_options(*app, options->broker, broker);
  add_output_options(*app, options->output, "nothing: values are samples");
  app->footer(kFooter);
  return {app, [options] { return run(*options); }};
}

} // namespace dalian::connectors
