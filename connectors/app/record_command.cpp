// twinfeed record: a protocol's command that keeps its input and, unless told otherwise, tells no twin.
#include "connectors/app/commands.hpp"
#include "connectors/app/program.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::connectors {
namespace {

constexpr char kFooter[] =
    R"(The same as `twinfeed PROTOCOL … --record FILE`, but without a twin unless --twin is given.

Examples:
  twinfeed record day.rec v2x --udp 0.0.0.0:4600
  twinfeed record day.rec mqtt --broker 127.0.0.1:1883 --map meters.toml --seconds 3600
  twinfeed replay day.rec --speed 10)";

int run(std::string const& file, std::vector<std::string> arguments) {
  auto const known = protocol_commands();
  if (arguments.empty() || std::ranges::count(known, arguments.front()) == 0) {
    fmt::print(stderr, "twinfeed record: after {} name a protocol ({}) and its options\n", file,
               fmt::join(known, ", "));
    return 2;
  }
  bool const to_twin = std::ranges::any_of(arguments, [](std::string const& argument) {
    return argument.starts_with("--twin") || argument.starts_with("--out");
  });
  if (!to_twin) arguments.emplace_back("--out=count");
  arguments.push_back("--record=" + file);
  return run_program(arguments);
}

} // namespace

Command add_record_command(CLI::App& program) {
  auto* app = program.add_subcommand("record", "Keep any feed's raw input with its times of arrival");
  auto file = std::make_shared<std::string>();
  app->add_option("file", *file, "Where; one that exists goes on")->required();
  app->prefix_command();
  app->footer(kFooter);
  return {app, [app, file] { return run(*file, app->remaining()); }};
}

} // namespace dalian::connectors
