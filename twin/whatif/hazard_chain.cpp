#include "twin/whatif/hazard_chain.hpp"

#include "twin/whatif/hazard_stock.hpp"
#include "twin/whatif/land.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace dalian::whatif {
namespace {

using hazard::Effect;
using plan::Layer;

/// The area that nobody may enter: of the levels that do lasting harm, the one that reaches farthest.
bool closes(hazard::Ring const& ring) {
  return ring.name == "AEGL-2" || ring.name == "lower flammable limit" || (ring.unit == "W/m²" && ring.level == 4e3) ||
         (ring.unit == "Pa" && ring.level == 7e3);
}

double from_edge_m(plan::MapRing const& ring, MapPoint p) {
  double best = INFINITY;
  for (std::size_t i = 0, k = ring.size() - 1; i < ring.size(); k = i++) {
    double const east = ring[i].east_m - ring[k].east_m, north = ring[i].north_m - ring[k].north_m;
    double const length_2 = east * east + north * north;
    double const part =
        length_2 > 0
            ? std::clamp(((p.east_m - ring[k].east_m) * east + (p.north_m - ring[k].north_m) * north) / length_2, 0.,
                         1.)
            : 0;
    best = std::min(best, distance_m(p, {ring[k].east_m + part * east, ring[k].north_m + part * north}));
  }
  return best;
}

/// Who of a place is in the area.
struct Part {
  Place const* place = nullptr;
  double share = 0, sheltered = 0;  // of it in the area, and where houses do not save
  double outdoors = 0, indoors = 0; // of all of the place: shares that die
};

class ChainRun {
 public:
  ChainRun(plan::Layout const& layout, HazardTables const& tables, ChainRequest const& request)
      : layout_(layout), tables_(tables.tables), request_(request) {}

  /// False when the layout has no such vessel, or nothing comes of it.
  Status find_vessel(Inputs const& inputs) {
    vessels_ = vessels(inputs, tables_, out_.findings);
    auto const it = std::find_if(vessels_.begin(), vessels_.end(), [&](Vessel const& v) { return is_meant(v.id); });
    if (it == vessels_.end())
      return Error{fmt::format("'{}' is no vessel of the layout, nor a plant that has one: `twinctl whatif run --json "
                               "--columns` lists them under column 'reach'",
                               request_.vessel)};
    storage_ = it->storage;
    storage_.mass_kg = it->mass_kg[1];
    out_.vessel = it->id;
    out_.substance = storage_.substance->id;
    out_.at = it->at;
    return {};
  }

  Status find_contours() {
    out_.release = hazard::release_of(storage_, request_.failure, request_.weather, tables_);
    outcomes_ = hazard::outcomes(storage_, out_.release, request_.weather, tables_);
    if (request_.weather.wind_10m_mps >= hazard::kCalm_mps) out_.from_deg = request_.from_deg;
    hazard::ReleaseMap const map(to_geo(out_.at), out_.from_deg);
    double best = 0;
    for (std::size_t o = 0; o < outcomes_.size(); ++o)
      for (hazard::Ring const& ring : outcomes_[o].rings) {
        if (double const far = ring.farthest_m(); closes(ring) && far > best) {
          best = far;
          out_.closing = out_.contours.size();
          cause_ = o;
        }
        out_.contours.push_back({outcomes_[o].effect, outcomes_[o].share, ring, map.outline(ring)});
      }
    if (best <= 0)
      return Error{fmt::format("'{}': nothing that does lasting harm leaves it this way ({}): no area to close",
                               out_.vessel, word_of(request_.failure))};
    if (outcomes_[cause_].effect == Effect::toxic && outcomes_[cause_].sheltered.reach_m > 0)
      out_.indoors_m = outcomes_[cause_].sheltered.farthest_m();
    if (out_.from_deg)
      winds_ = {
          {*out_.from_deg * std::numbers::pi / 180 + std::numbers::pi - meridian_convergence_rad(to_geo(out_.at))}};
    else // it may blow any way: the mean over as many as the rose has
      for (std::size_t w = 0; w < tables_.rose.size(); ++w)
        winds_.push_back({2 * std::numbers::pi * static_cast<double>(w) / static_cast<double>(tables_.rose.size())});
    return {};
  }

