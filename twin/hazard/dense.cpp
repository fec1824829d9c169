#include "twin/hazard/dense.hpp"

#include "twin/hazard/outflow.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace dalian::hazard {
namespace {

/// β = slope α + offset up to α = `to`; pieces in rising order.
struct Piece {
  double to, slope, offset;
};
struct Line {
  double share;
  std::array<Piece, 4> pieces;
};
constexpr double kEnd = 1.0; // largest α of the curves

constexpr std::array<Line, 6> kPlume{
    {{.10, {{{-.55, 0, 1.75}, {-.14, .24, 1.88}, {kEnd, -.50, 1.78}}}},
     {.05, {{{-.68, 0, 1.92}, {-.29, .36, 2.16}, {-.18, 0, 2.06}, {kEnd, -.56, 1.96}}}},
     {.02, {{{-.69, 0, 2.08}, {-.31, .45, 2.39}, {-.16, 0, 2.25}, {kEnd, -.54, 2.16}}}},
     {.01, {{{-.70, 0, 2.25}, {-.29, .49, 2.59}, {-.20, 0, 2.45}, {kEnd, -.52, 2.35}}}},
     {.005, {{{-.67, 0, 2.40}, {-.28, .59, 2.80}, {-.15, 0, 2.63}, {kEnd, -.48, 2.56}}}},
     {.002, {{{-.69, 0, 2.60}, {-.25, .39, 2.87}, {-.13, 0, 2.77}, {kEnd, -.50, 2.71}}}}}};
constexpr std::array<Line, 7> kPuff{{{.10, {{{-.44, 0, .70}, {.43, .26, .81}, {kEnd, 0, .93}}}},
                                     {.05, {{{-.56, 0, .85}, {.31, .26, 1.00}, {kEnd, -.12, 1.12}}}},
                                     {.02, {{{-.66, 0, .95}, {.32, .36, 1.19}, {kEnd, -.26, 1.38}}}},
                                     {.01, {{{-.71, 0, 1.15}, {.37, .34, 1.39}, {kEnd, -.38, 1.66}}}},
                                     {.005, {{{-.52, 0, 1.48}, {.24, .26, 1.62}, {kEnd, -.30, 1.75}}}},
                                     {.002, {{{.27, 0, 1.83}, {kEnd, -.32, 1.92}}}},
                                     {.001, {{{-.10, 0, 2.075}, {kEnd, -.27, 2.05}}}}}};

double beta(Line const& line, double alpha) {
  for (Piece const& piece : line.pieces)
    if (alpha <= piece.to || piece.to == kEnd) return piece.slope * std::min(alpha, kEnd) + piece.offset;
  return 0;
}

/// Fills in the points of the curves at `alpha`; how many.
int put_points(std::span<Line const> lines, double alpha, std::array<double, 8>& log_x, std::array<double, 8>& shares,
               int from) {
  for (Line const& line : lines) {
    log_x[static_cast<std::size_t>(from)] = beta(line, alpha);
    shares[static_cast<std::size_t>(from)] = line.share;
    ++from;
  }
  return from;
}

/// Warmed by the air that mixed in, without heat from the ground: workbook, section 5.5.
double warmed(double share, double warming) {
  return share / (share + (1 - share) * warming);
}

} // namespace

double reduced_gravity(DenseSource const& source) {
  return kGravity * (source.density_kg_m3 - source.air_density_kg_m3) / source.air_density_kg_m3;
}

bool is_dense_plume(DenseSource const& source) {
  double const g = reduced_gravity(source), u = source.wind_10m_mps, scale = std::sqrt(source.volume / u);
  return g > 0 && std::cbrt(g * source.volume / (u * u * u * scale)) >= .15;
}

bool is_dense_puff(DenseSource const& source) {
  double const g = reduced_gravity(source);
  return g > 0 && std::sqrt(g * source.volume) / (source.wind_10m_mps * std::cbrt(source.volume)) >= .20;
}

DenseCloud dense_plume(DenseSource const& source) {
  DenseCloud cloud;
  double const g = std::max(reduced_gravity(source), 1e-9), u = source.wind_10m_mps;
  double const alpha = .2 * std::log10(g * g * source.volume / std::pow(u, 5));
  cloud.in_range_ = alpha <= kEnd;
  cloud.scale_m_ = std::sqrt(source.volume / u);
  cloud.near_factor_ = 306;
  double const first = std::pow(10, beta(kPlume[0], alpha));
  cloud.near_ = std::min(30.0, first);
  if (first > 30) { // a line from the near formula to the curves
    cloud.log_x_[0] = std::log10(30.0);
    cloud.shares_[0] = 306.0 / (306 + 900);
    cloud.points_ = 1;
  }
  cloud.points_ = put_points(kPlume, alpha, cloud.log_x_, cloud.shares_, cloud.points_);
  cloud.share_ = source.share;
  cloud.warming_ = source.temperature_K / source.air_temperature_K;
  return cloud;
}

DenseCloud dense_puff(DenseSource const& source) {
  DenseCloud cloud;
  double const g = std::max(reduced_gravity(source), 1e-9), u = source.wind_10m_mps;
  cloud.scale_m_ = std::cbrt(source.volume);
  double const alpha = .5 * std::log10(g * cloud.scale_m_ / (u * u));
  cloud.in_range_ = alpha <= kEnd;
  cloud.near_factor_ = 3.24;
  cloud.bounded_ = true;
  cloud.points_ = put_points(kPuff, alpha, cloud.log_x_, cloud.shares_, 0);
  cloud.near_ = std::pow(10, cloud.log_x_[0]);
  cloud.share_ = source.share;
  cloud.warming_ = source.temperature_K / source.air_temperature_K;
  return cloud;
}

double DenseCloud::mean_share(double scaled) const {
  auto const last = static_cast<std::size_t>(points_ - 1);
  if (scaled <= near_) {
    double const share = scaled > 0 ? near_factor_ / (near_factor_ + scaled * scaled) : 1;
    return bounded_ ? std::max(share, shares_[0]) : share;
  }
  double const log_x = std::log10(scaled);
  if (log_x >= log_x_[last]) return shares_[last] * std::pow(10, 2 * (log_x_[last] - log_x)); // as 1/x²
  std::size_t i = 0;
  while (log_x > log_x_[i + 1])
    ++i;
  double const part = (log_x - log_x_[i]) / (log_x_[i + 1] - log_x_[i]);
  return shares_[i] + part * (shares_[i + 1] - shares_[i]);
}

double DenseCloud::at(double x_m) const {
  return share_ * warmed(mean_share(x_m / scale_m_), warming_);
}

double DenseCloud::end_m() const {
  return scale_m_ * std::pow(10, log_x_[static_cast<std::size_t>(points_ - 1)]);
}

double DenseCloud::reach_m(double share) const {
  double inside = 0, outside = scale_m_;
  if (at(inside) < share) return 0;
  while (at(outside) >= share)
    outside *= 2;
  for (int i = 0; i < 80; ++i) {
    double const middle = (inside + outside) / 2;
    (at(middle) >= share ? inside : outside) = middle;
  }
  return inside;
}

double dense_half_width_m(DenseSource const& source, double x_m) {
  double const u = source.wind_10m_mps, l = source.volume * reduced_gravity(source) / (u * u * u);
  return std::sqrt(source.volume / u) + 8 * l + 2.5 * std::cbrt(l * x_m * x_m);
}

} // namespace dalian::hazard
