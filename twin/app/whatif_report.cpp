// twinctl whatif report: scenarios as one HTML file, and as PDF where a chromium is.
#include "twin/app/whatif_tables.hpp"
#include "twin/base/paths.hpp"
#include "twin/base/print_pdf.hpp"
#include "twin/whatif/report.hpp"

#include <fmt/format.h>
#include <fstream>

namespace dalian::app {
namespace {

constexpr char kAbout[] =
    R"(The first SCENARIO is what the others are compared with; base, where only one is named. The file needs nothing beside it:
maps by use and of what changes, figures with their ranges, edits, findings, certificates, and every assumption with its
source. --pdf prints it by a chromium, where one is installed.

Examples:
  twinctl whatif report campus.json --out campus.html --lang zh
  twinctl whatif report base a.json b.json --out both.html --pdf both.pdf --zone njip)";

struct ReportOptions : WhatifOptions {
  std::vector<std::string> scenarios;
  std::string out, pdf, zone, title, words, language = "zh";
};

Result<whatif::ReportWords> words_of(ReportOptions const& options) {
  if (!options.words.empty()) return whatif::read_report_words(options.words, options.language);
  auto const assets = assets_dir();
  if (!assets) return Error{assets.error()};
  return whatif::read_report_words(*assets / "lang/report.json", options.language);
}

Result<whatif::Report> evaluated(ReportOptions const& options) {
  auto const base = read_base(options);
  if (!base) return Error{base.error()};
  if (!options.zone.empty() && !base->find(plan::Layer::zone, options.zone))
    return Error{fmt::format("--zone {}: no such zone", options.zone)};
  auto tables = read_tables(options);
  if (!tables) return Error{tables.error()};
  auto runner = make_runner(options, *base);
  if (!runner) return Error{runner.error()};
  whatif::Report out{options.title,
                     options.zone,
                     {},
                     tables->programme,
                     tables->energy,
                     tables->traffic,
                     {tables->port->figures, tables->sun->figures}};
  if (tables->flood) out.others.push_back(tables->flood->figures);
  std::vector<plan::Layout> layouts;
  std::vector<NamedLayout> named;
  for (auto const& file : options.scenarios) {
    auto one = read_named(file, *base, options);
    if (!one) return Error{one.error()};
    layouts.push_back(one->layout);
    named.push_back(std::move(one).value());
  }
  whatif::RunOptions run;
  run.threads = options.threads;
  auto outcomes = runner->run(layouts, run);
  for (std::size_t i = 0; i < named.size(); ++i) {
    auto findings = all_findings(named[i], outcomes[i]);
    out.scenarios.push_back({named[i].name, named[i].layout, std::move(outcomes[i]),
                             plan::difference(*base, named[i].layout), std::move(findings)});
  }
  if (out.title.empty()) out.title = out.scenarios.back().name;
  return out;
}

int write_report(ReportOptions options) {
  if (options.scenarios.size() == 1 && options.scenarios[0] != "base")
    options.scenarios.insert(options.scenarios.begin(), "base");
  auto const words = words_of(options);
  if (!words) return fail(words.error());
  auto const report = evaluated(options);
  if (!report) return fail(report.error());
  std::ofstream file(options.out, std::ios::binary);
  file << whatif::report_html(*report, *words);
  if (!file.flush()) return fail(options.out + ": cannot be written: mend the path or its rights");
  file.close();
  if (!options.pdf.empty())
    if (auto const done = print_pdf(options.out, options.pdf); !done) return fail("--pdf " + done.error());
  for (auto const& s : report->scenarios)
    if (any_failed(s.outcomes)) return fail("an engine failed; its finding says why");
  return 0;
}

} // namespace

Command whatif_report_command(CLI::App& whatif) {
  auto const options = std::make_shared<ReportOptions>();
  auto* const entry = whatif.add_subcommand("report", "scenarios as one HTML file, and PDF");
  entry->footer(kAbout);
  entry->add_option("SCENARIO", options->scenarios, "scenario files, or base")->required();
  entry->add_option("--out", options->out, "the HTML file")->required();
  entry->add_option("--pdf", options->pdf, "and printed");
  entry->add_option("--lang", options->language, "zh, ja or en")
      ->check(CLI::IsMember({"zh", "ja", "en"}))
      ->capture_default_str();
  entry->add_option("--zone", options->zone, "figures of this zone; else of all together");
  entry->add_option("--title", options->title, "else the name of the last scenario");
  entry->add_option("--words", options->words, "table of words; else assets/lang/report.json");
  add_layout_options(*entry, *options);
  add_engine_options(*entry, *options);
  return {entry, [options] { return write_report(*options); }};
}

} // namespace dalian::app
