#include "twin/planner/bundle.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalian::planner {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr char kFormat[] = "dalian-bundle";

ordered_json json_of(BundleView const& v) {
  ordered_json out{{"eye_m", {v.eye.east_m, v.eye.north_m, v.up_m}},
                   {"heading_rad", v.heading_rad},
                   {"pitch_rad", v.pitch_rad},
                   {"field_rad", v.field_rad},
                   {"light", format_utc(v.light, 9)},
                   {"weather", v.weather},
                   {"layers", v.layers},
                   {"language", v.language},
                   {"chosen", {v.layer, v.id}},
                   {"ground", v.column},
                   {"change", v.change}};
  out["swipe"] = v.swipe ? ordered_json(*v.swipe) : ordered_json();
  return out;
}

/// json throws where something is missing or of another kind; parse_bundle() tells it.
BundleView view_of(json const& j) {
  BundleView v;
  v.eye = {j.at("eye_m").at(0), j.at("eye_m").at(1)};
  v.up_m = j.at("eye_m").at(2);
  v.heading_rad = j.at("heading_rad");
  v.pitch_rad = j.at("pitch_rad");
  v.field_rad = j.at("field_rad");
  auto const light = parse_utc(j.at("light").get<std::string>());
  if (!light) throw std::runtime_error("field 'light': " + light.error());
  v.light = *light;
  v.weather = j.at("weather");
  v.layers = j.at("layers").get<std::vector<std::string>>();
  v.language = j.at("language");
  v.layer = j.at("chosen").at(0);
  v.id = j.at("chosen").at(1);
  v.column = j.at("ground");
  v.change = j.at("change");
  if (!j.at("swipe").is_null()) v.swipe = j.at("swipe").get<double>();
  constexpr double kUpright = 1.5707; // rad; an eye that looks straight up or down has no heading
  if (!(std::abs(v.pitch_rad) < kUpright && v.field_rad > 0 && v.field_rad < 3 && std::abs(v.up_m) < 1e6))
    throw std::runtime_error("field 'view': no eye looks so: mend pitch_rad, field_rad or eye_m");
  return v;
}

ordered_json json_of(KeptFigure const& f) {
  auto const& k = f.kpi;
  return {{"engine", f.engine}, {"name", k.name}, {"scope", k.scope}, {"value", k.value},  {"low", k.low},
          {"high", k.high},     {"unit", k.unit}, {"error", k.error}, {"source", k.source}};
}

KeptFigure figure_of(json const& j) {
  return {j.at("engine"),
          {j.at("name"), j.at("scope"), j.at("value"), j.at("low"), j.at("high"), j.at("unit"), j.at("source"),
           j.at("error")}};
}

ordered_json json_of(whatif::Assumption const& a) {
  return {{"table", a.table},           {"name", a.name},       {"group", a.group}, {"low", a.range.low},
          {"value", a.range.value},     {"high", a.range.high}, {"unit", a.unit},   {"source", a.source},
          {"confidence", a.confidence}, {"year", a.year}};
}

whatif::Assumption assumption_of(json const& j) {
  return {j.at("table"), j.at("name"),   j.at("group"),      {j.at("low"), j.at("value"), j.at("high")},
          j.at("unit"),  j.at("source"), j.at("confidence"), j.at("year")};
}

/// A line an item, so that two bundles can be compared line by line.
template <class Item>
std::string lines_of(std::vector<Item> const& items, std::function<bool(Item const&)> const& taken) {
  std::string out;
  for (Item const& item : items)
    if (taken(item))
      out += (out.empty() ? "\n" : ",\n") + json_of(item).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  return "[" + out + "\n]";
}

/// Without the end of its last line.
std::string nested(plan::Scenario const& scenario) {
  auto text = plan::to_text(scenario);
  text.pop_back();
  return text;
}

bool is_demand(whatif::Assumption const& a) {
  return a.table == whatif::kDemandTable;
}

/// Names of what is in one of both alone, or in both and not the same; each name once, sorted.
template <class Item, class Key, class Same>
std::vector<std::string> differing(std::vector<Item> const& a, std::vector<Item> const& b, Key key, Same same) {
  std::map<std::string, Item const*> left;
  for (Item const& item : a)
    left.emplace(key(item), &item);
  std::vector<std::string> out;
  for (Item const& item : b) {
    auto const it = left.find(key(item));
    if (it == left.end() || !same(*it->second, item)) out.push_back(key(item));
    if (it != left.end()) left.erase(it);
  }
  for (auto const& [name, item] : left)
    out.push_back(name);
  std::ranges::sort(out);
  return out;
}

