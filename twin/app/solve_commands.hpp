#pragma once
// What the engines of `twinctl solve` share.
#include "twin/base/result.hpp"

namespace CLI {
class App;
}
namespace dalian::app {

struct Command;
/// Enters `gas` into `solve`.
Command solve_gas_command(CLI::App& solve);

/// A file's bytes; the error names it.
Result<std::string> read_whole(std::string const& file);

} // namespace dalian::app
