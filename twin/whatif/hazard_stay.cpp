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

constexpr double kParts = 4294967296; // of a person

/// A whole number of parts.
std::int64_t parts_of(double persons) {
  return std::llround(persons * kParts);
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

/// Of each event by period, in parts of a person.
struct HazardMemory::Counts {
  using ByPeriod = std::array<std::int64_t, kPeriods>;
  std::vector<ByPeriod> dead, counted;
};

struct HazardMemory::Reference {
  std::vector<Place> places;               // that hold people
  std::vector<ContentHash> keys;           // of them, sorted
  std::vector<std::uint32_t> place_of_key; // likewise
  Memo<CountsPtr> counts{1000};
  Memo<TallyPtr> tallies{1000};
};

namespace {

struct Key {
  ContentHash key;
  std::uint32_t place;
};
std::vector<Key> sorted_keys(std::vector<Place> const& places) {
  std::vector<Key> out;
  for (std::uint32_t p = 0; p < places.size(); ++p)
    if (places[p].people > 0) out.push_back({places[p].key, p});
  std::sort(out.begin(), out.end(), [](Key a, Key b) { return std::pair(a.key, a.place) < std::pair(b.key, b.place); });
  return out;
}

} // namespace

HazardMemory::Changes HazardMemory::changes(std::vector<Place> const& places) {
  auto const now = sorted_keys(places);
  std::lock_guard const lock(mutex_);
  Changes out{reference_, {}, {}};
  std::size_t r = 0, n = 0;
  while (out.from != nullptr && (r < out.from->keys.size() || n < now.size())) {
    bool const no_more = r == out.from->keys.size(), none_left = n == now.size();
    if (!no_more && (none_left || out.from->keys[r] < now[n].key))
      out.gone.push_back(&out.from->places[out.from->place_of_key[r++]]);
    else if (no_more || now[n].key < out.from->keys[r])
      out.come.push_back(&places[now[n++].place]);
    else
      ++r, ++n;
  }
  if (out.from != nullptr && out.gone.size() + out.come.size() <= out.from->places.size() / 4 + 8) return out;
  auto fresh = std::make_shared<Reference>();
  for (Key const& key : now) {
    fresh->keys.push_back(key.key);
    fresh->place_of_key.push_back(static_cast<std::uint32_t>(fresh->places.size()));
    fresh->places.push_back(places[key.place]);
  }
  reference_ = fresh;
  return {std::move(fresh), {}, {}};
}

HazardMemory::StayPtr HazardMemory::stay(Source const& source, Place const& place) {
  return stays_.get(plan::ByteText().add(source.key).add(place.outline.hash).hash(),
                    [&] { return stay_of(source, place); });
}

/// Of the people of a place: as many more, or less with a negative sign.
void HazardMemory::add(Source const& source, Place const& place, std::int64_t sign, Counts& to) {
  auto const here = stay(source, place);
  for (auto const& part : *here)
    for (std::size_t period = 0; period < kPeriods; ++period) {
      double const indoors = place.present[period] * place.indoors[period], outdoors = place.present[period] - indoors;
      to.dead[part.event][period] +=
          sign * parts_of(indoors * static_cast<double>(part.indoors) + outdoors * static_cast<double>(part.outdoors));
      to.counted[part.event][period] +=
          sign * parts_of(indoors * static_cast<double>(part.sheltered) + outdoors * static_cast<double>(part.counted));
    }
}

HazardMemory::CountsPtr HazardMemory::counts(Source const& source, Reference& of, Inputs const& inputs) {
  return of.counts.get(source.key, [&] {
    auto out = std::make_shared<Counts>();
    std::size_t const events = source.effects->installation.events.size();
    out->dead.resize(events);
    out->counted.resize(events);
    for (Place const& place : of.places) {
      if (!reaches(source, place, source.effects->farthest_m)) continue;
      inputs.stop_if_asked();
      add(source, place, 1, *out);
    }
    return out;
  });
}

TallyPtr HazardMemory::tally(Source const& source, Changes const& changes, Inputs const& inputs) {
  auto const add_up = [&](Counts const& counts) {
    auto out = std::make_shared<Tally>();
    auto const& events = source.effects->installation.events;
    for (std::size_t e = 0; e < events.size(); ++e) {
      double& most = out->counted[static_cast<std::size_t>(source.effects->counted[events[e].outcome].first)];
      for (std::size_t period = 0; period < kPeriods; ++period) {
        double const per_a = events[e].per_a * (period == 0 ? events[e].by_day : 1 - events[e].by_day);
        double const dead = static_cast<double>(counts.dead[e][period]) / kParts;
        out->deaths += per_a * dead;
        if (dead >= 1) out->harmed.push_back({per_a, dead});
        most = std::max(most, static_cast<double>(counts.counted[e][period]) / kParts);
      }
    }
    hazard::sort_by_dead(out->harmed);
    return out;
  };
  auto const is_near = [&](Place const* place) { return reaches(source, *place, source.effects->farthest_m); };
  auto const base = counts(source, *changes.from, inputs);
  if (std::none_of(changes.gone.begin(), changes.gone.end(), is_near) &&
      std::none_of(changes.come.begin(), changes.come.end(), is_near))
    return changes.from->tallies.get(source.key, [&] { return add_up(*base); });
  Counts now = *base;
  for (Place const* place : changes.gone)
    if (is_near(place)) add(source, *place, -1, now);
  for (Place const* place : changes.come)
    if (is_near(place)) add(source, *place, 1, now);
  return add_up(now);
}

/// By all sources first, for they seldom change; then by those within whose reach the place lies.
std::vector<double> HazardMemory::worst_risks(std::vector<Place> const& places, std::vector<Source> const& sources) {
  plan::ByteText bytes;
  for (Source const& source : sources)
    bytes.add(source.key);
  auto const of_all = bytes.hash();
  std::vector<double> out;
  for (Place const& place : places) {
    ContentHash key = of_all;
    key += place.outline.hash;
    out.push_back(risks_.get(key, [&] { return worst_risk(place, sources); }));
  }
  return out;
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
  return near_risks_.get(bytes.hash(), [&] {
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
