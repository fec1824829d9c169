#pragma once
// What a program's command line knows, as JSON: manual pages and completion are made of it (tools/packages/manual.py),
// so that they say what --help says. A library of its own, for CLI11 is large.
#include <string>

namespace CLI {
class App;
}

namespace dalian {

/// One object: name, about, footer, version (of the program alone), options[] (names, positional, type, choices,
/// default, help, required), commands[] (the same, deeper). What is hidden from --help is not there.
std::string option_table(CLI::App const& program);

/// Lets `program` print its table for --option-table, which --help does not tell: it is for building, not for users.
/// `program` must outlive its parsing.
void add_option_table(CLI::App& program);

} // namespace dalian
