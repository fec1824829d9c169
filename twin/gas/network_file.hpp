#pragma once
// A gas network as a file: TOML of our own (`twinctl solve gas --help` shows it), with lines of what is wrong.
#include "twin/base/result.hpp"
#include "twin/gas/blend.hpp"

#include <filesystem>
#include <string_view>

namespace dalian::gas {

inline constexpr std::size_t kMostElements = 200000; // nodes, and links

/// Errors name file, line, field and remedy. What is drawn is mass of the natural gas.
Result<Blended> parse_network(std::string_view text, std::string const& name);
Result<Blended> read_network(std::filesystem::path const& file);

} // namespace dalian::gas
