#pragma once
// Scenarios as one HTML file that needs nothing beside it: maps, figures with their ranges, edits, assumptions with
// sources, certificates, findings. All words come from a table of words (assets/lang/report.json).
#include "twin/plan/edit.hpp"
#include "twin/whatif/figure_table.hpp"
#include "twin/whatif/runner.hpp"
#include "twin/whatif/traffic_table.hpp"

namespace dalian::whatif {

/// Words of one language by key.
class ReportWords {
 public:
  ReportWords(std::string language, std::map<std::string, std::string, std::less<>> words)
      : language_(std::move(language)), words_(std::move(words)) {}
  std::string const& language() const { return language_; }
  /// Of a key that read_report_words() made sure of.
  std::string const& of(std::string_view key) const { return words_.find(key)->second; }
  /// "kpi.jobs"; for names that go on with an entity the word of their beginning, "kpi.corridor_", then the rest; the
  /// name itself where the table has none.
  std::string of_kpi(std::string const& name) const;
  /// "jobs", "bn CNY/a": the reader's word for it; signs that are the same everywhere ("MW") are not in the table.
  std::string of_unit(std::string const& unit) const;
  /// Of a layer and a field of the schema: "hydrogen works", "capacity".
  std::string const& of_layer(std::string const& name) const { return word_or("layer.", name); }
  std::string const& of_field(std::string const& name) const { return word_or("field.", name); }
  /// "error: parcel 'p', land use: …": what the code says, how serious and where, in the words of the table; to_text()
  /// without one.
  std::string of_finding(plan::Finding const& finding) const;
  /// What the code says, alone.
  std::string of_message(plan::Finding const& finding) const;

 private:
  std::string const& word_or(std::string const& group, std::string const& name) const;

  std::string language_;
  std::map<std::string, std::string, std::less<>> words_;
};

/// {"key": {"en": "…", "ja": "…", "zh": "…"}, …}; every key has all three. The error names file, key and remedy.
Result<ReportWords> read_report_words(std::filesystem::path const& file, std::string const& language);

struct ReportScenario {
  std::string name;
  plan::Layout layout;
  Outcomes outcomes;
  plan::Edits edits; // from the base
  plan::Findings findings;
};

struct Report {
  std::string title, zone;               // zone: of the tables; "" = all together
  std::vector<ReportScenario> scenarios; // the first is what the others are compared with; never empty
  std::shared_ptr<Programme const> programme;
  std::shared_ptr<EnergyFactors const> energy;
  std::shared_ptr<TrafficTable const> traffic; // null where there is none of it
  std::vector<FigureTable> others;             // of further engines
};

std::string report_html(Report const& report, ReportWords const& words);

// The maps of report_html(), as SVG.
/// By the first letter of a code of GB 50137.
char const* land_colour(char letter);
/// Parcels of a zone by use, what edits added or changed upon them outlined; `flows`, if any, are values of roads,
/// drawn by width.
std::string zone_map(ReportScenario const& scenario, std::string const& zone, Programme const& programme,
                     Column const* flows);
/// Parcels of a zone, or its roads, by how far a column of them moved.
std::string change_map(plan::Layout const& layout, std::string const& zone, Column const& before, Column const& after);

} // namespace dalian::whatif
