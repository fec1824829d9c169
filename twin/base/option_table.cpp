#include "twin/base/option_table.hpp"

#include "twin/base/version.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace dalian {
namespace {

using Json = nlohmann::ordered_json;

/// "TEXT:{wall,feed}" has the choices wall and feed; CLI11 keeps them in the name of the type.
Json choices_of(std::string const& type) {
  Json choices = Json::array();
  auto const open = type.find('{'), close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return choices;
  std::istringstream words(type.substr(open + 1, close - open - 1));
  for (std::string word; std::getline(words, word, ',');)
    choices.push_back(word);
  return choices;
}

/// "--no-labels{false}" is told as "--no-labels".
std::string plain(std::string const& name) {
  return name.substr(0, name.find('{'));
}

/// "TEXT:FILE" is a file; of "TEXT:{wall,feed}" and "FLOAT:FLOAT in [0 - 1]" the first word is enough.
std::string word_for(std::string const& type) {
  auto const colon = type.find(':');
  auto const after = colon == std::string::npos ? std::string{} : type.substr(colon + 1);
  return after == "FILE" || after == "DIR" ? after : type.substr(0, colon);
}

Json describe(CLI::Option const& option) {
  Json names = Json::array();
  for (auto const& name : option.get_snames())
    names.push_back("-" + plain(name));
  for (auto const& name : option.get_lnames())
    names.push_back("--" + plain(name));
  auto const type = option.get_items_expected_max() == 0 ? std::string{} : option.get_type_name();
  return {{"names", std::move(names)},
          {"positional", option.get_positional() ? option.get_name(true) : ""},
          {"type", word_for(type)},
          {"choices", choices_of(type)},
          {"default", option.get_default_str()},
          {"help", option.get_description()},
          {"required", option.get_required()}};
}

/// Of the command and of its groups of options, which CLI11 keeps as commands without a name.
void add_options(CLI::App const& command, Json& options) {
  for (auto const* const option : command.get_options([](auto const* o) { return !o->get_group().empty(); }))
    options.push_back(describe(*option));
  for (auto const* const group : command.get_subcommands([](auto const* c) { return c->get_name().empty(); }))
    add_options(*group, options);
}

Json describe(CLI::App const& command) {
  Json options = Json::array(), commands = Json::array();
  add_options(command, options);
  auto const told = [](CLI::App const* c) { return !c->get_group().empty() && !c->get_name().empty(); };
  for (auto const* const below : command.get_subcommands(told))
    commands.push_back(describe(*below));
  return {{"name", command.get_name()},
          {"about", command.get_description()},
          {"footer", command.get_footer()},
          {"options", std::move(options)},
          {"commands", std::move(commands)}};
}

} // namespace

std::string option_table(CLI::App const& program) {
  Json table = describe(program);
  table["version"] = version();
  return table.dump(1);
}

void add_option_table(CLI::App& program) {
  auto const print = [&program] { throw CLI::CallForVersion(option_table(program), 0); };
  program.add_flag_callback("--option-table", print)->group("")->configurable(false);
}

} // namespace dalian
