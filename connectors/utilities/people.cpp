#include "connectors/utilities/people.hpp"

#include "connectors/utilities/smooth_noise.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::utilities {
PeoplePlace read_people_place(ConfigTable& t) {
  PeoplePlace place;
  static_cast<PlacedThing&>(place) = read_placed(t);
  place.room = static_cast<double>(t.integer("room", 1, 100'000));
  place.night = t.number("night", 0, 1);
  place.day = t.number("day", 0, 1);
  return place;
}

HospitalPlan read_hospital(ConfigTable& t) {
  HospitalPlan plan;
  static_cast<PlacedThing&>(plan) = read_placed(t);
  plan.beds = static_cast<double>(t.integer("beds", 1, 10'000));
  plan.taken = t.number("taken", 0, 1);
  plan.ambulances = static_cast<double>(t.integer("ambulances", 0, 1000));
  plan.takes_incidents = t.flag("takes_incidents", false);
  return plan;
}

People::People(PeoplePlan plan, synth::DayStory story, std::uint64_t seed)
    : plan_(std::move(plan)), story_(std::move(story)), seed_(seed) {}

double People::filled(PeoplePlace const& place, Moment const& now) const {
  synth::Draws const draws(seed_, "place/" + place.id);
  double const most = std::max(story_.at_work(11 * 3600.0), 1e-9); // all of the day's shift are there
  double const share = std::lerp(place.night, place.day, std::min(now.at_work / most, 1.0)) +
                       0.04 * smooth_noise(draws, "come and go", now.unix_s(), 1200);
  return std::clamp(std::round(place.room * share), 0.0, place.room);
}

/// An incident sends an ambulance, which is back an hour after; its hurt take beds from when they come to midnight.
Thing People::hospital(HospitalPlan const& plan, Moment const& now) const {
  synth::Draws const draws(seed_, "hospital/" + plan.id);
  double taken = plan.beds * (plan.taken + 0.04 * smooth_noise(draws, "beds", now.unix_s(), 10'800));
  double ready = plan.ambulances - std::floor(1.4 + 1.4 * smooth_noise(draws, "errands", now.unix_s(), 1500));
  for (auto const& incident : story_.incidents) {
    double const since_min = (now.second_of_day - incident.at_s) / 60;
    double const sent_min = incident.figure("ambulance_min", -1), arrived_min = incident.figure("hospital_min", 60);
    if (!plan.takes_incidents || sent_min < 0 || since_min < sent_min) continue;
    if (since_min < arrived_min + 30) ready -= 1;
    if (since_min >= arrived_min) taken += incident.figure("hurt", 0);
  }
  return {"hospital",
          plan.id,
          plan.place,
          {{"beds_count", plan.beds},
           {"free_beds_count", std::clamp(std::floor(plan.beds - taken), 0.0, plan.beds)},
           {"ambulances_count", std::clamp(ready, 0.0, plan.ambulances)}}};
}

void People::tell(Moment const& now, std::vector<Thing>& out) const {
  for (auto const& p : plan_.parkings) {
    double const n = filled(p, now);
    out.push_back({"parking", p.id, p.place, {{"spots_count", p.room}, {"free_spots_count", p.room - n}}, "open"});
  }
  for (auto const& c : plan_.campuses) {
    double const n = filled(c, now);
    out.push_back({"campus", c.id, c.place, {{"people_count", n}, {"occupancy_pct", 100 * n / c.room}}});
  }
  for (auto const& h : plan_.hospitals)
    out.push_back(hospital(h, now));
  for (auto const& w : plan_.weather) {
    synth::Draws const draws(seed_, "weather/" + w.id);
    auto const here = [&](std::string_view name) { return smooth_noise(draws, name, now.unix_s(), 3600); };
    out.push_back({"weather",
                   w.id,
                   w.place,
                   {{"temperature_c", now.sky.temperature_c + 0.6 * here("warm")},
                    {"dew_point_c", now.sky.dew_point_c + 0.3 * here("damp")},
                    {"wind_speed_mps", now.sky.wind_mps * (1 + 0.12 * here("wind"))},
                    {"wind_from_deg", std::fmod(now.sky.wind_from_deg + 8 * here("veer") + 360, 360)},
                    {"air_pressure_hpa", now.sky.pressure_hpa + 0.3 * here("pressure")},
                    {"solar_radiation_wpm2", now.sky.solar_wpm2},
                    {"visibility_m", now.sky.visibility_m}}});
  }
}

} // namespace dalian::utilities
