#include "twin/whatif/hazard_stay.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace dalian::whatif {
namespace {

/// The ring that people are counted in, if an outcome has one.
std::pair<Within, hazard::Ring const*> counted_ring(hazard::Outcome const& outcome) {
  for (hazard::Ring const& ring : outcome.rings) {
    if (ring.unit == "W/m²" && ring.level == 12.5e3) return {Within::heat, &ring};
    if (ring.unit == "Pa" && ring.level == 7e3) return {Within::blast, &ring};
    if (ring.name == "AEGL-2") return {Within::poison, &ring};
  }
  return {Within::none, nullptr};
}

constexpr double kDomino_W_m2 = 37.5e3, kDomino_Pa = 70e3; // CCPS: equipment fails, buildings fall

void add_reaches(Effects& effects) {
  std::map<std::tuple<std::string, std::string, double>, double> far;
  for (auto const& outcome : effects.installation.outcomes)
    for (hazard::Ring const& ring : outcome.rings) {
      double const r = ring.farthest_m();
      bool const heat = ring.unit == "W/m²", blast = ring.unit == "Pa";
      double& most = far[{!ring.name.empty() ? ring.name : heat ? "heat" : "blast", ring.unit, ring.level}];
      most = std::max(most, r);
      bool const lasts = outcome.effect != hazard::Effect::fireball;
      if ((heat && lasts && ring.level == kDomino_W_m2) || (blast && ring.level == kDomino_Pa))
        effects.domino_m = std::max(effects.domino_m, r);
    }
  for (auto const& [key, most] : far)
    effects.reaches.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), most});
}

/// In the order of an outcome's events: the wind comes from north, north-north-east, …
std::array<hazard::Along, 16> winds_about(double east_m, double north_m) {
  static auto const turns = [] {
    std::array<std::pair<double, double>, 16> out;
    for (std::size_t w = 0; w < out.size(); ++w) {
      double const toward = std::numbers::pi * (1 + static_cast<double>(w) / 8);
      out[w] = {std::sin(toward), std::cos(toward)};
    }
    return out;
  }();
  std::array<hazard::Along, 16> out;
  for (std::size_t w = 0; w < out.size(); ++w) {
    auto const [s, c] = turns[w];
    out[w] = {east_m * s + north_m * c, east_m * c - north_m * s};
  }
  return out;
}

std::shared_ptr<Effects const> effects_of(hazard::Storage const& storage, hazard::Tables const& tables) {
  auto out = std::make_shared<Effects>();
  out->installation = hazard::installation(storage, {0, 0}, tables);
  out->risk = {out->installation, tables};
  out->farthest_m = out->installation.reach_m;
  add_reaches(*out);
  for (auto const& outcome : out->installation.outcomes) {
    auto const* ring = out->counted.emplace_back(counted_ring(outcome)).second;
    out->counted_m.push_back(ring == nullptr ? 0 : ring->farthest_m());
    out->farthest_m = std::max(out->farthest_m, out->counted_m.back());
    out->sheltered.push_back(ring == nullptr || ring->name != "AEGL-2" ? ring : &outcome.sheltered);
  }
  auto const& events = out->installation.events;
  for (std::size_t e = 0; e < events.size(); ++e)
    if (e == 0 || events[e].outcome != events[e - 1].outcome) out->first_event.push_back(e);
  return out;
}

/// Where a point lies in each of the winds, and what the events do there.
void add_point(Effects const& effects, double east_m, double north_m, HazardMemory::Stay& parts) {
  double const away = std::hypot(east_m, north_m);
  std::array<hazard::Along, 16> const winds = winds_about(east_m, north_m);
  auto const& outcomes = effects.installation.outcomes;
  for (std::size_t o = 0; o < outcomes.size(); ++o) {
    auto const& outcome = outcomes[o];
    bool const kills = away <= outcome.reach_m;
    if (!kills && away > effects.counted_m[o]) continue;
    hazard::Ring const* ring = effects.counted[o].second;
    std::size_t const count = outcome.is_round ? 1 : winds.size();
    for (std::size_t w = 0; w < count; ++w) {
      hazard::Along const p = winds[w];
      if (p.along_m < -outcome.widest_m || std::abs(p.across_m) > outcome.widest_m) continue;
      auto& part = parts[effects.first_event[o] + w];
      if (kills) {
        auto const dying = outcome.dying(p);
        part.outdoors += static_cast<float>(dying.outdoors);
        part.indoors += static_cast<float>(dying.indoors);
      }
      if (ring == nullptr || !ring->contains(p)) continue;
      part.counted += 1;
      if (effects.sheltered[o]->contains(p)) part.sheltered += 1;
    }
  }
}

