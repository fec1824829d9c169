#include "twin/flood/rain.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace dalian::flood {

double mean_intensity_mm_h(StormFormula const& formula, double return_years, double minutes) {
  assert(return_years > 0 && minutes >= 0);
  return 0.36 * formula.a * (1 + formula.c * std::log10(return_years)) / std::pow(minutes + formula.b_min, formula.n);
}

double depth_mm(StormFormula const& formula, double return_years, double minutes) {
  return mean_intensity_mm_h(formula, return_years, minutes) * minutes / 60;
}

std::vector<double> chicago_mm_h(StormFormula const& formula, Storm const& storm, double step_min) {
  assert(storm.peak_share >= 0 && storm.peak_share <= 1 && step_min > 0);
  double const peak_min = storm.peak_share * storm.minutes;
  // from the peak to `away` minutes before or after it, whose share of the storm's time is `share`
  auto const about_peak = [&](double away, double share) {
    return share > 0 ? share * depth_mm(formula, storm.return_years, away / share) : 0;
  };
  auto const until = [&](double t) {
    double const whole = about_peak(peak_min, storm.peak_share);
    if (t <= peak_min) return whole - about_peak(peak_min - t, storm.peak_share);
    return whole + about_peak(std::min(t, storm.minutes) - peak_min, 1 - storm.peak_share);
  };
  std::vector<double> out;
  for (int k = 0; k * step_min < storm.minutes; ++k)
    out.push_back(std::max(0.0, until((k + 1) * step_min) - until(k * step_min)) * 60 / step_min);
  return out;
}

} // namespace dalian::flood