bool same_figure(KeptFigure const& a, KeptFigure const& b) {
  double const size = std::max(std::abs(a.kpi.value), std::abs(b.kpi.value));
  double const allowed = std::max({1e-9 * size, a.kpi.error, b.kpi.error});
  return std::abs(a.kpi.value - b.kpi.value) <= allowed && a.kpi.unit == b.kpi.unit;
}

} // namespace

bool is_bundle(std::filesystem::path const& file) {
  return file.filename().string().ends_with(kBundleEnding);
}

std::vector<KeptFigure> kept_figures(whatif::Outcomes const& outcomes) {
  std::vector<KeptFigure> out;
  for (auto const& [engine, outcome] : outcomes)
    if (outcome.evaluation)
      for (whatif::Kpi const& kpi : outcome.evaluation->kpis)
        out.push_back({engine, kpi});
  return out;
}

std::string to_text(Bundle const& bundle) {
  using whatif::Assumption;
  std::string out = fmt::format("{{\n\"format\": \"{}\",\n\"version\": {},\n", kFormat, plan::kScenarioVersion);
  out += "\"scenario\": " + nested(bundle.scenario);
  out += ",\n\"other\": " + (bundle.other ? nested(*bundle.other) : "null");
  out += ",\n\"view\": " + json_of(bundle.view).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  out += ",\n\"figures\": " + lines_of<KeptFigure>(bundle.figures, [](auto const&) { return true; });
  out += ",\n\"demand\": " + lines_of<Assumption>(bundle.assumptions, is_demand);
  out += ",\n\"assumptions\": " + lines_of<Assumption>(bundle.assumptions, [](auto const& a) { return !is_demand(a); });
  return out + "\n}\n";
}

Result<Bundle> parse_bundle(std::string_view text, std::string const& name) try {
  auto const document = plan::parse_document(text, name, kFormat);
  if (!document) return Error{document.error()};
  Bundle out;
  auto scenario = plan::parse_scenario(document->at("scenario").dump(), name);
  if (!scenario) return Error{scenario.error()};
  out.scenario = std::move(scenario).value();
  if (auto const& second = document->at("other"); !second.is_null()) {
    auto other = plan::parse_scenario(second.dump(), name);
    if (!other) return Error{other.error()};
    out.other = std::move(other).value();
  }
  out.view = view_of(document->at("view"));
  for (json const& figure : document->at("figures"))
    out.figures.push_back(figure_of(figure));
  for (char const* part : {"demand", "assumptions"})
    for (json const& row : document->at(part))
      out.assumptions.push_back(assumption_of(row));
  return out;
} catch (std::exception const& error) {
  return Error{fmt::format("{}: {}: mend it, or use the program that wrote it", name, error.what())};
}

Result<Bundle> read_bundle(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) return Error{file.string() + ": cannot be read: mend the path or its rights"};
  return parse_bundle(text.str(), file.string());
}

Result<plan::Scenario> read_scenario_of(std::filesystem::path const& file) {
  if (!is_bundle(file)) return plan::read_scenario(file);
  auto bundle = read_bundle(file);
  if (!bundle) return Error{bundle.error()};
  return std::move(bundle).value().scenario;
}

BundleDrift drift_of(Bundle const& bundle, std::vector<KeptFigure> const& figures,
                     std::vector<whatif::Assumption> const& assumptions) {
  auto const figure = [](KeptFigure const& f) {
    return fmt::format("{}: {}{}{}", f.engine, f.kpi.name, f.kpi.scope.empty() ? "" : " ", f.kpi.scope);
  };
  auto const assumption = [](whatif::Assumption const& a) {
    return fmt::format("{}: {}{}{}", a.table, a.name, a.group.empty() ? "" : " ", a.group);
  };
  auto const equal = [](whatif::Assumption const& a, whatif::Assumption const& b) { return a == b; };
  return {differing(bundle.figures, figures, figure, same_figure),
          differing(bundle.assumptions, assumptions, assumption, equal)};
}

} // namespace dalian::planner
