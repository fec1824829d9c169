#include "renderer/workplaces/section_axes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace dalian::workplaces {
namespace {

constexpr double kLeastSpan_m = 10, kSpanPerLength = 1e-3; // else a plain looks like mountains
constexpr double kFoot = 0.06, kHead = 0.10;               // of the span, free below and above
constexpr double kNarrowest = 0.4;                         // of the width that is given

/// The largest of a row of round numbers that is not above `value`.
double round_down(double value) {
  constexpr std::array kRound{8.0, 6.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.5, 1.0};
  double const power = std::pow(10, std::floor(std::log10(value)));
  for (double const round : kRound)
    if (round * power <= value * (1 + 1e-9)) return round * power;
  return power;
}

} // namespace

float SectionAxes::x_of(double along_m) const {
  return plot.x0 + static_cast<float>(along_m / length_m) * plot.width();
}

float SectionAxes::y_of(double height_m) const {
  return plot.y1 - static_cast<float>((height_m - low_m) / (high_m - low_m)) * plot.height();
}

double SectionAxes::along_at(float x) const {
  return static_cast<double>((x - plot.x0) / plot.width()) * length_m;
}

SectionAxes axes_of(Section const& section, ui::Box const& plot) {
  SectionAxes out;
  out.plot = plot;
  out.length_m = std::max(section.length_m(), 1e-3);
  double low = section.lowest_m.value_or(0), high = section.highest_m.value_or(0);
  for (SectionThing const& thing : section.things)
    high = std::max(high, thing.top_m);
  if (low > 0 && low < high - low) low = 0;
  if (high < 0) high = 0;
  double const span = std::max({high - low, kLeastSpan_m, kSpanPerLength * out.length_m});
  double const widest = static_cast<double>(plot.width()) / out.length_m;
  double const fit_px_per_m = static_cast<double>(plot.height()) / ((1 + kFoot + kHead) * span);
  double const px_per_m = std::clamp(fit_px_per_m, kNarrowest * widest, widest);
  auto const aside = static_cast<float>((widest - px_per_m) * out.length_m / 2);
  out.plot.x0 += aside, out.plot.x1 -= aside;
  out.exaggeration = round_down(fit_px_per_m / px_per_m);
  out.low_m = low - kFoot * span;
  out.high_m = out.low_m + static_cast<double>(plot.height()) / (px_per_m * out.exaggeration);
  return out;
}

double round_step(double span, double most) {
  double const least = span / most, power = std::pow(10, std::floor(std::log10(least)));
  for (double const round : {1.0, 2.0, 5.0})
    if (round * power >= least * (1 - 1e-9)) return round * power;
  return 10 * power;
}

std::vector<double> ticks(double low, double high, double step) {
  std::vector<double> out;
  auto const last = static_cast<long>(std::floor(high / step + 1e-9));
  for (auto i = static_cast<long>(std::ceil(low / step - 1e-9)); i <= last; ++i)
    out.push_back(static_cast<double>(i) * step);
  return out;
}

std::string exaggeration_text(double exaggeration) {
  return fmt::format("×{:g}", exaggeration);
}

std::string distance_tick(double along_m, double length_m) {
  if (along_m == 0) return "0";
  return length_m < 2000 ? fmt::format("{:g} m", along_m) : fmt::format("{:g} km", along_m / 1000);
}

} // namespace dalian::workplaces
