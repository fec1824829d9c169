#include "twin/base/usage.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dalian {
namespace {

constexpr std::size_t kMisspelt = 2; // letters to change, add or leave out

/// Levenshtein's distance.
std::size_t edits_between(std::string const& a, std::string const& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      auto const replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = std::exchange(row[j + 1], std::min({row[j] + 1, row[j + 1] + 1, replaced}));
    }
  }
  return row.back();
}

/// The command that the words reached, and its whole name.
std::pair<CLI::App const*, std::string> reached(CLI::App const& program) {
  CLI::App const* command = &program;
  auto name = program.get_name();
  for (auto deeper = command->get_subcommands(); !deeper.empty(); deeper = command->get_subcommands()) {
    if (deeper.back()->get_name().empty()) break; // a group of options
    command = deeper.back();
    name += " " + command->get_name();
  }
  return {command, name};
}

std::vector<std::string> commands_of(CLI::App const& command) {
  std::vector<std::string> names;
  for (auto const* known : command.get_subcommands([](CLI::App const*) { return true; }))
    if (!known->get_name().empty() && !known->get_group().empty()) names.push_back(known->get_name());
  return names;
}

std::vector<std::string> options_of(CLI::App const& command) {
  std::vector<std::string> names;
  for (auto const* known : command.get_options())
    if (auto const longs = known->get_lnames(); !longs.empty() && !known->get_group().empty())
      names.push_back("--" + longs.front());
  for (auto const* group : command.get_subcommands([](CLI::App const* part) { return part->get_name().empty(); }))
    std::ranges::copy(options_of(*group), std::back_inserter(names));
  return names;
}

std::string unknown_word(CLI::App const& command, std::string const& word) {
  bool const option = word.starts_with('-');
  auto const known = option ? options_of(command) : commands_of(command);
  auto const nearest =
      std::ranges::min_element(known, {}, [&](std::string const& name) { return edits_between(word, name); });
  if (nearest != known.end() && edits_between(word, *nearest) <= kMisspelt)
    return fmt::format("'{}' is not known here: is '{}' meant?", word, *nearest);
  if (option || known.empty()) return fmt::format("'{}' is not known here", word);
  return fmt::format("'{}' is not known here: one of {}", word, fmt::join(known, ", "));
}

/// A word that nobody knows is told before what is missing: most often it is that, misspelt.
std::string what_is_wrong(CLI::App const& program, CLI::App const& command, CLI::Error const& error) {
  bool const missing = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
  auto const known = commands_of(command);
  auto const words = program.remaining(true);
  if (words.empty())
    return missing && !known.empty() ? fmt::format("one of {} must follow", fmt::join(known, ", ")) : error.what();
  auto const unknown = unknown_word(command, words.front());
  return missing && known.empty() ? fmt::format("{}; {}", unknown, error.what()) : unknown;
}

std::string answer(CLI::App const* program, CLI::Error const& error) {
  auto const [command, name] = reached(*program);
  return fmt::format("{0}: {1}\n{0} --help tells more\n", name, what_is_wrong(*program, *command, error));
}

} // namespace

void add_usage_message(CLI::App& program) {
  program.failure_message(answer);
}

} // namespace dalian