  void count_people(std::vector<Place> const& places, std::map<std::string_view, std::array<double, 2>> const& land) {
    double nearest = INFINITY;
    for (Place const& place : places) {
      Part const part = part_of(place, nearest);
      if (part.share <= 0 && part.outdoors <= 0) continue;
      add(part, land.at(place.outline.id));
    }
    std::stable_sort(out_.people.parcels.begin(), out_.people.parcels.end(),
                     [](auto const& a, auto const& b) { return a.second > b.second; });
    if (is_cloud() && std::isfinite(nearest)) out_.people.arrival_s = nearest / std::max(hazard::kCalm_mps, wind_mps());
  }

  void evacuate(double exits_m) {
    double const last_m = is_cloud() ? out_.contours[out_.closing].ring.farthest_m() : 0;
    out_.closed_s = out_.release.duration_s + last_m / std::max(hazard::kCalm_mps, wind_mps());
    for (std::size_t h = 0; h < 24; ++h)
      out_.people.evacuation_s[h] =
          out_.people.inside[h] > 0 ? hazard::evacuation_s({out_.people.inside[h], out_.people.farthest_m,
                                                            std::max(exits_m, kLeastExit_m), 60 * request_.warning_min})
                                    : 0;
  }

  /// What a reader must know beside the figures.
  void take_notes() {
    auto const note = [&](std::string message) {
      out_.findings.push_back({plan::Severity::note, "hazard", out_.vessel, "at", std::move(message)});
    };
    if (!out_.from_deg)
      note(fmt::format("the wind is calm or has no direction (below {} m/s it is computed for that): the area is the "
                       "circle that it may reach any way; those who die are the mean over all ways",
                       hazard::kCalm_mps));
    double const most = *std::max_element(out_.people.inside.begin(), out_.people.inside.end());
    if (most <= 0) return note("nobody lives or works in the area: parcels alone have people; ships are not counted");
    if (out_.detour && out_.detour->exits_m <= 0)
      note(fmt::format("no road leads out of the area: they are taken to leave by one footway of {} m", kLeastExit_m));
    if (!out_.detour)
      note(fmt::format("roads were left out: they are taken to leave by one footway of {} m", kLeastExit_m));
    double const slowest = *std::max_element(out_.people.evacuation_s.begin(), out_.people.evacuation_s.end());
    if (out_.people.arrival_s > 0 && out_.people.arrival_s < slowest)
      note(
          fmt::format("the cloud is at the first of them after {:.0f} min, the last are out after {:.0f} min: near the "
                      "vessel indoors, with windows shut, is safer than on the road",
                      out_.people.arrival_s / 60, slowest / 60));
  }

  Chain out_;
  /// Where all vessels of the layout stand.
  std::vector<MapPoint> all_at() const {
    std::vector<MapPoint> out;
    for (Vessel const& vessel : vessels_)
      out.push_back(vessel.at);
    return out;
  }

 private:
  static constexpr double kLeastExit_m = 3; // a footway, where no road leads out

  /// In the area, and indoors as bad as in the open.
  bool saves_nobody(MapPoint p) const {
    if (!plan::contains(out_.area(), p)) return false;
    if (outcomes_[cause_].effect != Effect::toxic) return true;
    if (!out_.from_deg) return distance_m(p, out_.at) <= out_.indoors_m;
    return outcomes_[cause_].sheltered.contains(
        hazard::along_of(winds_[0], p.east_m - out_.at.east_m, p.north_m - out_.at.north_m));
  }
  /// The vessel itself, or that of a works.
  bool is_meant(std::string const& id) const {
    if (id == request_.vessel) return true;
    auto const entity = layout_.find(Layer::hazard, id);
    return entity && (entity->text("plant") == request_.vessel || entity->text("hydrogen") == request_.vessel);
  }
  bool is_cloud() const {
    return outcomes_[cause_].effect == Effect::toxic || outcomes_[cause_].effect == Effect::flash_fire;
  }
  double wind_mps() const {
    return hazard::wind_at(1, request_.weather.wind_10m_mps, request_.weather.stability, hazard::Terrain::rural);
  }

