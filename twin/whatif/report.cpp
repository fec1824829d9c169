#include "twin/whatif/report.hpp"

#include "twin/base/markup.hpp"
#include "twin/plan/document.hpp"
#include "twin/plan/polygon.hpp"
#include "twin/whatif/assumptions.hpp"
#include "twin/whatif/compare.hpp"
#include "twin/whatif/told.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>

namespace dalian::whatif {
namespace {

using plan::Layer;

/// What report_html() asks for.
constexpr std::array kKeys{
    "assumptions",   "certificate",   "certificates",  "change",       "confidence",    "edits",
    "entity",        "figure",        "figures",       "findings",     "good",          "less_more",
    "limit",         "map_after",     "map_before",    "map_change",   "modelled",      "no_edits",
    "no_findings",   "not_good",      "range",         "range_note",   "reference",     "source",
    "the_same",      "unit",          "value",         "within_error", "year",          "all_zones",
    "finding_colon", "finding_error", "finding_field", "finding_note", "finding_place", "finding_warning"};
/// And chain_svg().
constexpr std::array kChainKeys{
    "chain.title",       "chain.failure.burst", "chain.failure.leak",  "chain.failure.ten_minutes",
    "chain.inside",      "chain.outdoors",      "chain.harmed",        "chain.dying",
    "chain.times",       "chain.round",         "chain.cut_off",       "chain.cost",
    "chain.closed",      "chain.legend.area",   "chain.legend.people", "chain.legend.closed",
    "chain.legend.more", "chain.legend.before", "chain.legend.after"};

constexpr char kStyle[] = R"(<style>
body{font:15px/1.5 "Noto Sans CJK SC","Noto Sans",system-ui,sans-serif;color:#1c2733;max-width:1120px;margin:2.5em auto;padding:0 1.5em}
h1{font-size:1.9em;font-weight:600;margin:0}h2{font-size:1.25em;margin:2em 0 .5em;border-bottom:2px solid #1f6f8b;padding-bottom:.2em}
.sub{color:#5a6b7b}table{border-collapse:collapse;width:100%;font-size:.9em}th{text-align:left;color:#5a6b7b;font-weight:500}
th,td{padding:.3em .6em;border-bottom:1px solid #e3e8ec;vertical-align:top}th.n{text-align:right}td.f{min-width:9em}td.n svg{display:block;margin-left:auto}td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.more{color:#b23a2e}.less{color:#2458a8}.r{color:#7b8a98;font-size:.85em}.maps{display:flex;flex-wrap:wrap;gap:1.2em}
figure{margin:0;flex:0 1 31%;min-width:300px}.key span{white-space:nowrap}.key i{display:inline-block;width:1em;height:1em;margin:0 .3em 0 1em;vertical-align:-.1em}figcaption{color:#5a6b7b;font-size:.9em}.map{width:100%;background:#eaf2f7}.map polygon{stroke:#fff;stroke-width:.6}
.map .mark{fill:none;stroke:#c2185b;stroke-width:2.5}
.flow{fill:none;stroke:#20303f;stroke-opacity:.7}code{font-size:.85em;word-break:break-all}.bad{color:#b23a2e;font-weight:600}
@media print{body{margin:0;max-width:none;font-size:11px}h2{break-after:avoid}tr,figure{break-inside:avoid}}
</style>)";

/// A bar from low to high with a mark at the value, on a scale that all of a row share.
std::string error_bar(Kpi const& k, double from, double to) {
  if (!(to > from)) return {};
  auto const at = [&](double v) { return 100 * (v - from) / (to - from); };
  return fmt::format("<svg width='104' height='12' viewBox='-2 0 104 12'><line x1='{:.1f}' x2='{:.1f}' y1='6' y2='6' "
                     "stroke='#8fb3c4' stroke-width='4'/><circle cx='{:.1f}' cy='6' r='3' fill='#1f6f8b'/></svg>",
                     at(k.low), at(k.high), at(k.value));
}

class HtmlReport {
 public:
  HtmlReport(Report const& report, ReportWords const& words) : report_(report), words_(words) {}

  std::string write() {
    out_ =
        fmt::format("<!doctype html>\n<html lang='{}'><head><meta charset='utf-8'><title>{}</title>{}</head><body>\n",
                    words_.language(), escape_markup(report_.title), kStyle);
    out_ += fmt::format("<h1>{}</h1><p class='sub'>{}: {}. {}</p>\n", escape_markup(report_.title), word("reference"),
                        escape_markup(first().name), word("modelled"));
    add_maps();
    add_figures();
    add_edits();
    add_findings();
    add_certificates();
    add_assumptions();
    return out_ + "</body></html>\n";
  }

 private:
  std::string word(char const* key) const { return escape_markup(words_.of(key)); }
  ReportScenario const& first() const { return report_.scenarios.front(); }
  void heading(char const* key) { out_ += fmt::format("<h2>{}</h2>\n", word(key)); }

  /// Of an entity by its own field, its parcel's, or where it begins; "" where it has none.
  static std::string zone_of(plan::Layout const& layout, Layer layer, std::string const& id) {
    auto const entity = layout.find(layer, id);
    if (!entity) return {};
    if (layer == Layer::zone) return id;
    if (plan::find_field(layer, "zone")) return entity->text("zone");
    if (plan::find_field(layer, "parcel") && entity->has("parcel"))
      return zone_of(layout, Layer::parcel, entity->text("parcel"));
    for (char const* field : {"line", "at", "outline"})
      if (plan::find_field(layer, field) && !entity->shape(field).empty())
        return zone_at(layout, to_map(entity->shape(field).front()));
    return {};
  }
  static std::string zone_at(plan::Layout const& layout, MapPoint p) {
    std::string found;
    layout.for_each(Layer::zone, [&](plan::Entity const& zone) {
      if (found.empty() && plan::contains(plan::to_map(zone.shape("outline")), p)) found = zone.id();
    });
    return found;
  }
  static Evaluation const* evaluation(ReportScenario const& s, std::string const& engine) {
    auto const it = s.outcomes.find(engine);
    return it == s.outcomes.end() ? nullptr : it->second.evaluation.get();
  }
  static Column const* column(ReportScenario const& s, std::string const& engine, char const* name) {
    auto const* e = evaluation(s, engine);
    return e ? e->column(name) : nullptr;
  }
  /// Flows of links, of whatever engine has them.
  static Column const* flows(ReportScenario const& s) {
    for (auto const& [engine, outcome] : s.outcomes)
      if (outcome.evaluation)
        for (Column const& c : outcome.evaluation->columns)
          if (c.layer == Layer::road && c.name.find("flow") != std::string::npos) return &c;
    return nullptr;
  }

  /// Zones in which a scenario changes something, before or after.
  std::set<std::string> changed_zones(ReportScenario const& s) const {
    std::set<std::string> out;
    for (auto const& edit : s.edits)
      for (auto const* layout : {&first().layout, &s.layout})
        if (auto const zone = zone_of(*layout, edit.layer, edit.id); !zone.empty()) out.insert(zone);
    return out;
  }

  /// These; else the zone of the tables, else all.
  std::set<std::string> zones_of_interest() const {
    std::set<std::string> out;
    for (auto const& s : report_.scenarios)
      out.merge(changed_zones(s));
    if (out.empty() && !report_.zone.empty()) out.insert(report_.zone);
    if (out.empty()) first().layout.for_each(Layer::zone, [&](plan::Entity const& z) { out.insert(z.id()); });
    return out;
  }

  void add_map(std::string const& svg, std::string const& caption) {
    out_ += fmt::format("<figure>{}<figcaption>{}</figcaption></figure>\n", svg, caption);
  }

  /// In the report's language, where the layout has it.
  std::string name_of(std::string const& zone) const {
    auto const entity = first().layout.find(Layer::zone, zone);
    std::string const name = entity ? entity->text("name_" + words_.language()) : "";
    return name.empty() ? zone : name;
  }
  std::string legend() const {
    std::string out = "<p class='key sub'>";
    for (char const letter : std::string_view("RABMWSUG"))
      out += fmt::format("<span><i style='background:{}'></i>{}</span> ", land_colour(letter),
                         escape_markup(words_.of_kpi(fmt::format("land_{}", letter))));
    return out + "</p>";
  }

  void add_maps() {
    for (auto const& zone : zones_of_interest()) {
      out_ += fmt::format("<h2>{}</h2>{}<div class='maps'>\n", escape_markup(name_of(zone)), legend());
      add_map(zone_map(first(), zone, *report_.programme, flows(first())),
              word("map_before") + ": " + escape_markup(first().name));
      for (std::size_t i = 1; i < report_.scenarios.size(); ++i) {
        auto const& s = report_.scenarios[i];
        if (!changed_zones(s).contains(zone) && !flows(s)) continue; // the same map once more
        add_map(zone_map(s, zone, *report_.programme, flows(s)), word("map_after") + ": " + escape_markup(s.name));
        for (auto const& [engine, name] :
             {std::pair{"land", "jobs"}, std::pair{"energy", "co2"}, std::pair{"traffic", "flow"}}) {
          auto const *before = column(first(), engine, name), *after = column(s, engine, name);
          if (before && after && before->values != after->values)
            add_map(
                change_map(s.layout, zone, *before, *after),
                fmt::format("{}: {} ({})", word("map_change"), escape_markup(words_.of_kpi(name)), word("less_more")));
        }
      }
      out_ += "</div>\n";
    }
  }

  void add_figures() {
    heading("figures");
    out_ += fmt::format("<p class='sub'>{} {}</p><table><tr><th>{}</th>",
                        report_.zone.empty() ? word("all_zones") : escape_markup(name_of(report_.zone)) + ".",
                        word("range_note"), word("figure"));
    for (auto const& s : report_.scenarios)
      out_ += fmt::format("<th class='n'>{}</th>{}", escape_markup(s.name),
                          &s == &first() ? "" : "<th class='n'>" + word("change") + "</th>");
    out_ += "</tr>\n";
    std::set<std::pair<std::string, std::string>> told; // engine and name: those of the first, then what others add
    for (auto const& s : report_.scenarios)
      for (auto const& [engine, outcome] : s.outcomes)
        if (outcome.evaluation)
          for (Kpi const& k : outcome.evaluation->kpis)
            if (is_told(*outcome.evaluation, k) && told.insert({engine, k.name}).second) add_row(engine, k);
    out_ += "</table>\n";
  }

  /// Of the zone of the tables, or of all together where no zone has it.
  bool is_told(Evaluation const& e, Kpi const& k) const {
    return k.scope == report_.zone || (k.scope.empty() && !e.kpi(k.name, report_.zone));
  }

  void add_row(std::string const& engine, Kpi const& any) {
    std::vector<Kpi const*> row;
    double from = 0, to = 0;
    for (auto const& s : report_.scenarios) {
      auto const* e = evaluation(s, engine);
      row.push_back(e ? e->kpi(any.name, any.scope) : nullptr);
      if (row.back()) from = std::min(from, row.back()->low), to = std::max(to, row.back()->high);
    }
    if (from == 0 && to == 0) return; // nothing of it anywhere
    out_ += fmt::format("<tr><td class='f'>{} <span class='r'>{}{}</span></td>", escape_markup(words_.of_kpi(any.name)),
                        escape_markup(words_.of_unit(any.unit)),
                        any.scope == report_.zone ? "" : " · " + word("all_zones"));
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i] == nullptr) {
        out_ += i == 0 ? "<td class='n'>–</td>" : "<td class='n'>–</td><td></td>";
        continue;
      }
      Kpi const& k = *row[i];
      bool const ranges = k.low != k.high;
      out_ += fmt::format(
          "<td class='n'>{}{}{}</td>", figure_text(k.value),
          ranges ? fmt::format("<br><span class='r'>{}…{}</span>", figure_text(k.low), figure_text(k.high)) : "",
          ranges ? error_bar(k, from, to) : "");
      if (i > 0) out_ += row[0] ? change_cell(*row[0], k) : "<td class='n'>–</td>";
    }
    out_ += "</tr>\n";
  }

  std::string change_cell(Kpi const& before, Kpi const& after) const {
    double const change = after.value - before.value;
    double const rounding = 1e-7 * std::abs(before.value); // and the tolerance of the dispatch's solver
    if (std::abs(change) <= rounding) return fmt::format("<td class='n r'>{}</td>", word("the_same"));
    if (std::abs(change) <= before.error + after.error)
      return fmt::format("<td class='n r'>{}</td>", word("within_error"));
    auto const [low, high] = std::minmax({after.low - before.low, change, after.high - before.high});
    return fmt::format("<td class='n {}'>{}{}<br><span class='r'>{}…{}</span></td>", change > 0 ? "more" : "less",
                       change > 0 ? "+" : "", figure_text(change), figure_text(low), figure_text(high));
  }

  void add_edits() {
    heading("edits");
    for (auto const& s : report_.scenarios) {
      out_ += fmt::format("<h3>{}</h3>", escape_markup(s.name));
      if (s.edits.empty()) out_ += fmt::format("<p>{}</p>\n", word("no_edits"));
      for (auto const& edit : s.edits)
        out_ += fmt::format("<div><code>{}</code></div>\n", escape_markup(plan::edit_line(edit)));
    }
  }

  void add_findings() {
    heading("findings");
    for (auto const& s : report_.scenarios) {
      out_ += fmt::format("<h3>{}</h3>", escape_markup(s.name));
      if (s.findings.empty()) out_ += fmt::format("<p>{}</p>\n", word("no_findings"));
      for (auto const& f : s.findings)
        out_ += fmt::format("<div class='{}'>{}</div>\n", f.severity == plan::Severity::error ? "bad" : "",
                            escape_markup(words_.of_finding(f)));
    }
  }

  void add_certificates() {
    heading("certificates");
    out_ += fmt::format("<table><tr><th></th><th>{}</th><th>{}</th><th>{}</th><th></th></tr>\n", word("certificate"),
                        word("value"), word("limit"));
    for (auto const& s : report_.scenarios)
      for (auto const& [engine, outcome] : s.outcomes)
        for (std::size_t i = 0; outcome.evaluation && i < outcome.evaluation->certificates.size(); ++i) {
          auto const& c = outcome.evaluation->certificates[i];
          out_ += fmt::format("<tr><td>{}</td><td>{}: {}</td><td class='n'>{:.3g}</td><td class='n'>{:.3g} {}</td><td "
                              "class='{}'>{}</td></tr>\n",
                              escape_markup(s.name), escape_markup(engine), escape_markup(c.name), c.value, c.limit,
                              escape_markup(words_.of_unit(c.unit)), c.good() ? "" : "bad",
                              word(c.good() ? "good" : "not_good"));
        }
    out_ += "</table>\n";
  }

  void add_assumption(Assumption const& a) {
    out_ += fmt::format("<tr><td>{}{}</td><td class='n'>{:.4g}<br><span "
                        "class='r'>{:.4g}…{:.4g}</span></td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                        escape_markup(a.name), a.group.empty() ? "" : " · " + escape_markup(a.group), a.range.value,
                        a.range.low, a.range.high, escape_markup(words_.of_unit(a.unit)),
                        escape_markup(a.source) + (a.year ? fmt::format(" ({})", a.year) : ""),
                        escape_markup(a.confidence));
  }

  void add_assumptions() {
    heading("assumptions");
    out_ += fmt::format("<table><tr><th>{}</th><th>{}</th><th>{}</th><th>{}, {}</th><th>{}</th></tr>\n", word("entity"),
                        word("range"), word("unit"), word("source"), word("year"), word("confidence"));
    for (Assumption const& each : assumptions_of(report_))
      add_assumption(each);
    out_ += "</table>\n";
  }

  Report const& report_;
  ReportWords const& words_;
  std::string out_;
};

constexpr std::array kFrames{"finding_error", "finding_warning", "finding_note"}; // by plan::Severity

/// A word with {0} and {1}; as it is where the table's names another.
std::string filled(std::string const& word, std::string_view first, std::string_view second = {}) {
  try {
    return fmt::format(fmt::runtime(word), first, second);
  } catch (fmt::format_error const&) {
    return word;
  }
}

} // namespace

std::string ReportWords::of_message(plan::Finding const& finding) const {
  if (auto const it = words_.find("finding." + finding.code); it != words_.end()) {
    try {
      return told({}, {finding.code, it->second}, finding.values).message;
    } catch (fmt::format_error const&) { // the table names a value that the finding has not
    }
  }
  return finding.message;
}

std::string ReportWords::of_finding(plan::Finding const& finding) const {
  auto const frame = words_.find(kFrames[static_cast<std::size_t>(finding.severity)]);
  auto const colon = words_.find("finding_colon"), place = words_.find("finding_place"),
             field = words_.find("finding_field");
  for (auto const it : {frame, colon, place, field})
    if (it == words_.end()) return to_text(finding); // a table that could not be read
  std::string out = frame->second + colon->second;
  if (!finding.layer.empty()) out += filled(place->second, of_layer(finding.layer), finding.id);
  if (!finding.field.empty()) out += filled(field->second, of_field(finding.field));
  return out + (finding.layer.empty() ? "" : colon->second) + of_message(finding);
}

std::string ReportWords::of_kpi(std::string const& name) const {
  if (auto const it = words_.find("kpi." + name); it != words_.end()) return it->second;
  for (auto at = name.rfind('_'); at != std::string::npos && at > 0; at = name.rfind('_', at - 1))
    if (auto const it = words_.find("kpi." + name.substr(0, at + 1)); it != words_.end())
      return it->second + " " + name.substr(at + 1);
  return name;
}

std::string ReportWords::of_unit(std::string const& unit) const {
  return word_or("unit.", unit);
}

std::string const& ReportWords::word_or(std::string const& group, std::string const& name) const {
  auto const it = words_.find(group + name);
  return it == words_.end() ? name : it->second;
}

Result<ReportWords> read_report_words(std::filesystem::path const& file, std::string const& language) {
  std::ifstream in(file);
  auto const document = nlohmann::json::parse(in, nullptr, false);
  if (!document.is_object())
    return Error{file.string() + ": is no JSON object: restore the file that came with the program"};
  std::map<std::string, std::string, std::less<>> words;
  for (auto const& [key, by_language] : document.items()) {
    auto const it = by_language.is_object() ? by_language.find(language) : by_language.end();
    if (!by_language.is_object() || it == by_language.end() || !it->is_string() || it->get<std::string>().empty())
      return Error{fmt::format("{}: key '{}' has no word in '{}': add it", file.string(), key, language)};
    words[key] = it->get<std::string>();
  }
  std::vector<char const*> asked(kKeys.begin(), kKeys.end());
  asked.insert(asked.end(), kChainKeys.begin(), kChainKeys.end());
  for (auto const* key : asked)
    if (!words.contains(key)) return Error{fmt::format("{}: key '{}' is missing: add it", file.string(), key)};
  return ReportWords(language, std::move(words));
}

std::string report_html(Report const& report, ReportWords const& words) {
  assert(!report.scenarios.empty());
  return HtmlReport(report, words).write();
}

} // namespace dalian::whatif
