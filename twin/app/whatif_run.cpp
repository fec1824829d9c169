// twinctl whatif run, compare: figures of scenarios, and of two side by side.
#include "twin/app/whatif_context.hpp"
#include "twin/whatif/compare.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace dalian::app {
namespace {

using nlohmann::ordered_json;

struct RunOptions : WhatifOptions {
  std::vector<std::string> scenarios;
  std::string zone;
  bool columns = false, timing = false;
};

constexpr char kRunAbout[] =
    R"(SCENARIO is a file of docs/scenarios.md, or the word base for the layout as it is. Every figure says its unit and how
far the ranges of the coefficients allow it to lie; `--json` adds where each comes from, `--columns` what every parcel has.

Examples:
  twinctl whatif run                                 the base
  twinctl whatif run --zone songmudao hydrogen.json
  twinctl whatif run --json base school.json | jq '.scenarios[].kpis[] | select(.name == "jobs")')";

constexpr char kCompareAbout[] =
    R"(Says what BEFORE and AFTER differ in: the edits, then every figure that moved, with the range of the move. A move
smaller than what the computing may be off is no difference. Any two scenarios, not only against the base.

Examples:
  twinctl whatif compare base hydrogen.json
  twinctl whatif compare campus_a.json campus_b.json --zone njip --json)";

using whatif::figure_text;

/// "12.3 [10.0…14.0]".
std::string with_range(double value, double low, double high) {
  if (low == value && high == value) return figure_text(value);
  return fmt::format("{} [{}…{}]", figure_text(value), figure_text(low), figure_text(high));
}

bool is_wanted(std::string const& scope, RunOptions const& options) {
  return scope == options.zone; // "" = all
}

void print_findings(plan::Findings const& findings) {
  for (plan::Finding const& f : findings)
    fmt::print("  {}\n", to_text(f));
}

void print_outcomes(NamedLayout const& named, whatif::Outcomes const& outcomes, RunOptions const& options) {
  fmt::print("{}{}\n", named.name, options.zone.empty() ? ": all zones" : ": zone " + options.zone);
  for (auto const& [engine, outcome] : outcomes) {
    fmt::print("  {}{}\n", engine, options.timing ? fmt::format(" ({:.1f} ms)", outcome.seconds * 1e3) : "");
    if (!outcome.evaluation) continue;
    for (whatif::Kpi const& k : outcome.evaluation->kpis)
      if (is_wanted(k.scope, options))
        fmt::print("    {:<22} {:>34} {}\n", k.name, with_range(k.value, k.low, k.high), k.unit);
    for (whatif::Certificate const& c : outcome.evaluation->certificates)
      fmt::print("    {} {}: {:.3g} of at most {:.3g} {}\n", c.good() ? "certificate" : "NOT CERTIFIED", c.name,
                 c.value, c.limit, c.unit);
  }
  print_findings(all_findings(named, outcomes));
}

whatif::RunOptions runner_options(RunOptions const& options) {
  whatif::RunOptions out;
  out.threads = options.threads;
  if (isatty(STDERR_FILENO))
    out.progress = [](std::size_t done, std::size_t all) {
      fmt::print(stderr, "\r{} of {}{}", done, all, done == all ? "\r            \r" : "");
    };
  return out;
}

/// Layouts by their names, and what the engines say of each.
struct Evaluated {
  plan::Layout base;
  std::vector<NamedLayout> named;
  std::vector<whatif::Outcomes> outcomes;
  bool failed() const { return std::any_of(outcomes.begin(), outcomes.end(), any_failed); }
};

Result<Evaluated> evaluate(RunOptions const& options) {
  auto base = read_base(options);
  if (!base) return Error{base.error()};
  Evaluated out{std::move(base).value(), {}, {}};
  if (!options.zone.empty() && !out.base.find(plan::Layer::zone, options.zone))
    return Error{
        fmt::format("--zone {}: no such zone; the layout has njip and the like: `twinctl whatif run --json` names all",
                    options.zone)};
  std::vector<plan::Layout> layouts;
  for (std::string const& file : options.scenarios) {
    auto named = read_named(file, out.base, options);
    if (!named) return Error{named.error()};
    layouts.push_back(named->layout);
    out.named.push_back(std::move(named).value());
  }
  auto runner = make_runner(options, out.base);
  if (!runner) return Error{runner.error()};
  out.outcomes = runner->run(layouts, runner_options(options));
  return out;
}

int run_scenarios(RunOptions options) {
  if (options.scenarios.empty()) options.scenarios = {"base"};
  auto const done = evaluate(options);
  if (!done) return fail(done.error());
  if (options.json) {
    ordered_json document{{"base", to_text(done->base.hash())}, {"scenarios", ordered_json::array()}};
    for (std::size_t i = 0; i < done->named.size(); ++i) {
      ordered_json one{{"name", done->named[i].name}, {"hash", to_text(done->named[i].layout.hash())}};
      one.update(outcomes_json(done->outcomes[i], options.columns));
      one["findings"] = findings_json(all_findings(done->named[i], done->outcomes[i]));
      document["scenarios"].push_back(std::move(one));
    }
    fmt::print("{}\n", document.dump());
  } else {
    for (std::size_t i = 0; i < done->named.size(); ++i)
      print_outcomes(done->named[i], done->outcomes[i], options);
  }
  return done->failed() ? fail("an engine failed; its finding says why") : 0;
}

