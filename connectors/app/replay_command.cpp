// twinfeed replay: a recording through the command that made it.
#include "connectors/app/capture.hpp"
#include "connectors/app/commands.hpp"
#include "connectors/app/program.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace dalian::connectors {
namespace {

struct ReplayOptions {
  OutputOptions output{.protocol = "replay"};
  std::string file, time = "keep";
  double speed = 1;
};

constexpr char kFooter[] =
    R"(The recording knows its command and that command's options; files that these name, such as a map, are looked for where
they were. Another value for one of them is written behind: twinfeed replay day.rec --map=here/meters.toml

Examples:
  twinfeed replay day.rec --speed 10 --time now        into the twin, as if it came now
  twinfeed replay day.rec --speed 0 --out json         every message as JSON
  twind --clock feed & twinfeed replay day.rec         the same tracks as then)";

std::string written(std::string const& name, std::string const& value) {
  return value.empty() ? "--" + name : fmt::format("--{}={}", name, value);
}

/// "--map=x" → "map".
std::string name_of(std::string const& argument) {
  auto const name = argument.substr(std::min(argument.find_first_not_of('-'), argument.size()));
  return name.substr(0, name.find('='));
}

/// The line of the command that recorded, with `others` in the place of its options of the same names.
std::vector<std::string> line_of(RecordedFeed const& feed, ReplayOptions const& options,
                                 std::vector<std::string> const& others) {
  std::set<std::string> replaced;
  for (auto const& other : others)
    if (other.starts_with("--")) replaced.insert(name_of(other));
  std::vector<std::string> line{feed.command};
  for (auto const& [name, value] : feed.options)
    if (!replaced.contains(name)) line.push_back(written(name, value));
  line.insert(line.end(), others.begin(), others.end());
  for (auto const& [option, value] : given_options(*options.output.app))
    if (option->get_group() == kDeliveryGroup) line.push_back(written(option->get_lnames().front(), value));
  line.push_back(written("replay", options.file));
  line.push_back(written("replay-speed", fmt::format("{}", options.speed)));
  line.push_back(written("replay-time", options.time));
  return line;
}

int run(ReplayOptions const& options, std::vector<std::string> const& others) {
  auto const fail = [&](std::string const& why) { return note(options.output, why), 1; };
  auto const reader = RecordingReader::open(options.file);
  if (!reader) return fail(reader.error());
  auto const feed = parse_about((*reader)->about());
  if (!feed) return fail(fmt::format("{}: {}", options.file, feed.error()));
  auto const known = protocol_commands();
  if (std::ranges::count(known, feed->command) == 0 || feed->command == "replay")
    return fail(fmt::format("{}: was recorded by 'twinfeed {}', which this program does not have", options.file,
                            feed->command));
  return run_program(line_of(*feed, options, others));
}

} // namespace

Command add_replay_command(CLI::App& program) {
  auto* app = program.add_subcommand("replay", "A recording of twinfeed record, through the same connector");
  auto options = std::make_shared<ReplayOptions>();
  app->add_option("file,--file", options->file, "The recording")->required()->type_name("FILE");
  app->add_option("--speed", options->speed, "2: twice as fast; 0: as fast as possible")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app->add_option("--time", options->time,
                  "keep: every input arrives when it did, and what is told is what was told then, byte for\n"
                  "byte; for a twin with --clock feed. now: it arrives now")
      ->check(CLI::IsMember({"keep", "now"}))
      ->capture_default_str();
  add_delivery_options(*app, options->output);
  app->allow_extras();
  app->footer(kFooter);
  return {app, [app, options] { return run(*options, app->remaining()); }};
}

} // namespace dalian::connectors
