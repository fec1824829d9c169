// Where each case crosses each axis of the parallel picture.
#include "renderer/workplaces/planning_words.hpp"
#include "renderer/workplaces/sweep_panel.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace dalian::workplaces {
namespace {

std::optional<double> number_of(std::string const& text) {
  double value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// Of one axis of the design.
ParallelAxis setting_axis(planner::SweepResults const& results, std::size_t axis) {
  std::vector<std::string> seen; // in the order in which they come
  for (auto const& row : results.rows)
    if (axis < row.settings.size() && std::ranges::find(seen, row.settings[axis]) == seen.end())
      seen.push_back(row.settings[axis]);
  bool const numbers = std::ranges::all_of(seen, [](auto const& text) { return number_of(text).has_value(); });
  if (numbers) std::ranges::sort(seen, {}, [](auto const& text) { return *number_of(text); });
  ParallelAxis out{results.axes[axis], seen.empty() ? "" : seen.front(), seen.empty() ? "" : seen.back(), {}};
  double const low = numbers && !seen.empty() ? *number_of(seen.front()) : 0;
  double const span = numbers && !seen.empty() ? *number_of(seen.back()) - low : static_cast<double>(seen.size()) - 1;
  for (auto const& row : results.rows) {
    if (axis >= row.settings.size()) {
      out.at.push_back(std::nan(""));
      continue;
    }
    auto const place = std::ranges::find(seen, row.settings[axis]) - seen.begin();
    double const value = numbers ? *number_of(row.settings[axis]) - low : static_cast<double>(place);
    out.at.push_back(span > 0 ? value / span : 0.5);
  }
  return out;
}

} // namespace

std::vector<ParallelAxis> parallel_axes(planner::SweepResults const& results,
                                        std::vector<planner::Span> const& figures) {
  std::vector<ParallelAxis> out;
  for (std::size_t axis = 0; axis < results.axes.size(); ++axis)
    out.push_back(setting_axis(results, axis));
  for (planner::Span const& span : figures) {
    ParallelAxis one{results.figures[span.figure], figure_text(span.low), figure_text(span.high), {}};
    for (auto const& row : results.rows)
      one.at.push_back((row.figures[span.figure] - span.low) / (span.high - span.low));
    out.push_back(std::move(one));
  }
  return out;
}

} // namespace dalian::workplaces
