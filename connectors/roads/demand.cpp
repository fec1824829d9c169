#include "connectors/roads/demand.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace dalian::roads {
namespace {

constexpr double kRushWindow_s = 600; // on the road before work and after
constexpr double kBeside_m = 120;     // a plot is reached from a street so near
constexpr std::size_t kDestinations = 40;
constexpr int kTries = 12;

std::set<std::string, std::less<>> const kHomes{"residential", "residential_low"};
std::set<std::string, std::less<>> const kWorks{
    "assembly",      "battery",  "campus",   "catalyst", "cdmo",        "cracker",      "data_centre", "fine_chem",
    "fractionation", "gasifier", "hydrogen", "kiln",     "press_paint", "membrane",     "materials",   "office",
    "parts",         "pharma",   "polymer",  "school",   "clinic",      "semiconductor"};
std::set<std::string, std::less<>> const kGoods{"logistics", "depot", "truck_park", "tank_terminal", "container_yard"};

double area_m2(layout::Ring const& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    auto const &a = ring[i], &b = ring[(i + 1) % ring.size()];
    twice += (a.east_m - ring[0].east_m) * (b.north_m - ring[0].north_m) -
             (b.east_m - ring[0].east_m) * (a.north_m - ring[0].north_m);
  }
  return std::abs(twice) / 2;
}

MapPoint middle(layout::Ring const& ring) {
  MapPoint sum{};
  for (auto const& p : ring)
    sum = {sum.east_m + p.east_m / static_cast<double>(ring.size()),
           sum.north_m + p.north_m / static_cast<double>(ring.size())};
  return sum;
}

/// Middles of lanes by squares of 200 m, to find the street beside a plot.
class StreetsNear {
 public:
  explicit StreetsNear(RoadNetwork const& network) {
    for (std::uint32_t i = 0; i < network.links().size(); ++i) {
      auto const& link = network.links()[i];
      if (link.expressway || link.length_m < 30) continue;
      for (double s = 0; s < link.length_m; s += 40) {
        auto const p = network.at(link.first_lane, s).at;
        cells_[key(p.east_m, p.north_m)].push_back({p, i, link.half_m});
      }
    }
  }
  std::uint32_t nearest(MapPoint p, double reach_m) const {
    std::uint32_t best = kNone;
    for (int x = -1; x <= 1; ++x)
      for (int y = -1; y <= 1; ++y)
        if (auto const it = cells_.find(key(p.east_m + 200 * x, p.north_m + 200 * y)); it != cells_.end())
          for (auto const& s : it->second)
            if (double const d = distance_m(s.at, p) - s.half_m; d < reach_m) {
              reach_m = d;
              best = s.link;
            }
    return best;
  }

 private:
  struct Sample {
    MapPoint at;
    std::uint32_t link;
    double half_m;
  };
  static std::pair<long, long> key(double e, double n) { return {std::lround(e / 200), std::lround(n / 200)}; }
  std::map<std::pair<long, long>, std::vector<Sample>> cells_;
};

} // namespace

void Ends::add(std::uint32_t link, double weight) {
  links.push_back(link);
  up_to.push_back((up_to.empty() ? 0 : up_to.back()) + weight);
}

std::uint32_t Ends::pick(double share) const {
  auto const it = std::ranges::upper_bound(up_to, share * up_to.back());
  return links[std::min(static_cast<std::size_t>(it - up_to.begin()), links.size() - 1)];
}