ordered_json change_json(whatif::KpiChange const& c) {
  return {
      {"name", c.after.name},           {"scope", c.after.scope},  {"unit", c.after.unit}, {"before", c.before.value},
      {"after", c.after.value},         {"change", c.change},      {"low", c.low},         {"high", c.high},
      {"within_error", c.within_error}, {"source", c.after.source}};
}

ordered_json comparison_json(Evaluated const& done, whatif::Comparison const& found, plan::Edits const& edits,
                             bool columns) {
  ordered_json document{{"base", to_text(done.base.hash())}, {"before", done.named[0].name},
                        {"after", done.named[1].name},       {"edits", ordered_json::array()},
                        {"kpis", ordered_json::array()},     {"same", found.same}};
  for (plan::Edit const& edit : edits)
    document["edits"].push_back(ordered_json::parse(edit_line(edit)));
  for (whatif::KpiChange const& c : found.kpis)
    document["kpis"].push_back(change_json(c));
  for (std::size_t i = 0; columns && i < found.columns.size(); ++i) {
    auto const& column = found.columns[i];
    ordered_json one{{"name", column.name}, {"layer", plan::spec_of(column.layer).name}, {"unit", column.unit}};
    for (auto const& [id, value] : column.values)
      one["values"][id] = value;
    document["columns"].push_back(std::move(one));
  }
  for (std::size_t side = 0; side < 2; ++side)
    document[side == 0 ? "findings_before" : "findings_after"] =
        findings_json(all_findings(done.named[side], done.outcomes[side]));
  return document;
}

void print_comparison(Evaluated const& done, whatif::Comparison const& found, RunOptions const& options) {
  fmt::print("{:<22} {:>14} {:>14} {:>34}\n", options.zone.empty() ? "all zones" : options.zone,
             done.named[0].name.substr(0, 14), done.named[1].name.substr(0, 14), "change");
  std::size_t shown = 0;
  for (whatif::KpiChange const& c : found.kpis) {
    if (!is_wanted(c.after.scope, options)) continue;
    ++shown;
    fmt::print("{:<22} {:>14} {:>14} {:>34} {}\n", c.after.name, figure_text(c.before.value),
               figure_text(c.after.value), c.within_error ? "no difference" : with_range(c.change, c.low, c.high),
               c.after.unit);
  }
  fmt::print("{} figures moved here, {} in other zones; {} are the same\n", shown, found.kpis.size() - shown,
             found.same);
}

/// Findings of AFTER that BEFORE does not have.
plan::Findings new_findings(Evaluated const& done) {
  auto const before = all_findings(done.named[0], done.outcomes[0]);
  plan::Findings out;
  for (auto const& finding : all_findings(done.named[1], done.outcomes[1]))
    if (std::find(before.begin(), before.end(), finding) == before.end()) out.push_back(finding);
  return out;
}

int compare_scenarios(RunOptions const& options) {
  auto const done = evaluate(options);
  if (!done) return fail(done.error());
  auto const found = whatif::compare(done->outcomes[0], done->outcomes[1]);
  auto const edits = plan::difference(done->named[0].layout, done->named[1].layout);
  if (options.json) {
    fmt::print("{}\n", comparison_json(*done, found, edits, options.columns).dump());
  } else {
    for (plan::Edit const& edit : edits)
      fmt::print("{}\n", edit_line(edit));
    print_comparison(*done, found, options);
    print_findings(new_findings(*done));
  }
  return done->failed() ? fail("an engine failed; its finding says why") : 0;
}

void add_run_options(CLI::App& command, RunOptions& options) {
  add_layout_options(command, options);
  add_engine_options(command, options);
  command.add_option("--zone", options.zone, "the table shows this zone; else all together");
  command.add_flag("--columns", options.columns, "with --json: figures of every parcel too");
}

} // namespace

Command whatif_run_command(CLI::App& whatif) {
  auto const options = std::make_shared<RunOptions>();
  auto* const entry = whatif.add_subcommand("run", "figures of scenarios");
  entry->footer(kRunAbout);
  entry->add_option("SCENARIO", options->scenarios, "scenario files, or base");
  add_run_options(*entry, *options);
  entry->add_flag("--timing", options->timing, "how long each engine took");
  return {entry, [options] { return run_scenarios(*options); }};
}

Command whatif_compare_command(CLI::App& whatif) {
  auto const options = std::make_shared<RunOptions>();
  auto* const entry = whatif.add_subcommand("compare", "two scenarios side by side");
  entry->footer(kCompareAbout);
  entry->add_option("SCENARIOS", options->scenarios, "BEFORE and AFTER: scenario files, or base")
      ->required()
      ->expected(2);
  add_run_options(*entry, *options);
  return {entry, [options] { return compare_scenarios(*options); }};
}

} // namespace dalian::app
