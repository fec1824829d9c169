#include "connectors/utilities/wind_farm.hpp"

#include "connectors/utilities/smooth_noise.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::utilities {
namespace {

/// Rows that stand half a gap aside of each other, as the city's baker sets them (tools/bake/city).
void read_farm(ConfigTable& t, std::vector<Machine>& out) {
  auto const id = t.text("id");
  auto const corners = t.points("corners");
  if (corners.size() != 2) t.fail("corners", "must be [[west, south], [east, north]]");
  auto const rows = t.integer("rows", 1, 100), columns = t.integer("columns", 1, 100);
  auto const sizes = t.numbers("rated_kw", 1, 30'000), counts = t.numbers("count", 1, 1000);
  if (sizes.size() != counts.size()) t.fail("count", "must hold as many numbers as rated_kw");
  std::vector<double> rated;
  for (std::size_t i = 0; i < sizes.size(); ++i)
    rated.insert(rated.end(), static_cast<std::size_t>(counts[i]), sizes[i]);
  if (std::ssize(rated) > rows * columns) t.fail("count", "holds more machines than rows · columns");
  for (std::int64_t i = 0; i < std::ssize(rated); ++i) {
    auto const row = static_cast<double>(i / columns), column = static_cast<double>(i % columns);
    double const x = (column + 0.5 * std::fmod(row, 2) + 0.25) / static_cast<double>(columns);
    double const y = (row + 0.5) / static_cast<double>(rows);
    out.push_back(
        {fmt::format("{}-{:02}", id, i + 1),
         {std::lerp(corners[0].lon_deg, corners[1].lon_deg, x), std::lerp(corners[0].lat_deg, corners[1].lat_deg, y)},
         rated[static_cast<std::size_t>(i)]});
  }
}

} // namespace

double PowerCurve::share(double wind_mps) const {
  if (wind_mps < points.front().first || wind_mps > cut_out_mps) return 0;
  auto const above = std::ranges::upper_bound(points, wind_mps, {}, &std::pair<double, double>::first);
  if (above == points.end()) return points.back().second / rated_kw;
  auto const below = above - 1;
  double const x = (wind_mps - below->first) / (above->first - below->first);
  return std::min(std::lerp(below->second, above->second, x) / rated_kw, 1.0);
}

WindPlan read_wind(ConfigTable& t) {
  WindPlan plan;
  plan.curve.rated_kw = t.number("curve_rated_kw", 1, 30'000);
  auto const speeds = t.numbers("curve_mps", 0, 60), powers = t.numbers("curve_kw", 0, 30'001);
  if (speeds.size() != powers.size() || speeds.size() < 2 || !std::ranges::is_sorted(speeds, std::less_equal<>{}))
    t.fail("curve_kw", "must hold as many numbers as curve_mps, which ascends");
  for (std::size_t i = 0; i < speeds.size(); ++i)
    plan.curve.points.emplace_back(speeds[i], powers[i]);
  plan.curve.cut_out_mps = t.number("cut_out_mps", speeds.back(), 60);
  plan.hub_ratio = t.number("hub_ratio", 0.5, 3);
  plan.slowest_rpm = t.number("slowest_rpm", 0, 100);
  plan.rated_rpm = t.number("rated_rpm", plan.slowest_rpm, 100);
  plan.rated_mps = t.number("rated_mps", 1, 60);
  plan.unlike = t.number("unlike", 0, 0.5);
  plan.yaw_error_deg = t.number("yaw_error_deg", 0, 45);
  t.each("farm", [&](ConfigTable& farm) { read_farm(farm, plan.machines); });
  return plan;
}

std::optional<LinkLoss> link_loss(synth::DayStory const& story, std::size_t machines) {
  auto const* const told = story.incident("turbine_silent");
  if (told == nullptr) return std::nullopt;
  double const machine = told->figure("machine", 1), minutes = told->figure("minutes", 25);
  if (machine < 1 || machine > static_cast<double>(machines)) return std::nullopt;
  return LinkLoss{static_cast<std::size_t>(machine) - 1, told->at_s, told->at_s + 60 * minutes};
}

WindFarm::WindFarm(WindPlan plan, synth::DayStory const& story, std::uint64_t seed)
    : plan_(std::move(plan)), lost_(link_loss(story, plan_.machines.size())) {
  for (auto const& machine : plan_.machines) {
    draws_.emplace_back(seed, "turbine/" + machine.id);
    energy_kwh_.push_back(std::floor(draws_.back().uniform("counter", 2e6, 6e7))); // years of work before
  }
  power_kw_.resize(plan_.machines.size());
}

TurbineState WindFarm::state(std::size_t i, Moment const& now) const {
  auto const& draws = draws_[i];
  double const t = now.unix_s();
  TurbineState s;
  s.wind_mps = now.sky.wind_mps * plan_.hub_ratio *
               (1 + plan_.unlike * (smooth_noise(draws, "place", t, 1800) + 0.5 * smooth_noise(draws, "gust", t, 40)));
  double const share = plan_.curve.share(s.wind_mps);
  s.power_kw = plan_.machines[i].rated_kw * share;
  if (share > 0)
    s.rotor_rpm = std::clamp(plan_.rated_rpm * s.wind_mps / plan_.rated_mps, plan_.slowest_rpm, plan_.rated_rpm);
  double const yaw = now.sky.wind_from_deg + plan_.yaw_error_deg * smooth_noise(draws, "yaw", t, 600);
  s.nacelle_deg = std::fmod(yaw + 360, 360);
  return s;
}

void WindFarm::advance(Moment const& end) {
  for (std::size_t i = 0; i < plan_.machines.size(); ++i) {
    power_kw_[i] = state(i, end).power_kw;
    energy_kwh_[i] += power_kw_[i] * kStep_s / 3600;
  }
  stepped_ = end.t;
}

void WindFarm::tell(Moment const& now, std::vector<Thing>& out) const {
  double const since_h = std::clamp(to_seconds(now.t - stepped_), 0.0, kStep_s) / 3600;
  for (std::size_t i = 0; i < plan_.machines.size(); ++i) {
    if (lost_ && lost_->machine == i && now.second_of_day >= lost_->from_s && now.second_of_day < lost_->to_s) {
      out.push_back({"turbine", plan_.machines[i].id, plan_.machines[i].place, {}, "silent"});
      continue;
    }
    auto const s = state(i, now);
    out.push_back({"turbine",
                   plan_.machines[i].id,
                   plan_.machines[i].place,
                   {{"power_kw", s.power_kw},
                    {"energy_kwh", energy_kwh_[i] + power_kw_[i] * since_h},
                    {"wind_speed_mps", s.wind_mps},
                    {"wind_from_deg", now.sky.wind_from_deg},
                    {"nacelle_deg", s.nacelle_deg},
                    {"speed_rpm", s.rotor_rpm}},
                   s.rotor_rpm > 0                        ? "running"
                   : s.wind_mps > plan_.curve.cut_out_mps ? "storm"
                                                          : "calm"});
  }
}

} // namespace dalian::utilities