Demand::Demand(layout::City const& city, RoadNetwork const& network, RouteFinder& routes, TrafficPlan const& plan,
               synth::DayStory const& story, std::uint64_t seed)
    : network_(network), routes_(routes), plan_(plan), story_(story), draws_(seed, "demand") {
  find_ends(city);
  for (int minute = 0; minute < 1440; ++minute)
    top_rush_ = std::max(minute == 0 ? 1e-9 : top_rush_, std::abs(rush(60.0 * minute)));
  double top = 0;
  for (int minute = 0; minute < 1440; ++minute)
    top = std::max(top, wanted(60.0 * minute));
  top_ = top / plan_.vehicles;
  auto const choose = [&](Ends const& from, std::string_view what) {
    Ends few;
    for (std::size_t i = 0; i < kDestinations && !from.empty(); ++i) {
      auto const link = from.pick(draws_.uniform(what, 0, 1, i));
      routes_.add(link);
      few.add(link, 1);
    }
    return few;
  };
  to_home_ = choose(home_, "homes");
  to_work_ = choose(work_, "works");
  to_goods_ = choose(goods_, "goods");
  to_port_ = choose(port_, "port");
  to_any_ = choose(any_, "any");
}

void Demand::find_ends(layout::City const& city) {
  for (std::uint32_t i = 0; i < network_.links().size(); ++i) {
    auto const& link = network_.links()[i];
    double const weight = link.length_m * link.lanes;
    if (link.expressway) expressway_.add(i, weight);
    if (link.expressway || link.length_m < 60) continue;
    any_.add(i, weight);
    if (city.routes[link.route].id.starts_with("dayaowan-")) port_.add(i, weight);
  }
  StreetsNear const streets(network_);
  for (auto const& parcel : city.parcels) {
    Ends* const ends = kHomes.contains(parcel.use)   ? &home_
                       : kWorks.contains(parcel.use) ? &work_
                       : kGoods.contains(parcel.use) ? &goods_
                                                     : nullptr;
    if (ends == nullptr) continue;
    auto const at = middle(parcel.outline);
    double const area = area_m2(parcel.outline);
    auto const link = streets.nearest(at, kBeside_m + std::sqrt(area) / 2);
    if (link != kNone) ends->add(link, area);
  }
}

double Demand::rush(double t) const {
  auto const wrap = [](double s) { return std::fmod(s + synth::kDay_s, synth::kDay_s); };
  return story_.at_work(wrap(t + kRushWindow_s)) - story_.at_work(wrap(t - kRushWindow_s / 3));
}

double Demand::wanted(double t) const {
  auto const hour = static_cast<std::size_t>(t / 3600) % 24;
  double const base = std::lerp(plan_.background[hour], plan_.background[(hour + 1) % 24], std::fmod(t, 3600) / 3600);
  double const share = (1 - plan_.commute) * base + plan_.commute * std::abs(rush(t)) / top_rush_;
  return plan_.vehicles * share / top_;
}

std::array<double, kPurposes> Demand::shares(double t) const {
  auto const hour = static_cast<std::size_t>(t / 3600) % 24;
  double const base = std::lerp(plan_.background[hour], plan_.background[(hour + 1) % 24], std::fmod(t, 3600) / 3600);
  double const background = (1 - plan_.commute) * base, commute = plan_.commute * rush(t) / top_rush_;
  return {std::max(0.0, commute),
          std::max(0.0, -commute),
          background * plan_.through,
          background * plan_.goods,
          background * (1 - plan_.through - plan_.goods),
          0};
}

VehicleKind Demand::kind_for(Purpose purpose) const {
  double const u = draws_.uniform("kind", 0, 1, drawn_);
  switch (purpose) {
  case Purpose::goods:
  case Purpose::port:
    return VehicleKind::truck;
  case Purpose::through:
    return u < plan_.through_trucks ? (u < plan_.through_trucks / 2 ? VehicleKind::articulated : VehicleKind::truck)
                                    : VehicleKind::car;
  default:
    return u < 0.12 ? VehicleKind::van : VehicleKind::car; // parameter: vans of light traffic
  }
}

