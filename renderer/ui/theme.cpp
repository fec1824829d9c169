#include "renderer/ui/theme.hpp"

#include <array>

namespace dalian::ui {
namespace {

std::array<double, 3> over(std::array<double, 3> below, Rgba above) {
  double const a = static_cast<double>(above >> 24U) / 255.0;
  std::array<double, 3> out{};
  for (unsigned i = 0; i < 3; ++i)
    out[i] = below[i] * (1 - a) + static_cast<double>((above >> (8U * i)) & 0xffU) / 255.0 * a;
  return out;
}

// WCAG 2.1, "relative luminance".
double luminance(std::array<double, 3> srgb) {
  auto const linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(srgb[0]) + 0.7152 * linear(srgb[1]) + 0.0722 * linear(srgb[2]);
}

} // namespace

double contrast_ratio(Rgba text, Rgba ground, Rgba behind) {
  auto const below = over(over({0, 0, 0}, behind), ground);
  double const a = luminance(over(below, text)), b = luminance(below);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace dalian::ui
