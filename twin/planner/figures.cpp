#include "twin/planner/figures.hpp"

#include "twin/plan/check.hpp"
#include "twin/planner/things.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace dalian::planner {
namespace {

Figure figure_of(std::string const& engine, whatif::Kpi const& kpi) {
  return {engine,    kpi.name, kpi.unit, kpi.source, kpi.value, kpi.low,      kpi.high,
          kpi.value, 0,        0,        0,          kpi.error, Verdict::same};
}

/// Sums of 100 000 numbers, as engines add them, may be off by 1e5 units in the last place of a double.
constexpr double kRounding = 1e5 * 2.3e-16;

void add_change(Figure& figure, whatif::KpiChange const& change) {
  figure.before = change.before.value;
  figure.change = change.change;
  figure.change_low = change.low;
  figure.change_high = change.high;
  bool const rounding =
      std::abs(change.change) <= kRounding * std::max(std::abs(change.before.value), std::abs(change.after.value));
  figure.verdict = change.within_error || rounding ? Verdict::no_difference : Verdict::moved;
}

plan::Findings findings_of(plan::Layout const& layout, whatif::Outcomes const& outcomes) {
  plan::Findings all = plan::check(layout);
  for (auto const& [engine, outcome] : outcomes) {
    if (outcome.ending != whatif::Ending::done) all.push_back(outcome.failure);
    if (outcome.evaluation)
      all.insert(all.end(), outcome.evaluation->findings.begin(), outcome.evaluation->findings.end());
  }
  return all;
}

/// Without its figures, which every edit moves a little.
plan::Finding kind_of(plan::Finding finding) {
  if (!finding.code.empty()) finding.message.clear(), finding.values.clear(), finding.mend.clear();
  return finding;
}

} // namespace

std::vector<Figure> figures_of(Answer const& answer, std::string_view zone) {
  std::vector<Figure> out;
  for (auto const& [engine, outcome] : answer.now) {
    if (!outcome.evaluation) continue;
    for (whatif::Kpi const& kpi : outcome.evaluation->kpis) {
      if (kpi.scope != zone) continue;
      out.push_back(figure_of(engine, kpi));
      for (whatif::KpiChange const& change : answer.change.kpis)
        if (change.after == kpi) add_change(out.back(), change);
    }
  }
  return out;
}

std::vector<EngineLine> engine_lines(Answer const& answer) {
  std::vector<EngineLine> out;
  for (auto const& [name, outcome] : answer.now) {
    EngineLine line{name, outcome.ending, {}, outcome.seconds, outcome.kept, true};
    if (outcome.ending == whatif::Ending::failed) line.trouble = outcome.failure.message;
    if (outcome.evaluation)
      line.certified = std::all_of(outcome.evaluation->certificates.begin(), outcome.evaluation->certificates.end(),
                                   [](auto const& c) { return c.good(); });
    out.push_back(std::move(line));
  }
  return out;
}

std::vector<Mark> marks_of(Answer const& answer, plan::Layout const& base, plan::Layout const& layout) {
  std::set<plan::Finding> known;
  for (plan::Finding& finding : findings_of(base, answer.base))
    known.insert(kind_of(std::move(finding)));
  std::vector<Mark> out;
  for (plan::Finding& finding : findings_of(layout, answer.now)) {
    Mark mark{std::move(finding), {}, false};
    mark.fresh = !known.contains(kind_of(mark.finding));
    if (auto const layer = plan::find_layer(mark.finding.layer))
      if (auto const entity = layout.find(*layer, mark.finding.id)) mark.at = middle_of(*entity);
    out.push_back(std::move(mark));
  }
  std::stable_sort(out.begin(), out.end(), [](Mark const& a, Mark const& b) {
    return std::pair(!a.fresh, a.finding.severity) < std::pair(!b.fresh, b.finding.severity);
  });
  return out;
}

std::vector<Mark> zone_first(std::vector<Mark> marks, std::string_view zone) {
  auto const rank = [&](Mark const& m) {
    std::string_view const id = m.finding.id;
    bool const inside = !zone.empty() && id.starts_with(zone) && id.substr(zone.size()).starts_with('/');
    return std::tuple(!m.fresh, !inside, m.finding.severity);
  };
  std::stable_sort(marks.begin(), marks.end(), [&](Mark const& a, Mark const& b) { return rank(a) < rank(b); });
  return marks;
}

} // namespace dalian::planner
