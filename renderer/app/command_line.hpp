#pragma once
// What twinview was asked to do. Parsing only: touches neither screen nor twin.
#include "renderer/passes/weather.hpp"
#include "twin/base/time.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace dalian::viewer {

struct CommandLine {
  bool headless = false, capabilities = false, validate = false;
  bool labels = true;
  std::filesystem::path shot, stats, assets, fonts, ui_dump; // fonts: empty = those of the system
  int width = 0, height = 0;                                 // 0: not given
  std::string view = "overview";
  std::optional<Instant> time;
  std::string feeds = "none"; // "none", "synth" or "replay:FILE"
  double seconds = 20;        // of feed before a still picture
  std::string connect;        // endpoint of a twind; empty = embed a twin
  std::string language;       // "zh", "ja", "en" or empty
  passes::Weather weather = passes::Weather::clear;
  std::set<std::string> layers; // data over the city: see layer_names()
  std::uint32_t flags = 0;      // FRAME_… for tests; not on the command line
};

/// Either the options, or the exit status when there is nothing more to do (help, version, wrong usage).
struct Parsed {
  CommandLine options;
  std::optional<int> exit_status;
};
Parsed parse_command_line(int argc, char** argv);

} // namespace dalian::viewer
