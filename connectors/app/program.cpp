#include "connectors/app/program.hpp"

#include "connectors/app/commands.hpp"

#include "twin/base/option_table.hpp"
#include "twin/base/usage.hpp"
#include "twin/base/version.hpp"

#include <algorithm>

namespace dalian::connectors {
namespace {

struct Program {
  CLI::App app{"Reads what ships, cars and meters send, and tells the twin.\n"
               "Choose a protocol; 'twinfeed PROTOCOL --help' teaches it.",
               "twinfeed"};
  std::vector<Command> protocols, others;

  Program() {
    app.set_version_flag("--version", version_line("twinfeed"));
    add_option_table(app);
    add_usage_message(app);
    app.require_subcommand(1);
    app.set_config("--config", "", "Read options from a TOML file: a [section] is a command, a key an option");
    app.footer("Exit status: 0 done, 1 failed, 2 wrong usage.\n\n"
               "Examples:\n  twinfeed ais --udp 127.0.0.1:10110           listen for AIS sentences and tell the twin\n"
               "  twinfeed synth                               synthetic ships and test vehicles into the twin\n"
               "  twinfeed all --config feeds.toml             many feeds, kept running\n"
               "  twinfeed record day.rec v2x --udp 0.0.0.0:4600   raw input for twinfeed replay day.rec");
    protocols = {
        add_ais_command(app),  add_gtfs_command(app),    add_modbus_command(app), add_mqtt_command(app),
        add_ngsi_command(app), add_replay_command(app),  add_sumo_command(app),   add_synth_command(app),
        add_v2x_command(app),  add_weather_command(app),
    };
    others = {add_all_command(app), add_record_command(app)};
  }

  void parse(std::vector<std::string> arguments) {
    std::ranges::reverse(arguments); // as CLI11 wants them
    app.parse(std::move(arguments));
  }

  Command const* chosen() const {
    for (auto const* commands : {&protocols, &others})
      for (auto const& command : *commands)
        if (command.app->parsed()) return &command;
    return nullptr;
  }
};

} // namespace

int run_program(std::vector<std::string> const& arguments) {
  Program program;
  try {
    program.parse(arguments);
  } catch (CLI::ParseError const& error) {
    return program.app.exit(error) == 0 ? 0 : 2;
  }
  auto const* command = program.chosen();
  return command != nullptr ? command->run() : 2;
}

Status check_arguments(std::vector<std::string> const& arguments) {
  Program program;
  try {
    program.parse(arguments);
    return {};
  } catch (CLI::ParseError const& error) {
    return Error{error.what()};
  }
}

std::vector<std::string> protocol_commands() {
  Program const program;
  std::vector<std::string> names;
  for (auto const& command : program.protocols)
    names.push_back(command.app->get_name());
  std::ranges::sort(names);
  return names;
}

bool has_option(std::string const& command, std::string const& option) {
  Program const program;
  for (auto const& known : program.protocols)
    if (known.app->get_name() == command) return known.app->get_option_no_throw("--" + option) != nullptr;
  return false;
}

} // namespace dalian::connectors
