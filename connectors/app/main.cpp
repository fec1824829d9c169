// twinfeed: reads a protocol of the field and tells the twin. One command a protocol.
#include "connectors/app/commands.hpp"

#include <cstdio>
#include <exception>

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

int run(int argc, char** argv) {
  CLI::App program("Reads what ships, cars and meters send, and tells the twin.\n"
                   "Choose a protocol; 'twinfeed PROTOCOL --help' teaches it.",
                   "twinfeed");
  program.set_version_flag("--version", std::string("twinfeed ") + DALIAN_VERSION);
  program.require_subcommand(1);
  program.set_config("--config", "", "Read options from a TOML file: a [section] is a command, a key an option");
  program.footer("Exit status: 0 done, 1 failed, 2 wrong usage.\n\n"
                 "Examples:\n  twinfeed ais --udp 127.0.0.1:10110    listen for AIS sentences and tell the twin\n"
                 "  twinfeed synth                               synthetic ships and test vehicles into the twin");
  Command const commands[] = {
      add_ais_command(program),
      add_synth_command(program),
  };
  try {
    program.parse(argc, argv);
  } catch (CLI::ParseError const& error) {
    return program.exit(error) == 0 ? 0 : 2;
  }
  for (auto const& command : commands)
    if (command.app->parsed()) return command.run();
  return 2;
}

} // namespace
} // namespace dalian::connectors

int main(int argc, char** argv) {
  try {
    return dalian::connectors::run(argc, argv);
  } catch (std::exception const& error) {
    fmt::print(stderr, "twinfeed: {}\n", error.what());
    return 1;
  }
}
