// twinfeed modbus: the command line around connectors/modbus.
#include "connectors/app/capture.hpp"
#include "connectors/app/commands.hpp"
#include "connectors/app/output.hpp"
#include "connectors/app/quantity_list.hpp"
#include "connectors/modbus/feed.hpp"

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

struct ModbusOptions {
  OutputOptions output{.protocol = "modbus"};
  std::string map;
  unsigned rounds = 0;
  bool list_quantities = false;
};

constexpr char kFooter[] = R"(A map of registers (TOML):
  [[device]]
  entity = "meter:njip-1"
  address = "192.0.2.10:502"      # of the device or its gateway
  unit = 1
  period_s = 5
  timeout_s = 1
  position = [[121.861, 39.049]]  # longitude, latitude; crs = "gcj02" where it is shifted
  [[device.value]]
  quantity = "power_kw"           # twinfeed modbus --quantities
  table = "input_registers"       # or number = 30001, as manuals count
  address = 0
  type = "f32"                    # u16 i16 u32 i32 u64 i64 f32 f64 text
  order = "cdab"                  # abcd cdab badc dcba
  scale = 0.001

Examples:
  twinfeed modbus --map meters.toml                     poll for ever, into the twin
  twinfeed modbus --map meters.toml --rounds 1 --out json)";

int run(ModbusOptions const& options) {
  if (options.list_quantities) return list_quantities();
  if (options.map.empty()) return note(options.output, "--map FILE is needed: which registers hold what"), 2;
  auto devices = modbus::read_map(options.map);
  if (!devices) return note(options.output, devices.error()), 1;
  return run_protocol(options.output, {.source = "modbus"},
                      [&](FeedOutput const& output, Capture& capture) -> Result<std::unique_ptr<ProtocolFeed>> {
                        auto feed =
                            std::make_unique<modbus::Feed>(std::move(*devices), options.rounds, output,
                                                           modbus::Feed::Kept{capture.tape(), capture.player(1)});
                        note(options.output, fmt::format("polling {}", feed->describe()));
                        return std::unique_ptr<ProtocolFeed>(std::move(feed));
                      });
}

} // namespace

Command add_modbus_command(CLI::App& program) {
  auto* app = program.add_subcommand("modbus", "Meters and controllers by Modbus TCP; reads, never writes");
  auto options = std::make_shared<ModbusOptions>();
  app->add_option("--map", options->map, "Which devices have which quantity in which registers")->type_name("FILE");
  app->add_option("--rounds", options->rounds, "Ask each device so often, then end; 0: for ever")
      ->capture_default_str();
  app->add_flag("--quantities", options->list_quantities, "List what can be told, with units and bounds, and end");
  add_output_options(*app, options->output, "nothing: values are samples");
  app->footer(kFooter);
  return {app, [options] { return run(*options); }};
}

} // namespace dalian::connectors
