#include "twin/whatif/compare.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::whatif {
namespace {

Evaluation const* evaluation_of(Outcomes const& outcomes, std::string const& engine) {
  auto const it = outcomes.find(engine);
  return it == outcomes.end() ? nullptr : it->second.evaluation.get();
}

Kpi nothing_of(Kpi const& other) {
  Kpi none = other;
  none.value = none.low = none.high = none.error = 0;
  return none;
}

void add(Kpi const& before, Kpi const& after, Comparison& out) {
  if (before.value == after.value && before.low == after.low && before.high == after.high) {
    ++out.same;
    return;
  }
  double const change = after.value - before.value, at_low = after.low - before.low, at_high = after.high - before.high;
  out.kpis.push_back({before, after, change, std::min({at_low, change, at_high}), std::max({at_low, change, at_high}),
                      std::abs(change) <= before.error + after.error});
}

void add_kpis(Evaluation const& before, Evaluation const& after, Comparison& out) {
  for (Kpi const& b : after.kpis) {
    Kpi const* a = before.kpi(b.name, b.scope);
    add(a ? *a : nothing_of(b), b, out);
  }
  for (Kpi const& a : before.kpis)
    if (after.kpi(a.name, a.scope) == nullptr) add(a, nothing_of(a), out);
}

void add_column(Column const& before, Column const& after, Comparison& out) {
  ColumnChange change{after.name, after.unit, after.layer, {}};
  auto a = before.values.begin();
  auto b = after.values.begin();
  while (a != before.values.end() || b != after.values.end()) {
    bool const only_a = b == after.values.end() || (a != before.values.end() && a->first < b->first);
    bool const only_b = !only_a && (a == before.values.end() || b->first < a->first);
    double const difference = (only_a ? 0 : b->second) - (only_b ? 0 : a->second);
    if (difference != 0) change.values.emplace_back(only_a ? a->first : b->first, difference);
    if (!only_b) ++a;
    if (!only_a) ++b;
  }
  if (!change.values.empty()) out.columns.push_back(std::move(change));
}

} // namespace

Comparison compare(Outcomes const& before, Outcomes const& after) {
  Comparison out;
  for (auto const& [engine, outcome] : after) {
    Evaluation const *a = evaluation_of(before, engine), *b = outcome.evaluation.get();
    if (a == nullptr || b == nullptr || a == b) {
      if (a != nullptr && a == b) out.same += a->kpis.size();
      continue;
    }
    add_kpis(*a, *b, out);
    for (Column const& column : b->columns)
      if (Column const* old = a->column(column.name)) add_column(*old, column, out);
  }
  return out;
}

std::string figure_text(double value) {
  double const size = std::abs(value);
  if (size < 0.1) return fmt::format("{:.3g}", value);
  return fmt::format("{:.{}f}", value, size >= 1000 ? 0 : size >= 10 ? 1 : 2);
}

} // namespace dalian::whatif
