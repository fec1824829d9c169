#pragma once
// The settings of twind: command line over configuration file over defaults.
#include "twin/app/limits.hpp"
#include "twin/base/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dalian::app {

struct Settings {
  std::vector<std::string> bind;
  std::string publish, requests, history, keys;
  std::string state{};           // folder beside a history in PostgreSQL
  std::string alarms;            // rules file, "none", or empty for the one among the baked assets
  std::string clock;             // "wall" or "feed"
  std::string metrics{};         // where Prometheus asks; empty = nowhere
  bool metrics_anywhere = false; // … may be other than this machine
  SourceLimits limits{};
  std::string fusion{}; // file of parameters; empty = those built in
  std::string city{};   // baked surface, "none", or empty for the one among the baked assets
};

/// What twind does when nothing is said.
Settings default_settings();

/// Reads the tables [twin] and [limits] of a TOML file over `settings`. An unknown key or a wrong type is an error that
/// names file and line, so that a misspelt setting never passes for the default.
Status read_settings(std::filesystem::path const& file, Settings& settings);

} // namespace dalian::app
