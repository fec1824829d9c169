#include "twin/hazard/risk_around.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace dalian::hazard {
namespace {

constexpr double kPi = std::numbers::pi, kNearest_m = 5;
constexpr int kParts = 4; // of a bearing's width, for clouds with sharp edges

/// Frequency × share that dies of all outcomes at a distance, by how far the wind blows past: half a turn, the rest is
/// its mirror image.
std::vector<double> profile(Installation const& from, std::vector<double> const& per_a, double r_m, std::size_t turns) {
  std::vector<double> out(turns / 2 + 1);
  double const width = 2 * kPi / static_cast<double>(turns);
  for (std::size_t o = 0; o < from.outcomes.size(); ++o) {
    Outcome const& outcome = from.outcomes[o];
    if (r_m > outcome.reach_m) continue;
    if (outcome.is_round) {
      double const all = per_a[o] * outcome.share_dying({r_m, 0});
      for (double& x : out)
        x += all;
      continue;
    }
    for (std::size_t k = 0; k < out.size(); ++k) {
      double sum = 0;
      for (int part = 0; part < kParts; ++part) {
        double const off = width * (static_cast<double>(k) + (part + .5) / kParts - .5);
        sum += outcome.share_dying({r_m * std::cos(off), r_m * std::sin(off)});
      }
      if (sum == 0 && k > 0) break; // every cloud narrows away from its axis
      out[k] += per_a[o] * sum / kParts;
    }
  }
  return out;
}

} // namespace

RiskAround::RiskAround(Installation const& installation, Tables const& tables) {
  if (!(installation.reach_m > kNearest_m)) return;
  log_near_ = std::log(kNearest_m);
  log_step_ = (std::log(installation.reach_m) - log_near_) / (kDistances - 1);
  per_a_.resize(kDistances * kBearings);
  std::vector<double> of_outcome(installation.outcomes.size());
  for (Event const& event : installation.events)
    of_outcome[event.outcome] += event.per_a;
  std::array<double, kBearings> blowing{}; // share of the time by where the wind blows to
  for (std::size_t b = 0; b < kBearings; ++b) {
    std::size_t const from = (b + kBearings / 2 + kBearings / 32) / (kBearings / 16) % 16;
    blowing[b] = tables.rose[from] * 16 / kBearings;
  }
  for (std::size_t d = 0; d < kDistances; ++d) {
    double const r = std::exp(log_near_ + log_step_ * static_cast<double>(d)) * (1 - 1e-12);
    auto const off = profile(installation, of_outcome, r, kBearings);
    for (std::size_t place = 0; place < kBearings; ++place) {
      double sum = 0;
      for (std::size_t k = 0; k < off.size() && off[k] > 0; ++k) {
        sum += off[k] * blowing[(place + k) % kBearings];
        if (k > 0 && k < kBearings / 2) sum += off[k] * blowing[(place + kBearings - k) % kBearings];
      }
      per_a_[d * kBearings + place] = static_cast<float>(sum);
    }
  }
}

double RiskAround::at(double east_m, double north_m) const {
  if (per_a_.empty()) return 0;
  double const r = std::max(std::hypot(east_m, north_m), kNearest_m);
  double const row = (std::log(r) - log_near_) / log_step_;
  if (row > kDistances - 1) return 0;
  double const turn = (std::atan2(east_m, north_m) / (2 * kPi) + 1) * kBearings;
  auto const b = static_cast<std::size_t>(turn), d = std::min(static_cast<std::size_t>(row), kDistances - 2);
  double const side = turn - static_cast<double>(b), part = row - static_cast<double>(d);
  auto const along = [&](std::size_t distance) {
    float const* line = &per_a_[distance * kBearings];
    return (1 - side) * static_cast<double>(line[b % kBearings]) +
           side * static_cast<double>(line[(b + 1) % kBearings]);
  };
  return (1 - part) * along(d) + part * along(d + 1);
}

double RiskAround::reach_m(double bearing_rad, double per_a) const {
  for (std::size_t d = per_a_.empty() ? 0 : kDistances; d-- > 0;) {
    double const r = std::exp(log_near_ + log_step_ * static_cast<double>(d));
    if (at(r * std::sin(bearing_rad), r * std::cos(bearing_rad)) < per_a) continue;
    return d + 1 == kDistances ? r : std::exp(log_near_ + log_step_ * static_cast<double>(d + 1));
  }
  return 0;
}

double RiskAround::reach_m(double per_a) const {
  for (std::size_t d = per_a_.empty() ? 0 : kDistances; d-- > 0;)
    for (std::size_t b = 0; b < kBearings; ++b)
      if (static_cast<double>(per_a_[d * kBearings + b]) >= per_a)
        return std::exp(log_near_ + log_step_ * static_cast<double>(std::min(d + 1, kDistances - 1)));
  return 0;
}

double RiskAround::at_the_end() const {
  return per_a_.empty() ? 0 : static_cast<double>(*std::max_element(per_a_.end() - kBearings, per_a_.end()));
}

} // namespace dalian::hazard
