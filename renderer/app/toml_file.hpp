#pragma once
// Files of the viewer in TOML, read by functions that throw where something is wrong.
#include "twin/base/result.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>
#include <toml++/toml.h>

namespace dalian::viewer {

/// A fault of a file: names file, place in it, field and remedy. Caught by read_toml alone.
struct WrongFile : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What `read` makes of the file's table and name, or what is wrong with the file.
template <class Read>
auto read_toml(std::filesystem::path const& file, Read&& read)
    -> Result<decltype(read(std::declval<toml::table const&>(), file.string()))> {
  try {
    return read(toml::parse_file(file.string()), file.string());
  } catch (toml::parse_error const& e) {
    return Error{fmt::format("{}: {} (line {})", file.string(), e.description(), e.source().begin.line)};
  } catch (WrongFile const& wrong) {
    return Error{wrong.what()};
  }
}

} // namespace dalian::viewer
