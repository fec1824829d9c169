// twinctl whatif edit, undo, redo, log: a scenario file and, beside it, the steps by which it came about.
#include "twin/app/whatif_context.hpp"
#include "twin/base/paths.hpp"
#include "twin/layout/city_file.hpp"
#include "twin/layout/surface.hpp"
#include "twin/plan/desk.hpp"
#include "twin/plan/tool_words.hpp"

#include <fmt/format.h>

namespace dalian::app {
namespace {

using nlohmann::ordered_json;

struct EditOptions : WhatifOptions {
  std::string file, name, note, surface;
  std::vector<std::string> words;
  unsigned steps = 1;
};

Result<plan::Desk> open_desk(EditOptions const& options) {
  auto const base = read_base(options);
  if (!base) return Error{base.error()};
  return plan::open_desk(options.file, *base, {options.rebase, options.name, options.note});
}

int close_desk(plan::Desk& desk, EditOptions const& options) {
  if (auto const done = plan::save_desk(desk, options.file); !done) return fail(done.error());
  for (plan::Finding const& finding : desk.findings)
    fmt::print(stderr, "{}\n", to_text(finding));
  auto const hash = to_text(desk.log.layout().hash());
  if (options.json)
    fmt::print("{}\n", ordered_json{{"file", options.file},
                                    {"edits", desk.scenario.edits.size()},
                                    {"layout", hash},
                                    {"step", desk.log.at()},
                                    {"steps", desk.log.steps().size()},
                                    {"findings", findings_json(desk.findings)}}
                           .dump());
  else
    fmt::print("{}: {} edits, layout {}, step {} of {}\n", options.file, desk.scenario.edits.size(), hash,
               desk.log.at(), desk.log.steps().size());
  return 0;
}

// --- edit

constexpr char kEditAbout[] =
    R"(Adds edits to a scenario file, which is made when it is not there. What cancels out leaves no trace in it; FILE.log
keeps the steps for undo and redo. An edit is a line of the file (docs/scenarios.md; `twinctl whatif layers` lists layers
and fields), or a tool with its words; a position is LON,LAT in degrees:
)";
constexpr char kEditExamples[] = R"(
Examples:
  twinctl whatif edit school.json '{"do":"set","layer":"parcel","id":"njip/parcel/parts-3","field":"use","to":"school"}'
  twinctl whatif edit roads.json --name "a second way out" road 121.655,39.245 121.670,39.250 class=collector
  twinctl whatif edit roads.json close njip/street/local-4 trucks=true
  twinctl whatif undo roads.json)";

std::string edit_about() {
  std::string text = kEditAbout;
  for (auto const& tool : plan::tool_usages())
    text += fmt::format("  {:<9} {}\n            {}\n", tool.name, tool.arguments, tool.about);
  return text + kEditExamples;
}

/// The edits of the command line, as a scenario's.
Result<plan::Edits> parse_edits(std::vector<std::string> const& lines) {
  plan::Edits edits;
  for (std::string const& line : lines) {
    auto const object = nlohmann::json::parse(line, nullptr, false);
    if (object.is_discarded())
      return Error{"edit '" + line + "' is no JSON: write it in single quotes, as --help shows"};
    auto edit = plan::edit_from_json(object);
    if (!edit) return Error{fmt::format("command line: edit {}: {}", edits.size() + 1, edit.error())};
    edits.push_back(std::move(edit).value());
  }
  return edits;
}

/// Land and sea of the baked city; nothing where there is none, and the tools say so.
Result<std::optional<layout::Surface>> read_ground(std::string const& given) {
  auto file = std::filesystem::path(given);
  if (given.empty()) {
    auto const assets = assets_dir();
    if (!assets || !is_there(*assets / "surface.bin")) return std::optional<layout::Surface>();
    file = *assets / "surface.bin";
  }
  auto surface = layout::read_surface(file);
  if (!surface) return Error{surface.error()};
  return std::optional(std::move(surface).value());
}

