// twinctl whatif layers, diff, merge: scenarios as lists of edits.
#include "twin/app/whatif_context.hpp"
#include "twin/plan/merge.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::app {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// --- layers

constexpr std::array kTypes{"number", "whole number", "true or false", "text", "one of",
                            "id in",  "ids in",       "point",         "line", "ring"};

std::string described(plan::FieldSpec const& f) {
  std::string text = kTypes[static_cast<std::size_t>(f.type)];
  if (!f.words.empty()) text += fmt::format(" {}", f.words);
  if (f.type == plan::FieldType::number || f.type == plan::FieldType::whole)
    text += fmt::format(" {}…{} {}", f.low, f.high, f.unit == "1" ? "" : f.unit);
  if (f.required) text += ", required";
  return text;
}

int list_layers(bool as_json) {
  auto document = ordered_json::array();
  for (auto const& layer : plan::schema()) {
    ordered_json fields = ordered_json::array();
    if (!as_json) fmt::print("{:<14} {}\n", layer.name, layer.about);
    for (auto const& f : layer.fields) {
      if (!as_json) fmt::print("  {:<16} {}\n", f.name, described(f));
      fields.push_back({{"name", f.name},
                        {"type", kTypes[static_cast<std::size_t>(f.type)]},
                        {"unit", f.unit},
                        {"low", f.low},
                        {"high", f.high},
                        {"words", f.words},
                        {"required", f.required}});
    }
    document.push_back({{"name", layer.name}, {"about", layer.about}, {"fields", fields}});
  }
  if (as_json) fmt::print("{}\n", document.dump());
  return 0;
}

// --- diff

constexpr char kDiffAbout[] =
    R"(The edits that turn A into B, one a line, sorted: of any two scenarios, or base and one.

Example:
  twinctl whatif diff campus_a.json campus_b.json)";

struct DiffOptions : WhatifOptions {
  std::string a, b, over, out, name;
};

int print_diff(DiffOptions const& options) {
  auto const base = read_base(options);
  if (!base) return fail(base.error());
  auto const a = read_named(options.a, *base, options), b = read_named(options.b, *base, options);
  if (!a) return fail(a.error());
  if (!b) return fail(b.error());
  for (plan::Edit const& edit : plan::difference(a->layout, b->layout))
    fmt::print("{}\n", edit_line(edit));
  return 0;
}

// --- merge

constexpr char kMergeAbout[] =
    R"(Joins what A and B do, over what they have in common (--over, else the base). The order of A and B does not matter.
Where both want something else of one field the field stays as it was, the conflict is printed, and the status is 1;
edit one of them and merge again. What is joined is written to --out all the same, with the notes of both.

Example:
  twinctl whatif merge roads.json parks.json --out both.json)";

void print_conflict(plan::Conflict const& c, bool as_json, ordered_json& list) {
  if (as_json)
    list.push_back({{"layer", plan::spec_of(c.layer).name},
                    {"id", c.id},
                    {"field", c.field},
                    {"first", ordered_json::parse(edit_line(c.first))},
                    {"second", ordered_json::parse(edit_line(c.second))}});
  else
    fmt::print("conflict: {} '{}'{}\n  {}\n  {}\n", plan::spec_of(c.layer).name, c.id,
               c.field.empty() ? ": removed and changed" : fmt::format(", field '{}'", c.field), edit_line(c.first),
               edit_line(c.second));
}

/// The smaller first, as the order of the two does not matter.
std::string joined_note(std::string const& over, std::string const& a, std::string const& b) {
  return plan::joined_text(over, std::min(a, b), std::max(a, b), "\n");
}

int merge_scenarios(DiffOptions const& options) {
  auto const base = read_base(options);
  if (!base) return fail(base.error());
  auto const a = read_named(options.a, *base, options), b = read_named(options.b, *base, options),
             over = read_named(options.over, *base, options);
  for (auto const* each : {&a, &b, &over})
    if (!*each) return fail(each->error());
  auto const merged = plan::merge(over->layout, a->layout, b->layout);
  plan::Scenario const scenario{options.name.empty() ? a->name + " + " + b->name : options.name,
                                joined_note(over->note, a->note, b->note), base->hash(),
                                plan::difference(*base, merged.layout)};
  if (!options.out.empty())
    if (auto const done = write_scenario(scenario, options.out); !done) return fail(done.error());
  auto conflicts = ordered_json::array();
  for (plan::Conflict const& c : merged.conflicts)
    print_conflict(c, options.json, conflicts);
  if (options.json)
    fmt::print(
        "{}\n",
        ordered_json{{"name", scenario.name}, {"edits", scenario.edits.size()}, {"conflicts", conflicts}}.dump());
  else if (options.out.empty())
    fmt::print("{}", to_text(scenario));
  else
    fmt::print("{}: {} edits\n", options.out, scenario.edits.size());
  return merged.conflicts.empty() ? 0
                                  : fail(fmt::format("{} conflicts: mend one side of each", merged.conflicts.size()));
}

} // namespace

Command whatif_layers_command(CLI::App& whatif) {
  auto const as_json = std::make_shared<bool>(false);
  auto* const entry = whatif.add_subcommand("layers", "the layers of a layout, their fields, units and ranges");
  entry->add_flag("--json", *as_json, "machine-readable");
  return {entry, [as_json] { return list_layers(*as_json); }};
}

Command whatif_diff_command(CLI::App& whatif) {
  auto const options = std::make_shared<DiffOptions>();
  auto* const entry = whatif.add_subcommand("diff", "the edits between two scenarios");
  entry->footer(kDiffAbout);
  entry->add_option("A", options->a, "scenario file, or base")->required();
  entry->add_option("B", options->b, "scenario file, or base")->required();
  add_layout_options(*entry, *options);
  return {entry, [options] { return print_diff(*options); }};
}

Command whatif_merge_command(CLI::App& whatif) {
  auto const options = std::make_shared<DiffOptions>();
  options->over = "base";
  auto* const entry = whatif.add_subcommand("merge", "two proposals in one");
  entry->footer(kMergeAbout);
  entry->add_option("A", options->a, "scenario file")->required();
  entry->add_option("B", options->b, "scenario file")->required();
  entry->add_option("--over", options->over, "what both started from")->capture_default_str();
  entry->add_option("--out", options->out, "file to write; else it is printed");
  entry->add_option("--name", options->name, "of the merged scenario");
  add_layout_options(*entry, *options);
  return {entry, [options] { return merge_scenarios(*options); }};
}

} // namespace dalian::app
