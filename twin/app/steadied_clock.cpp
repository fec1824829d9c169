#include "twin/app/steadied_clock.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace dalian::app {
namespace {

double median_size(std::vector<double> values, double less) {
  for (double& v : values)
    v = std::abs(v - less);
  auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

} // namespace

Instant SteadiedClock::at(Instant system, Instant steady) {
  if (!started_) {
    started_ = true;
    twin_ = system;
    steady_ = steady;
    return twin_;
  }
  Duration const passed = steady - steady_;
  assert(passed >= Duration::zero());
  steady_ = steady;
  twin_ += passed;
  Duration const off = system - twin_;
  bool const near = off <= kNear && off >= -kNear;
  set_by_ = near ? Duration::zero() : off;
  auto const most = from_seconds(to_seconds(passed) * kSlew);
  if (near) twin_ += std::clamp(off, -most, most);
  return twin_;
}

bool SteadiedClock::settle(std::vector<double> const& sources_ahead_s) {
  if (set_by_ == Duration::zero()) return false;
  bool const system_is_right =
      sources_ahead_s.empty() || median_size(sources_ahead_s, to_seconds(set_by_)) < median_size(sources_ahead_s, 0);
  if (!system_is_right) return false;
  twin_ += set_by_;
  set_by_ = Duration::zero();
  return true;
}

} // namespace dalian::app
