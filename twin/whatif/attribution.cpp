#include "twin/whatif/attribution.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace dalian::whatif {
namespace {

using plan::Layout;
using plan::Part;

/// The parts do not touch each other's entities, so any of them in any order are edits of the base.
Layout with(Layout const& layout, Part const& part) {
  return plan::apply_all(layout, part.edits).layout;
}

Kpi none_of(Kpi const& like) {
  Kpi none = like;
  none.value = none.low = none.high = none.error = 0;
  return none;
}

/// One figure over all layouts.
class FigureRow {
 public:
  FigureRow(std::vector<Outcomes> const& outcomes, std::string const& engine, Kpi const& like) {
    for (Outcomes const& each : outcomes) {
      Kpi const* const kpi = each.find(engine)->second.evaluation->kpi(like.name, like.scope);
      kpis_.push_back(kpi != nullptr ? *kpi : none_of(like));
    }
  }
  Kpi const& at(std::size_t layout) const { return kpis_[layout]; }
  /// From one layout to another.
  double step(std::size_t from, std::size_t to) const { return kpis_[to].value - kpis_[from].value; }
  bool is_felt(std::size_t from, std::size_t to) const {
    // Sums of 100 000 numbers may be off by as many units in the last place.
    double const rounding = 1e5 * 2.3e-16 * std::max(std::abs(kpis_[from].value), std::abs(kpis_[to].value));
    return std::abs(step(from, to)) > std::max(rounding, kpis_[from].error + kpis_[to].error);
  }

 private:
  std::vector<Kpi> kpis_;
};

Contribution contribution_of(FigureRow const& row, AttributionPlan const& plan, std::size_t part) {
  std::size_t const behind = plan.parts() - part; // with it
  std::pair<std::size_t, std::size_t> const ways[]{{plan.first(part), plan.first(part + 1)},
                                                   {plan.last(behind - 1), plan.last(behind)},
                                                   {plan.base(), plan.alone(part)},
                                                   {plan.without(part), plan.all()}};
  Contribution out;
  out.share = (row.step(ways[0].first, ways[0].second) + row.step(ways[1].first, ways[1].second)) / 2;
  out.least = out.most = row.step(ways[0].first, ways[0].second);
  for (auto const& [from, to] : ways) {
    out.least = std::min(out.least, row.step(from, to));
    out.most = std::max(out.most, row.step(from, to));
    out.within_error = out.within_error && !row.is_felt(from, to);
  }
  return out;
}

Attributed attributed(FigureRow const& row, AttributionPlan const& plan, std::string const& engine) {
  Kpi const &before = row.at(plan.base()), &after = row.at(plan.all());
  double const change = after.value - before.value, at_low = after.low - before.low, at_high = after.high - before.high;
  Attributed out{engine,
                 {before, after, change, std::min({at_low, change, at_high}), std::max({at_low, change, at_high}),
                  !row.is_felt(plan.base(), plan.all())},
                 {}};
  for (std::size_t part = 0; part < plan.parts(); ++part)
    out.parts.push_back(contribution_of(row, plan, part));
  return out;
}

/// Every figure that any of the layouts has, as the first of them tells it.
std::vector<Kpi const*> figures_of(std::vector<Outcomes> const& outcomes, std::string const& engine) {
  std::vector<Kpi const*> out;
  for (Outcomes const& each : outcomes)
    for (Kpi const& kpi : each.find(engine)->second.evaluation->kpis)
      if (std::ranges::none_of(out, [&](Kpi const* k) { return k->name == kpi.name && k->scope == kpi.scope; }))
        out.push_back(&kpi);
  return out;
}

} // namespace

AttributionPlan::AttributionPlan(Layout const& base, std::vector<Part> const& parts) {
  auto const n = parts.size();
  Layout ahead = base, back = base;
  first_.push_back(place_of(base));
  last_.push_back(first_[0]);
  for (std::size_t i = 0; i < n; ++i) {
    first_.push_back(place_of(ahead = with(ahead, parts[i])));
    last_.push_back(place_of(back = with(back, parts[n - 1 - i])));
  }
  for (std::size_t i = 0; i < n; ++i) {
    alone_.push_back(place_of(with(base, parts[i])));
    Layout others = layouts_[first_[i]];
    for (Part const& part : std::span(parts).subspan(i + 1))
      others = with(others, part);
    without_.push_back(place_of(std::move(others)));
  }
}

std::size_t AttributionPlan::place_of(Layout layout) {
  auto const hash = layout.hash();
  auto const it = std::ranges::find_if(layouts_, [&](Layout const& known) { return known.hash() == hash; });
  auto const place = static_cast<std::size_t>(it - layouts_.begin());
  if (it == layouts_.end()) layouts_.push_back(std::move(layout));
  return place;
}

Attribution attribute(AttributionPlan const& plan, std::vector<Outcomes> const& outcomes) {
  Attribution out;
  for (auto const& [engine, outcome] : outcomes[plan.base()]) {
    auto const& name = engine;
    if (!std::ranges::all_of(outcomes, [&](Outcomes const& each) {
          auto const it = each.find(name);
          return it != each.end() && it->second.evaluation;
        })) {
      out.failed.push_back(engine);
      continue;
    }
    if (std::ranges::all_of(outcomes, [&](Outcomes const& each) { // nothing that it reads was touched
          return each.find(name)->second.evaluation == outcome.evaluation;
        }))
      continue;
    for (Kpi const* kpi : figures_of(outcomes, engine)) {
      FigureRow const row(outcomes, engine, *kpi);
      auto figure = attributed(row, plan, engine);
      bool const moved = !figure.change.within_error ||
                         std::ranges::any_of(figure.parts, [](auto const& part) { return !part.within_error; });
      if (moved) out.figures.push_back(std::move(figure));
    }
  }
  return out;
}

} // namespace dalian::whatif