  Part part_of(Place const& place, double& nearest_m) {
    Part out{&place};
    double const points = static_cast<double>(place.points->size());
    for (MapPoint const p : *place.points) {
      for (hazard::Event const& wind : winds_) {
        auto const along = hazard::along_of(wind, p.east_m - out_.at.east_m, p.north_m - out_.at.north_m);
        auto const dying = outcomes_[cause_].dying(along);
        out.outdoors += dying.outdoors / points / static_cast<double>(winds_.size());
        out.indoors += dying.indoors / points / static_cast<double>(winds_.size());
      }
      if (saves_nobody(p)) out.sheltered += 1 / points;
      if (!plan::contains(out_.area(), p)) continue;
      out.share += 1 / points;
      nearest_m = std::min(nearest_m, distance_m(p, out_.at));
      out_.people.farthest_m = std::max(out_.people.farthest_m, from_edge_m(out_.area(), p));
    }
    return out;
  }

  void add(Part const& part, std::array<double, 2> const& live_and_work) {
    double most = 0;
    for (std::size_t h = 0; h < 24; ++h) {
      double const present =
          live_and_work[0] * tables_.residents_present[h] + live_and_work[1] * tables_.jobs_present[h];
      std::size_t const period = h >= hazard::kDayFrom_h && h < hazard::kDayTo_h ? 0 : 1;
      double const indoors = part.place->indoors[period];
      out_.people.inside[h] += part.share * present;
      out_.people.outdoors[h] += part.share * present * (1 - indoors);
      out_.people.harmed[h] += present * (part.share * (1 - indoors) + part.sheltered * indoors);
      out_.people.dying[h] += present * (indoors * part.indoors + (1 - indoors) * part.outdoors);
      most = std::max(most, part.share * present);
    }
    if (most > 0) out_.people.parcels.emplace_back(part.place->outline.id, most);
  }

  plan::Layout const& layout_;
  hazard::Tables const& tables_;
  ChainRequest const& request_;
  std::vector<Vessel> vessels_;
  hazard::Storage storage_;
  std::vector<hazard::Outcome> outcomes_;
  std::size_t cause_ = 0;            // of the outcomes: what closes the area
  std::vector<hazard::Event> winds_; // directions alone
};

/// Parcels in which a vessel stands.
std::set<std::string> parcels_with(std::vector<MapPoint> const& vessels, std::vector<Place> const& places) {
  std::set<std::string> out;
  for (Place const& place : places)
    for (MapPoint const at : vessels)
      if (plan::contains(place.outline.ring, at)) out.insert(place.outline.id);
  return out;
}

std::map<std::string_view, std::array<double, 2>> people_of(Evaluation const& land, std::vector<Place> const& places) {
  std::map<std::string_view, std::array<double, 2>> out;
  for (Place const& place : places)
    out[place.outline.id] = {};
  for (std::size_t i = 0; i < 2; ++i)
    for (auto const& [id, value] : land.column(i == 0 ? "residents" : "jobs")->values)
      if (auto const it = out.find(id); it != out.end()) it->second[i] = value;
  return out;
}

} // namespace

ChainMaker::ChainMaker(std::shared_ptr<Programme const> programme, std::shared_ptr<HazardTables const> hazards,
                       std::shared_ptr<TrafficTable const> traffic)
    : hazards_(std::move(hazards)), land_(land_engine(programme)) {
  if (traffic) detours_.emplace(std::move(programme), std::move(traffic));
}

Result<Chain> ChainMaker::make(plan::Layout const& layout, ChainRequest const& request) {
  Evaluation const land = land_.run(Inputs(layout, land_.reads, {}, {}));
  std::vector<Slice> slices{vessel_slice()};
  for (Slice const& slice : hazard_place_slices())
    slices.push_back(slice);
  Inputs const inputs(layout, slices, {{"land", &land}}, {});
  ChainRun run(layout, *hazards_, request);
  if (auto const done = run.find_vessel(inputs); !done) return Error{done.error()};
  if (auto const done = run.find_contours(); !done) return Error{done.error()};
  auto const places = places_.read(inputs, hazards_->tables);
  run.count_people(places, people_of(land, places));
  if (detours_) {
    auto const dangerous = parcels_with(run.all_at(), places);
    auto const works = parcels_with({run.out_.at}, places);
    auto detour = detours_->find(layout, land, {run.out_.area(), works, dangerous});
    if (!detour) return Error{detour.error()};
    run.out_.detour = std::move(detour).value();
  }
  run.evacuate(run.out_.detour ? run.out_.detour->exits_m : 0);
  run.take_notes();
  return std::move(run.out_);
}

} // namespace dalian::whatif
