// twinctl whatif explain: which edit moved which number.
#include "twin/app/whatif_context.hpp"
#include "twin/base/paths.hpp"
#include "twin/plan/desk.hpp"
#include "twin/whatif/attribution.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <unistd.h>

namespace dalian::app {
namespace {

using nlohmann::ordered_json;
using whatif::figure_text;

constexpr char kAbout[] =
    R"(Takes a scenario apart – what one tool did, an entity, and what refers to it stay together – and says for every figure
what each part does to it. A share is the mean of what the part adds in the order in which the parts were made and in the
reverse; all shares add up to the change. In brackets: what it adds alone, last, and in either order, where that differs,
so that parts which help or hinder each other show it. Two parts may cancel each other; they are told all the same.

Examples:
  twinctl whatif explain campus.json
  twinctl whatif explain campus.json --zone njip --figure jobs --figure worst_loading
  twinctl whatif explain campus.json --json | jq '.figures[] | select(.name == "co2") | .parts')";

struct ExplainOptions : WhatifOptions {
  std::string scenario, zone;
  std::vector<std::string> figures;
};

struct Explained {
  std::string name;
  std::vector<plan::Part> parts;
  whatif::Attribution attribution;
};

Result<Explained> explain(ExplainOptions const& options) {
  auto const base = read_base(options);
  if (!base) return Error{base.error()};
  if (!options.zone.empty() && !base->find(plan::Layer::zone, options.zone))
    return Error{fmt::format("--zone {}: no such zone", options.zone)};
  if (!is_there(options.scenario)) return Error{options.scenario + ": is not there: name a scenario file"};
  auto const desk = plan::open_desk(options.scenario, *base, {options.rebase, {}, {}});
  if (!desk) return Error{desk.error()};
  Explained out{desk->scenario.name, plan::parts_of(desk->log), {}};
  auto runner = make_runner(options, *base);
  if (!runner) return Error{runner.error()};
  whatif::AttributionPlan const plan(*base, out.parts);
  whatif::RunOptions run;
  run.threads = options.threads;
  if (isatty(STDERR_FILENO))
    run.progress = [](std::size_t done, std::size_t all) {
      fmt::print(stderr, "\r{} of {}{}", done, all, done == all ? "\r            \r" : "");
    };
  out.attribution = whatif::attribute(plan, runner->run(plan.layouts(), run));
  return out;
}

/// The document holds every zone where none is asked for; the table that of all together.
bool is_wanted(whatif::Attributed const& figure, ExplainOptions const& options) {
  auto const& kpi = figure.change.after;
  bool const scope = kpi.scope == options.zone || (options.json && options.zone.empty());
  return scope && (options.figures.empty() || std::ranges::find(options.figures, kpi.name) != options.figures.end());
}

ordered_json figure_json(whatif::Attributed const& figure) {
  auto const& c = figure.change;
  ordered_json out{{"engine", figure.engine}, {"name", c.after.name},           {"scope", c.after.scope},
                   {"unit", c.after.unit},    {"before", c.before.value},       {"after", c.after.value},
                   {"change", c.change},      {"within_error", c.within_error}, {"parts", ordered_json::array()}};
  for (std::size_t i = 0; i < figure.parts.size(); ++i) {
    auto const& part = figure.parts[i];
    out["parts"].push_back({{"part", i + 1},
                            {"share", part.share},
                            {"least", part.least},
                            {"most", part.most},
                            {"within_error", part.within_error}});
  }
  return out;
}

void print_json(Explained const& done, ExplainOptions const& options) {
  ordered_json document{{"name", done.name},
                        {"parts", ordered_json::array()},
                        {"figures", ordered_json::array()},
                        {"failed", done.attribution.failed}};
  for (std::size_t i = 0; i < done.parts.size(); ++i) {
    document["parts"].push_back({{"part", i + 1}, {"by", done.parts[i].by}, {"edits", ordered_json::array()}});
    for (auto const& edit : done.parts[i].edits)
      document["parts"].back()["edits"].push_back(ordered_json::parse(edit_line(edit)));
  }
  for (auto const& figure : done.attribution.figures)
    if (is_wanted(figure, options)) document["figures"].push_back(figure_json(figure));
  fmt::print("{}\n", document.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
}

/// Of what moved it, the most first.
void print_figure(whatif::Attributed const& figure) {
  auto const& c = figure.change;
  fmt::print("{:<22} {:>12} → {:<12} {:>14} {}\n", c.after.name, figure_text(c.before.value),
             figure_text(c.after.value), c.within_error ? "no difference" : figure_text(c.change), c.after.unit);
  std::vector<std::size_t> order(figure.parts.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::abs(figure.parts[a].share) > std::abs(figure.parts[b].share);
  });
  for (std::size_t const i : order) {
    auto const& part = figure.parts[i];
    if (part.within_error) continue;
    auto const least = figure_text(part.least), most = figure_text(part.most);
    fmt::print("  {:>3} {:>14}{}\n", fmt::format("({})", i + 1), figure_text(part.share),
               least == most ? "" : fmt::format(" [{}…{}]", least, most));
  }
}

int explain_scenario(ExplainOptions const& options) {
  auto const done = explain(options);
  if (!done) return fail(done.error());
  if (options.json) {
    print_json(*done, options);
  } else {
    for (std::size_t i = 0; i < done->parts.size(); ++i)
      fmt::print("({}) {}\n", i + 1, done->parts[i].by);
    std::size_t shown = 0;
    for (auto const& figure : done->attribution.figures)
      if (is_wanted(figure, options)) print_figure(figure), ++shown;
    fmt::print("{} figures moved here, {} in other zones or not asked for\n", shown,
               done->attribution.figures.size() - shown);
  }
  if (done->attribution.failed.empty()) return 0;
  return fail(fmt::format("engine {} failed for a part; `twinctl whatif run` says why", done->attribution.failed[0]));
}

} // namespace

Command whatif_explain_command(CLI::App& whatif) {
  auto const options = std::make_shared<ExplainOptions>();
  auto* const entry = whatif.add_subcommand("explain", "which edit moved which figure");
  entry->footer(kAbout);
  entry->add_option("SCENARIO", options->scenario, "scenario file")->required();
  entry->add_option("--zone", options->zone, "figures of this zone; else of all together");
  entry->add_option("--figure", options->figures, "only figures of this name; may be given again");
  add_layout_options(*entry, *options);
  add_engine_options(*entry, *options);
  return {entry, [options] { return explain_scenario(*options); }};
}

} // namespace dalian::app
