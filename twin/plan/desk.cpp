#include "twin/plan/desk.hpp"

#include "twin/base/paths.hpp"

#include <fstream>
#include <sstream>

namespace dalian::plan {
namespace {

std::filesystem::path log_of(std::filesystem::path const& file) {
  return file.string() + ".log";
}

Result<Scenario> open_scenario(std::filesystem::path const& file, Layout const& base, DeskOptions const& options) {
  Scenario fresh{options.name, options.note, base.hash(), {}};
  if (!is_there(file)) return fresh;
  auto read = read_scenario(file);
  if (!read) return Error{read.error()};
  if (read->base != base.hash() && !options.rebase)
    return Error{file.string() +
                 ": field 'base' names another layout: name that by --layout, or take the edits over by --rebase"};
  read->base = base.hash();
  if (!options.name.empty()) read->name = options.name;
  if (!options.note.empty()) read->note = options.note;
  return read;
}

Result<EditLog> open_log(std::filesystem::path const& file, Layout const& base, DeskOptions const& options) {
  auto const log = log_of(file);
  if (options.rebase || !is_there(log)) return EditLog(base);
  std::ifstream in(log, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return Error{log.string() + ": cannot be read: mend its rights"};
  return parse_edit_log(text.str(), log.string(), base);
}

} // namespace

Result<Desk> open_desk(std::filesystem::path const& file, Layout const& base, DeskOptions const& options) {
  auto scenario = open_scenario(file, base, options);
  if (!scenario) return Error{scenario.error()};
  auto log = open_log(file, base, options);
  if (!log) return Error{log.error()};
  auto const state = apply_all(base, scenario->edits);
  auto const by_hand = difference(log->layout(), state.layout);
  if (!by_hand.empty())
    if (auto const done = log->apply({std::string(kByHand), by_hand}); !done) return Error{done.error()};
  return Desk{std::move(scenario).value(), std::move(log).value(), state.findings};
}

Status save_desk(Desk& desk, std::filesystem::path const& file) {
  desk.scenario.edits = desk.log.edits();
  if (auto const done = write_text(to_text(desk.log), log_of(file)); !done) return done;
  return write_scenario(desk.scenario, file);
}

} // namespace dalian::plan
