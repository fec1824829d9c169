#include "twin/planner/sweep_results.hpp"

#include "twin/whatif/design.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>

namespace dalian::planner {
namespace {

using nlohmann::ordered_json; // in the order of the file, which is that of the engines

Error wrong(std::filesystem::path const& file, std::size_t line, std::string_view what) {
  return Error{fmt::format("{}: line {}: {}", file.string(), line, what)};
}

SweepResults heading_of(ordered_json const& json) {
  SweepResults out;
  out.name = json.value("name", "");
  out.zone = json.value("zone", "");
  out.design = json.value("design", "");
  out.base = json.value("base", "");
  out.cases = json.value("cases", std::size_t{0});
  for (auto const& axis : json.value("axes", ordered_json::array()))
    out.axes.push_back(axis.get<std::string>());
  return out;
}

double figure_in(ordered_json const& kpis, std::string const& name) {
  auto const it = kpis.find(name);
  bool const known = it != kpis.end() && it->is_array() && !it->empty() && (*it)[0].is_number();
  return known ? (*it)[0].get<double>() : std::nan("");
}

/// Figures take their places as they first come: a case whose engine failed lacks some.
SweepRow row_of(ordered_json const& json, SweepResults& results) {
  SweepRow row;
  row.number = json.at("case").get<std::size_t>();
  row.settings = json.at("settings").get<std::vector<std::string>>();
  row.errors = json.at("errors").size() + json.at("failed").size();
  auto const& kpis = json.at("kpis");
  for (auto const& [name, values] : kpis.items())
    if (std::ranges::find(results.figures, name) == results.figures.end()) results.figures.push_back(name);
  for (std::string const& name : results.figures)
    row.figures.push_back(figure_in(kpis, name));
  return row;
}

/// As good in every aim and better in one.
bool beats(SweepRow const& a, SweepRow const& b, std::vector<Aim> const& aims) {
  bool better = false;
  for (Aim const& aim : aims) {
    double const gain = (a.figures[aim.figure] - b.figures[aim.figure]) * (aim.more ? 1 : -1);
    if (gain < 0) return false;
    better = better || gain > 0;
  }
  return better;
}

} // namespace

Result<SweepResults> read_sweep(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{file.string() + ": cannot be read: name the results of a sweep"};
  SweepResults out;
  std::string text;
  for (std::size_t line = 1; std::getline(in, text) && !in.eof(); ++line) {
    auto const json = ordered_json::parse(text, nullptr, false);
    try {
      if (!json.is_object()) return wrong(file, line, "is no JSON object: the file is damaged or of another kind");
      if (line > 1) {
        out.rows.push_back(row_of(json, out));
        continue;
      }
      if (json.value("format", "") != "dalian-sweep" || json.value("version", 0) != 1)
        return wrong(file, line, "is not that of a sweep of version 1: name the --out of `twinctl whatif sweep`");
      out = heading_of(json);
    } catch (ordered_json::exception const&) {
      return wrong(file, line, "lacks a field that every case has: make the results anew");
    }
  }
  if (out.design.empty()) return Error{file.string() + ": holds no whole line: make the results anew"};
  for (SweepRow& row : out.rows)
    row.figures.resize(out.figures.size(), std::nan(""));
  return out;
}

std::vector<std::size_t> pareto_front(SweepResults const& results, std::vector<Aim> const& aims) {
  std::vector<std::size_t> sound, front;
  for (std::size_t i = 0; i < results.rows.size(); ++i) {
    SweepRow const& row = results.rows[i];
    bool const known = std::ranges::none_of(aims, [&](Aim const& aim) { return std::isnan(row.figures[aim.figure]); });
    if (known && row.errors == 0) sound.push_back(i);
  }
  // The best of the first aim first: only what comes before may beat a row, and of that the front is enough.
  std::ranges::stable_sort(sound, [&](std::size_t a, std::size_t b) {
    for (Aim const& aim : aims) {
      double const x = results.rows[a].figures[aim.figure], y = results.rows[b].figures[aim.figure];
      if (x != y) return aim.more ? x > y : x < y;
    }
    return false;
  });
  for (std::size_t const i : sound)
    if (std::ranges::none_of(front, [&](std::size_t k) { return beats(results.rows[k], results.rows[i], aims); }))
      front.push_back(i);
  std::ranges::sort(front);
  return front;
}

std::vector<Span> moving_figures(SweepResults const& results) {
  std::vector<Span> out;
  for (std::size_t f = 0; f < results.figures.size(); ++f) {
    Span span{f, INFINITY, -INFINITY};
    for (SweepRow const& row : results.rows)
      if (!std::isnan(row.figures[f]))
        span.low = std::min(span.low, row.figures[f]), span.high = std::max(span.high, row.figures[f]);
    if (span.high > span.low) out.push_back(span);
  }
  return out;
}

std::optional<std::filesystem::path> design_beside(std::filesystem::path const& results_file,
                                                   SweepResults const& results) {
  std::error_code failed;
  for (auto const& entry : std::filesystem::directory_iterator(results_file.parent_path(), failed)) {
    if (entry.path().extension() != ".json") continue;
    auto const design = whatif::read_design(entry.path());
    if (design && to_text(design->hash) == results.design) return entry.path();
  }
  return std::nullopt;
}

} // namespace dalian::planner