int use_tool(plan::Desk& desk, EditOptions const& options) {
  auto const ground = read_ground(options.surface);
  if (!ground) return fail(ground.error());
  auto draft = plan::run_tool({desk.log.layout(), *ground ? &**ground : nullptr}, options.words);
  if (!draft) return fail(draft.error());
  bool const refused = draft->refused();
  for (plan::Finding const& finding : draft->findings)
    if (!refused) desk.findings.push_back(finding);
  if (refused) {
    for (plan::Finding const& finding : draft->findings)
      fmt::print(stderr, "{}\n", to_text(finding));
    return fail(options.words[0] + ": refused; nothing was changed");
  }
  if (auto const done = desk.log.apply({fmt::format("{}", fmt::join(options.words, " ")), std::move(draft->edits)});
      !done)
    return fail(done.error());
  return close_desk(desk, options);
}

int edit_scenario(EditOptions const& options) {
  auto desk = open_desk(options);
  if (!desk) return fail(desk.error());
  if (!options.words.empty() && !options.words[0].starts_with("{")) return use_tool(*desk, options);
  auto edits = parse_edits(options.words);
  if (!edits) return fail(edits.error());
  if (!edits->empty())
    if (auto const done = desk->log.apply({"edit", std::move(edits).value()}); !done) return fail(done.error());
  return close_desk(*desk, options);
}

// --- undo, redo, log

int step_back(EditOptions const& options, bool (plan::EditLog::*step)(), std::string_view what) {
  if (!is_there(options.file)) return fail(options.file + ": is not there: name a scenario file");
  auto desk = open_desk(options);
  if (!desk) return fail(desk.error());
  for (unsigned i = 0; i < options.steps; ++i)
    if (!(desk->log.*step)()) return fail(fmt::format("{}: only {} steps can be {}", options.file, i, what));
  return close_desk(*desk, options);
}

int print_log(EditOptions const& options) {
  if (!is_there(options.file)) return fail(options.file + ": is not there: name a scenario file");
  auto const desk = open_desk(options);
  if (!desk) return fail(desk.error());
  auto list = ordered_json::array();
  for (std::size_t i = 0; i < desk->log.steps().size(); ++i) {
    auto const& step = desk->log.steps()[i];
    bool const is_done = i < desk->log.at();
    list.push_back({{"by", step.by}, {"edits", step.edits.size()}, {"done", is_done}});
    if (!options.json) fmt::print("{:>4} {} {} ({} edits)\n", i + 1, is_done ? ' ' : '-', step.by, step.edits.size());
  }
  if (options.json) fmt::print("{}\n", list.dump());
  return 0;
}

std::pair<CLI::App*, std::shared_ptr<EditOptions>> desk_command(CLI::App& whatif, char const* name, char const* about) {
  auto const options = std::make_shared<EditOptions>();
  auto* const entry = whatif.add_subcommand(name, about);
  entry->add_option("FILE", options->file, "scenario file")->required();
  add_layout_options(*entry, *options);
  return {entry, options};
}

} // namespace

Command whatif_edit_command(CLI::App& whatif) {
  auto const [entry, options] = desk_command(whatif, "edit", "add edits to a scenario file, by lines or by tools");
  entry->footer(edit_about());
  entry->add_option("EDIT", options->words, "edits as JSON, in their order, or a tool and its words");
  entry->add_option("--name", options->name, "of the scenario");
  entry->add_option("--note", options->note, "what it is about");
  entry->add_option("--surface", options->surface, "map of land and sea (surface.bin); else the baked city's");
  return {entry, [o = options] { return edit_scenario(*o); }};
}

Command whatif_undo_command(CLI::App& whatif) {
  auto const [entry, options] = desk_command(whatif, "undo", "takes back the last step of a scenario");
  entry->add_option("--steps", options->steps, "how many")->check(CLI::Range(1u, 1000000u))->capture_default_str();
  return {entry, [o = options] { return step_back(*o, &plan::EditLog::undo, "undone"); }};
}

Command whatif_redo_command(CLI::App& whatif) {
  auto const [entry, options] = desk_command(whatif, "redo", "does again what was undone");
  entry->add_option("--steps", options->steps, "how many")->check(CLI::Range(1u, 1000000u))->capture_default_str();
  return {entry, [o = options] { return step_back(*o, &plan::EditLog::redo, "done again"); }};
}

Command whatif_log_command(CLI::App& whatif) {
  auto const [entry, options] = desk_command(whatif, "log", "the steps of a scenario; undone ones have a dash");
  return {entry, [o = options] { return print_log(*o); }};
}

} // namespace dalian::app
