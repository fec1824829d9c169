#include "twin/whatif/hazard_places.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::whatif {
namespace {

using plan::Layer;

constexpr double kStep_m = 100; // between the points that stand for a parcel

/// A grid within the outline, or its middle where no point of it falls inside.
std::vector<MapPoint> points_of(Outline const& parcel) {
  std::vector<MapPoint> out;
  for (double e = std::ceil(parcel.low.east_m / kStep_m) * kStep_m; e < parcel.high.east_m; e += kStep_m)
    for (double n = std::ceil(parcel.low.north_m / kStep_m) * kStep_m; n < parcel.high.north_m; n += kStep_m)
      if (plan::contains(parcel.ring, {e, n})) out.push_back({e, n});
  if (out.empty()) out.push_back(plan::centroid(parcel.ring));
  return out;
}

/// Mean of a day's hours over the day or the night.
double mean_of(std::array<double, 24> const& by_hour, std::size_t period) {
  double sum = 0, hours = 0;
  for (std::size_t h = 0; h < 24; ++h)
    if ((h >= hazard::kDayFrom_h && h < hazard::kDayTo_h) == (period == 0)) sum += by_hour[h], hours += 1;
  return sum / hours;
}

hazard::RiskLimit const* limit_of(std::string const& use, hazard::Tables const& tables) {
  for (auto const& limit : tables.limits)
    if (std::find(limit.uses.begin(), limit.uses.end(), use) != limit.uses.end()) return &limit;
  return nullptr;
}

std::array<double, kPeriods> indoors_of(std::string const& use, hazard::Tables const& tables) {
  for (auto const& shelter : tables.shelters)
    if (std::find(shelter.uses.begin(), shelter.uses.end(), use) != shelter.uses.end())
      return {shelter.indoors_day, shelter.indoors_night};
  return {tables.exposure.indoors_day, tables.exposure.indoors_night};
}

using ById = std::map<std::string_view, double>;

ById column_of(Inputs const& inputs, char const* column) {
  auto const& values = inputs.column("land", column).values;
  return {values.begin(), values.end()};
}
double value_of(ById const& values, std::string const& id) {
  auto const it = values.find(id);
  return it == values.end() ? 0 : it->second;
}

void finish(Place& place) {
  place.middle = plan::centroid(place.outline.ring);
  for (MapPoint const p : place.outline.ring)
    place.radius_m = std::max(place.radius_m, distance_m(p, place.middle));
  plan::ByteText bytes;
  bytes.add(place.outline.hash);
  for (std::size_t period = 0; period < kPeriods; ++period)
    bytes.add(place.present[period]).add(place.indoors[period]);
  place.key = bytes.hash();
}

} // namespace

std::vector<Place> PlaceReader::read(Inputs const& inputs, hazard::Tables const& tables) {
  auto const outlines = pieces_.outlines(inputs, Layer::parcel);
  ById const residents = column_of(inputs, "residents"), jobs = column_of(inputs, "jobs");
  std::vector<Place> out;
  std::size_t i = 0;
  inputs.for_each(Layer::parcel, [&](plan::Entity const& parcel) {
    Outline const& outline = outlines[i++];
    if (outline.ring.empty()) return; // the check of the layout says so
    std::string const use = parcel.text("use");
    double const live = value_of(residents, outline.id), work = value_of(jobs, outline.id);
    Place place{outline, parcel.text("zone"), live + work};
    place.limit = limit_of(use, tables);
    if (place.people <= 0 && place.limit == nullptr) return;
    place.indoors = indoors_of(use, tables);
    for (std::size_t period = 0; period < kPeriods; ++period)
      place.present[period] =
          live * mean_of(tables.residents_present, period) + work * mean_of(tables.jobs_present, period);
    finish(place);
    place.points = points_.get(place.outline.hash,
                               [&] { return std::make_shared<std::vector<MapPoint> const>(points_of(place.outline)); });
    out.push_back(std::move(place));
  });
  return out;
}

std::vector<Slice> hazard_place_slices() {
  return {{Layer::parcel, {"outline", "use", "zone"}}};
}

} // namespace dalian::whatif
