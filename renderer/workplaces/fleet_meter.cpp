#include "renderer/workplaces/fleet_meter.hpp"

#include <algorithm>

namespace dalian::workplaces {
namespace {

constexpr double kLeast_s = 2, kSpeedEvery_s = 0.5;

} // namespace

void FleetMeter::look(std::vector<view::FleetRow> const& rows, Instant now) {
  if (now < last_) vehicles_.clear(); // back in time
  last_ = now;
  for (view::FleetRow const& row : rows) {
    Vehicle& v = vehicles_[row.handle];
    v.seen = now;
    v.samples.push_back({now, row.updates});
    while (to_seconds(now - v.samples.front().at) > kWindow_s)
      v.samples.pop_front();
    if (v.speeds.empty() || to_seconds(now - v.speeds.back().first) >= kSpeedEvery_s)
      v.speeds.emplace_back(now, static_cast<float>(row.speed_mps));
    while (to_seconds(now - v.speeds.front().first) > kHistory_s)
      v.speeds.pop_front();
    if (row.t_obs == v.last_obs) continue;
    v.last_obs = row.t_obs;
    v.ages_s.push_back(static_cast<float>(std::max(0.0, to_seconds(now - row.t_obs))));
    if (v.ages_s.size() > kAges) v.ages_s.pop_front();
  }
  std::erase_if(vehicles_, [&](auto const& entry) { return entry.second.seen != now; });
}

Delivery FleetMeter::of(std::uint32_t handle) const {
  auto const it = vehicles_.find(handle);
  if (it == vehicles_.end()) return {};
  Vehicle const& v = it->second;
  Delivery out;
  double const span_s = to_seconds(v.samples.back().at - v.samples.front().at);
  if (span_s >= kLeast_s) {
    out.rate_hz = (v.samples.back().updates - v.samples.front().updates) / span_s;
    out.missing = std::clamp(1 - *out.rate_hz / kDue_hz, 0.0, 1.0);
  }
  if (!v.ages_s.empty()) {
    std::vector<float> ages(v.ages_s.begin(), v.ages_s.end());
    std::ranges::sort(ages);
    auto const at = [&](double q) {
      return static_cast<double>(ages[static_cast<std::size_t>(q * static_cast<double>(ages.size() - 1) + 0.5)]);
    };
    out.p50_s = at(0.5), out.p99_s = at(0.99);
  }
  return out;
}

std::vector<float> FleetMeter::speeds(std::uint32_t handle) const {
  std::vector<float> out;
  if (auto const it = vehicles_.find(handle); it != vehicles_.end())
    for (auto const& [at, speed] : it->second.speeds)
      out.push_back(speed);
  return out;
}

} // namespace dalian::workplaces
