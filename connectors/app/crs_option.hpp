#pragma once
// --crs, the same for every command that takes coordinates.
#include "twin/base/crs.hpp"

#include <string>

#include <CLI/CLI.hpp>

namespace dalian::connectors {

enum class Coordinates : std::uint8_t {
  degrees, // the protocol says that they are
  any,     // metres too
};

/// A word that is no reference system is wrong usage: `*name` can be parsed once the line was.
inline void add_crs_option(CLI::App& app, std::string& name, Coordinates coordinates) {
  auto const check = [coordinates](std::string const& text) {
    auto const crs = coordinates == Coordinates::degrees ? parse_degrees_crs(text) : parse_crs(text);
    return crs ? std::string() : crs.error();
  };
  app.add_option("--crs", name, "Reference system of the positions: wgs84, cgcs2000, gcj02, bd09 or epsg:NUMBER")
      ->check(CLI::Validator(check, ""))
      ->capture_default_str();
}

} // namespace dalian::connectors