std::optional<Trip> Demand::between(Ends const& from, Ends const& to, VehicleKind kind, bool anywhere) {
  if (from.empty() || to.empty()) return std::nullopt;
  for (std::uint64_t k = 0; k < kTries; ++k) {
    auto const n = drawn_ * kTries + k;
    Trip trip;
    trip.kind = kind;
    trip.link = from.pick(draws_.uniform("from", 0, 1, n));
    auto const destination = routes_.add(to.pick(draws_.uniform("to", 0, 1, n)));
    if (!std::isfinite(routes_.seconds(destination, trip.link)) || routes_.link_of(destination) == trip.link) continue;
    double share = 0.5;
    if (anywhere) { // somewhere on its way already
      double const whole = routes_.seconds(destination, trip.link);
      double left = whole * draws_.uniform("left", 0, 1, n);
      while (routes_.next(destination, trip.link) != kNone && routes_.seconds(destination, trip.link) > left)
        trip.link = routes_.next(destination, trip.link);
      if (routes_.link_of(destination) == trip.link) continue;
      share = draws_.uniform("share", 0.1, 0.9, n);
    }
    trip.along_m = share * network_.links()[trip.link].length_m;
    trip.targets = {destination};
    return trip;
  }
  return std::nullopt;
}

std::optional<Trip> Demand::trip_for(Purpose purpose, bool anywhere) {
  auto const kind = kind_for(purpose);
  switch (purpose) {
  case Purpose::to_work:
    return between(home_, to_work_, kind, anywhere);
  case Purpose::from_work:
    return between(work_, to_home_, kind, anywhere);
  case Purpose::goods:
    return draws_.below("way", 2, drawn_) == 0 ? between(goods_, to_goods_, kind, anywhere)
                                               : between(port_, to_port_, kind, anywhere);
  case Purpose::port:
    return between(port_, to_port_, kind, anywhere);
  case Purpose::errand:
    return between(any_, to_any_, kind, anywhere);
  case Purpose::through:
    break;
  }
  if (expressway_.empty()) return std::nullopt;
  Trip trip;
  trip.kind = kind;
  trip.link = expressway_.pick(draws_.uniform("expressway", 0, 1, drawn_));
  trip.along_m = figures_of(kind).length_m + 1;
  if (anywhere) trip.along_m += draws_.uniform("along", 0, 0.98, drawn_) * network_.links()[trip.link].length_m;
  return trip;
}

bool Demand::begin_one(Traffic& traffic, double t, bool anywhere) {
  auto const weights = shares(t);
  double sum = 0;
  for (double const w : weights)
    sum += w;
  ++drawn_;
  double u = draws_.uniform("purpose", 0, sum, drawn_);
  std::size_t purpose = 0;
  while (purpose + 1 < kPurposes && u >= weights[purpose])
    u -= weights[purpose++];
  constexpr int kPlaces = 8; // a full road is no reason to go for another purpose
  for (int i = 0; i < kPlaces; ++i, ++drawn_) {
    auto trip = trip_for(static_cast<Purpose>(purpose), anywhere);
    if (!trip || !traffic.begin(std::move(*trip))) continue;
    ++begun_[purpose];
    return true;
  }
  return false;
}

void Demand::fill(Traffic& traffic, double t) {
  auto const target = static_cast<std::size_t>(wanted(t));
  for (std::size_t tries = 0; traffic.active() < target && tries < 20 * target; ++tries)
    begin_one(traffic, t, true);
}

void Demand::step(Traffic& traffic, double t) {
  auto const target = static_cast<std::size_t>(wanted(t));
  for (int i = 0; i < 40 && traffic.active() < target; ++i)
    begin_one(traffic, t, false);
  for (auto const& call : story_.calls)
    if (call.since_berthed_s(t) < call.trucks_s) port_due_ += call.trucks / call.trucks_s * Traffic::kStep_s;
  for (; port_due_ >= 1; port_due_ -= 1) {
    ++drawn_;
    auto trip = trip_for(Purpose::port, false);
    if (trip && traffic.begin(std::move(*trip))) ++begun_[static_cast<std::size_t>(Purpose::port)];
  }
}

} // namespace dalian::roads
