#include "connectors/utilities/meters.hpp"

#include "connectors/utilities/smooth_noise.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::utilities {
namespace {

constexpr std::array<std::string_view, kMedia> kNames{"power", "water", "gas", "heat", "hydrogen"};
constexpr std::array<char const*, kMedia> kPerHa{"power_kw", "water_m3ph", "gas_m3ph", "heat_kw", "hydrogen_m3ph"};

int day_of_year(Instant t) {
  std::chrono::year_month_day const date{std::chrono::floor<std::chrono::days>(t)};
  auto const first = std::chrono::sys_days{date.year() / std::chrono::January / 1};
  return static_cast<int>((std::chrono::sys_days{date} - first).count()) + 1;
}

} // namespace

std::string_view name(Medium medium) {
  return kNames[static_cast<std::size_t>(medium)];
}

double Profile::at(double second_of_day, double at_work) const {
  double share = base + workers * at_work;
  if (!hours.empty()) {
    double const hour = second_of_day / 3600;
    auto const k = static_cast<std::size_t>(hour) % 24;
    share += std::lerp(hours[k], hours[(k + 1) % 24], hour - std::floor(hour));
  }
  return std::clamp(share, 0.0, 1.0);
}

MeterPlan read_meters(ConfigTable& t) {
  MeterPlan plan;
  plan.indoor_c = t.number("indoor_c", 0, 30);
  plan.design_c = t.number("design_c", -50, plan.indoor_c - 1);
  plan.heat_from_day = static_cast<int>(t.integer("heat_from_day", 1, 366));
  plan.heat_to_day = static_cast<int>(t.integer("heat_to_day", 1, 366));
  plan.wander = t.number("wander", 0, 1);
  t.each("medium", [&](ConfigTable& m) {
    auto const name = m.text("id");
    auto const it = std::ranges::find(kNames, name);
    if (it == kNames.end()) m.fail("id", "must be power, water, gas, heat or hydrogen");
    plan.media[static_cast<std::size_t>(it - kNames.begin())] = {m.number("loss", 0, 0.5), m.number("idle", 0, 1e5),
                                                                 m.number("full", 0, 1e5)};
  });
  t.each("profile", [&](ConfigTable& p) {
    Profile profile{p.number("base", 0, 1), p.number("workers", 0, 1, 0), {}};
    if (p.has("hours")) profile.hours = p.numbers("hours", 0, 1);
    if (!profile.hours.empty() && profile.hours.size() != 24) p.fail("hours", "must hold 24 numbers, midnight first");
    plan.profiles[p.text("id")] = std::move(profile);
  });
  t.each("use", [&](ConfigTable& u) {
    UsePlan use{u.text("profile"), {}};
    if (!plan.profiles.contains(use.profile)) u.fail("profile", "is none of [[meters.profile]]");
    for (std::size_t k = 0; k < kMedia; ++k)
      use.per_ha[k] = u.number(kPerHa[k], 0, 1e5, 0);
    plan.uses[u.text("id")] = std::move(use);
  });
  return plan;
}

Meters::Meters(MeterPlan plan, std::vector<Parcel> const& parcels, synth::DayStory const& story, std::uint64_t seed)
    : plan_(std::move(plan)), utc_offset_s_(story.utc_offset_s) {
  std::map<std::pair<std::string, Medium>, std::vector<std::size_t>> fed;
  for (auto const& parcel : parcels) {
    auto const use = plan_.uses.find(parcel.use);
    if (use == plan_.uses.end()) continue;
    for (std::size_t k = 0; k < kMedia; ++k) {
      if (use->second.per_ha[k] == 0) continue;
      auto const medium = static_cast<Medium>(k);
      fed[{parcel.zone, medium}].push_back(meters_.size());
      meters_.push_back({fmt::format("meter:{}/{}", parcel.id, name(medium)), parcel.zone, medium, parcel.middle,
                         use->second.per_ha[k] * parcel.area_ha, use->second.profile});
    }
  }
  for (auto const& [where, meters] : fed) {
    Meter head{fmt::format("feeder:{}/{}", where.first, name(where.second)),
               where.first,
               where.second,
               meters_[meters[0]].place,
               0,
               "",
               true};
    for (auto const i : meters)
      head.rated += meters_[i].rated / (1 - plan_.media[static_cast<std::size_t>(where.second)].loss);
    fed_.resize(meters_.size());
    fed_.push_back(meters);
    meters_.push_back(std::move(head));
  }
  fed_.resize(meters_.size());
  for (auto const& meter : meters_) {
    draws_.emplace_back(seed, meter.entity);
    total_.push_back(std::floor(meter.rated * draws_.back().uniform("counter", 200, 20'000)));
  }
  stepped_rate_.resize(meters_.size());
}

/// By the outside temperature, in the season; warm water goes on all year.
double Meters::heat_share(Moment const& now) const {
  int const day = day_of_year(now.t + from_seconds(utc_offset_s_));
  bool const season = plan_.heat_from_day > plan_.heat_to_day ? day >= plan_.heat_from_day || day <= plan_.heat_to_day
                                                              : day >= plan_.heat_from_day && day <= plan_.heat_to_day;
  constexpr double kWarmWater = 0.06;
  double const cold = (plan_.indoor_c - now.sky.temperature_c) / (plan_.indoor_c - plan_.design_c);
  return season ? std::clamp(cold, kWarmWater, 1.0) : kWarmWater;
}

double Meters::demand(std::size_t i, Moment const& now) const {
  auto const& meter = meters_[i];
  double const by_use = plan_.profiles.at(meter.profile).at(now.second_of_day, now.at_work);
  double const share = meter.medium == Medium::heat ? heat_share(now) * (0.85 + 0.15 * by_use) : by_use;
  double const t = now.unix_s();
  double const noise = smooth_noise(draws_[i], "hour", t, 2400) + 0.5 * smooth_noise(draws_[i], "minute", t, 300);
  return std::clamp(share * (1 + plan_.wander * noise), 0.0, 1.2);
}

double Meters::rate(std::size_t i, Moment const& now) const {
  if (!meters_[i].head) return meters_[i].rated * demand(i, now);
  double sum = 0;
  for (auto const k : fed_[i])
    sum += meters_[k].rated * demand(k, now);
  return sum / (1 - plan_.media[static_cast<std::size_t>(meters_[i].medium)].loss);
}

void Meters::advance(Moment const& end) {
  for (std::size_t i = 0; i < meters_.size(); ++i) {
    stepped_rate_[i] = rate(i, end);
    total_[i] += stepped_rate_[i] * System::kStep_s / 3600;
  }
  stepped_ = end.t;
}

MeterState Meters::state(std::size_t i, Moment const& now) const {
  auto const& plan = plan_.media[static_cast<std::size_t>(meters_[i].medium)];
  MeterState s;
  s.rate = rate(i, now);
  double const since_h = std::clamp(to_seconds(now.t - stepped_), 0.0, System::kStep_s) / 3600;
  s.total = total_[i] + stepped_rate_[i] * since_h;
  double const full = meters_[i].rated > 0 ? std::min(s.rate / meters_[i].rated, 1.0) : 0;
  s.grade = std::lerp(plan.idle, plan.full, full) * (1 + 0.006 * smooth_noise(draws_[i], "grade", now.unix_s(), 180));
  return s;
}

} // namespace dalian::utilities
