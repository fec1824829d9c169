#include "twin/whatif/traffic_corridors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dalian::whatif {
namespace {

constexpr double kStep_m = 25, kOnRoad_m = 25; // of the corridor's line, and from a road's axis

struct Ride {
  double on_road_m = 0, all_m = 0, free_min = 0;
  std::array<double, kRangeEnds> minutes{};
};

/// Adds a step of the line that lies on link `piece`, from `from_m` to `to_m` along it.
void add_step(Ride& ride, TrafficAnswer const& answer, std::uint32_t piece, double from_m, double to_m) {
  auto link = answer.roads.link_of[piece][to_m >= from_m ? 0 : 1];
  if (link == kNoLink) link = answer.roads.link_of[piece][to_m >= from_m ? 1 : 0]; // drawn against a one-way road
  if (link == kNoLink) return;
  double const part = std::abs(to_m - from_m) / answer.roads.graph->links()[piece].length_m();
  ride.on_road_m += std::abs(to_m - from_m);
  ride.free_min += part * answer.roads.links[link].free_time;
  for (std::size_t e = 0; e < kRangeEnds; ++e)
    ride.minutes[e] += part * answer.solved[e]->time[link];
}

Ride ride_along(plan::MapLine const& line, TrafficAnswer const& answer) {
  Ride ride;
  std::optional<plan::StreetPlace> last;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    double const length = distance_m(line[i], line[i + 1]);
    ride.all_m += length;
    int const steps = std::max(1, static_cast<int>(length / kStep_m));
    for (int s = i == 0 ? 0 : 1; s <= steps; ++s) {
      double const t = static_cast<double>(s) / steps;
      MapPoint const p{line[i].east_m + t * (line[i + 1].east_m - line[i].east_m),
                       line[i].north_m + t * (line[i + 1].north_m - line[i].north_m)};
      auto const place = answer.roads.graph->nearest(p, kOnRoad_m);
      if (last && place && last->link == place->link)
        add_step(ride, answer, place->link, last->along_m, place->along_m);
      last = place;
    }
  }
  return ride;
}

} // namespace

std::vector<Kpi> corridor_kpis(Inputs const& inputs, TrafficAnswer const& answer) {
  std::vector<Kpi> out;
  inputs.for_each(plan::Layer::corridor, [&](plan::Entity const& corridor) {
    auto const line = plan::to_map(corridor.shape("line"));
    if (line.size() < 2) return;
    Ride const ride = ride_along(line, answer);
    if (ride.on_road_m < kStep_m) return;
    double const scale = ride.all_m / ride.on_road_m; // steps over a node, or on no road, as the rest
    std::array<double, kRangeEnds> minutes{}, reliable{};
    for (std::size_t e = 0; e < kRangeEnds; ++e) {
      minutes[e] = scale * ride.minutes[e];
      reliable[e] = 100 * ride.free_min / ride.minutes[e];
    }
    auto const add = [&](char const* what, std::array<double, kRangeEnds> values, char const* unit,
                         char const* source) {
      auto const [low, high] = std::minmax_element(values.begin(), values.end());
      out.push_back({fmt::format("corridor_{}_{}", corridor.id(), what), "", values[1], *low, *high, unit, source, 0});
    };
    add("minutes", minutes, "min", "along the corridor in the peak hour");
    add("reliability", reliable, "%", "minutes on empty roads over minutes in the peak hour");
  });
  return out;
}

} // namespace dalian::whatif
