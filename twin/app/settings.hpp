#pragma once
// The settings of twind: command line over configuration file over defaults.
#include "twin/base/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dalian::app {

struct Settings {
  std::vector<std::string> bind;
  std::string publish, requests, history;
  std::string clock; // "wall" or "feed"
};

/// Reads the table [twin] of a TOML file over `settings`. An unknown key or a wrong type is an error that names file
/// and line, so that a misspelt setting never passes for the default.
Status read_settings(std::filesystem::path const& file, Settings& settings);

} // namespace dalian::app