HazardMemory::StayPtr stay_of(Source const& source, Place const& place) {
  HazardMemory::Stay parts(source.effects->installation.events.size());
  for (MapPoint const p : *place.points)
    add_point(*source.effects, p.east_m - source.at.east_m, p.north_m - source.at.north_m, parts);
  auto out = std::make_shared<HazardMemory::Stay>();
  auto const over = static_cast<float>(place.points->size());
  for (std::uint32_t e = 0; e < parts.size(); ++e)
    if (auto const& part = parts[e]; part.outdoors > 0 || part.indoors > 0 || part.counted > 0)
      out->push_back({e, part.outdoors / over, part.indoors / over, part.counted / over, part.sheltered / over});
  return out;
}

bool reaches(Source const& source, Place const& place, double reach_m) {
  return distance_m(place.middle, source.at) - place.radius_m <= reach_m;
}

using ByPeriod = std::array<double, kPeriods>;

void add(Place const& place, HazardMemory::Stay const& stay, std::vector<ByPeriod>& counted, Tally& out) {
  for (auto const& part : stay)
    for (std::size_t period = 0; period < kPeriods; ++period) {
      double const indoors = place.present[period] * place.indoors[period], outdoors = place.present[period] - indoors;
      out.dead[part.event][period] += static_cast<float>(indoors * static_cast<double>(part.indoors) +
                                                         outdoors * static_cast<double>(part.outdoors));
      counted[part.event][period] +=
          indoors * static_cast<double>(part.sheltered) + outdoors * static_cast<double>(part.counted);
    }
}

} // namespace

Source HazardMemory::source(Vessel const& vessel, double mass_kg, HazardTables const& tables) {
  auto const state = plan::ByteText().add(vessel.state).add(mass_kg).add(tables.hash).hash();
  Source out{effects_.get(state,
                          [&] {
                            hazard::Storage storage = vessel.storage;
                            storage.mass_kg = mass_kg;
                            return effects_of(storage, tables.tables);
                          }),
             vessel.at, plan::ByteText().add(state).add(vessel.at.east_m).add(vessel.at.north_m).hash()};
  return out;
}

TallyPtr HazardMemory::tally(Source const& source, std::vector<Place> const& places, Inputs const& inputs) {
  std::vector<Place const*> near;
  plan::ByteText bytes;
  bytes.add(source.key);
  for (Place const& place : places)
    if (place.people > 0 && reaches(source, place, source.effects->farthest_m)) {
      near.push_back(&place);
      bytes.add(place.key);
    }
  return tallies_.get(bytes.hash(), [&] {
    auto out = std::make_shared<Tally>();
    auto const& events = source.effects->installation.events;
    out->dead.resize(events.size());
    std::vector<ByPeriod> counted(events.size());
    for (Place const* place : near) {
      inputs.stop_if_asked();
      auto const stay = stays_.get(plan::ByteText().add(source.key).add(place->outline.hash).hash(),
                                   [&] { return stay_of(source, *place); });
      add(*place, *stay, counted, *out);
    }
    for (std::size_t e = 0; e < events.size(); ++e) {
      double& most = out->counted[static_cast<std::size_t>(source.effects->counted[events[e].outcome].first)];
      most = std::max({most, counted[e][0], counted[e][1]});
    }
    return out;
  });
}

double HazardMemory::worst_risk(Place const& place, std::vector<Source> const& sources) {
  std::vector<Source const*> near;
  plan::ByteText bytes;
  bytes.add(place.outline.hash);
  for (Source const& source : sources)
    if (reaches(source, place, source.effects->installation.reach_m)) {
      near.push_back(&source);
      bytes.add(source.key);
    }
  return risks_.get(bytes.hash(), [&] {
    double worst = 0;
    for (MapPoint const p : *place.points) {
      double sum = 0;
      for (Source const* source : near)
        sum += source->effects->risk.at(p.east_m - source->at.east_m, p.north_m - source->at.north_m);
      worst = std::max(worst, sum);
    }
    return worst;
  });
}

} // namespace dalian::whatif
