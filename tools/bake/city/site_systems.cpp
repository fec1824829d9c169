#include "tools/bake/city/noise.hpp"
#include "tools/bake/city/systems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dalian::bake {
namespace {

using layout::System;

constexpr double kFrame_m = 24, kSpanModel_m = 36, kPipeModel_m = 36; // lengths of the models
constexpr double kRackHalf_m = 4.8, kKerb_m = 1.2, kLongestRackSpan_m = 84;
constexpr double kTower_m = 45, kTallTower_m = 100, kTall_m = 520; // spans above kTall_m hang between tall towers

/// Basic colours of pipes by what they carry (GB 7231-2003: water green, steam red, gas yellow, acid and alkali violet,
/// flammable liquid brown, oxygen light blue, air and nitrogen light grey), muted; 0xAABBGGRR.
std::uint32_t colour_of(std::string const& medium) {
  if (medium == "water") return 0xff86a67c;
  if (medium == "steam") return 0xff7878c4;
  if (medium == "acid") return 0xffa884a0;
  if (medium == "solvent" || medium == "product") return 0xff6c8cae;
  if (medium == "oxygen") return 0xffc8ac86;
  if (medium == "nitrogen" || medium == "carbon dioxide") return 0xffc6c4be;
  if (medium == "hydrogen") return 0xffa0b486;
  return 0xff74b4d2; // gases that burn
}

PlaceRequest part_of(std::string const& id, std::string model, MapPoint at, double heading_rad) {
  PlaceRequest request;
  request.prefix = id;
  request.zone = id.substr(0, id.find('/'));
  request.model = std::move(model);
  request.at = at;
  request.heading_rad = heading_rad;
  request.clearance_m = kKerb_m;
  request.most_rise_m = 6;
  request.joins = true;
  return request;
}

/// One straight run of a rack: frames of 24 m; where a carriageway is in the way, a span from one free place to the
/// next.
class RackRun {
 public:
  RackRun(System const& corridor, MapPoint from, MapPoint to, Placer& placer)
      : corridor_(corridor), from_(from), length_m_(distance_m(from, to)), along_(1 / length_m_ * (to - from)),
        heading_rad_(bearing_rad(along_)), placer_(placer) {}

  void build() {
    auto const count = static_cast<int>(std::max(1.0, std::round(length_m_ / (kFrame_m / 2))));
    double const step_m = length_m_ / count;
    for (int i = 0; i < count;) {
      int next = std::min(count, i + 2);
      if (!is_free(i * step_m, i * step_m)) {
        ++i;
        continue;
      }
      if (is_free(i * step_m, next * step_m)) {
        put("rack_frame", i * step_m, next * step_m, kFrame_m);
      } else {
        while (next <= count && !is_free(next * step_m, next * step_m))
          ++next;
        if (next <= count && (next - i) * step_m < kLongestRackSpan_m)
          put("rack_span", i * step_m, next * step_m, kSpanModel_m);
      }
      i = next;
    }
  }

 private:
  bool is_free(double low_m, double high_m) const {
    double const half = std::max(1.0, (high_m - low_m) / 2);
    return !placer_.on_route({from_ + (low_m + high_m) / 2 * along_, heading_rad_, kRackHalf_m, half}, kKerb_m);
  }
  void put(char const* model, double low_m, double high_m, double model_m) {
    auto request = part_of(corridor_.id, model, from_ + (low_m + high_m) / 2 * along_, heading_rad_);
    request.scale[1] = (high_m - low_m) / model_m;
    request.over_road = stands_over_roads(model);
    placer_.place(request);
  }

  System const& corridor_;
  MapPoint from_;
  double length_m_;
  MapPoint along_;
  double heading_rad_;
  Placer& placer_;
};

/// The line beside an axis, its corners mitred.
Line beside(Line const& axis, double offset_m) {
  Line out;
  for (std::size_t i = 0; i < axis.size(); ++i) {
    MapPoint const back = axis[i] - axis[i > 0 ? i - 1 : 0], ahead = axis[std::min(i + 1, axis.size() - 1)] - axis[i];
    MapPoint const in = right_of(i > 0 ? back : ahead), onward = right_of(i + 1 < axis.size() ? ahead : back);
    MapPoint const a = 1 / std::hypot(in.east_m, in.north_m) * in;
    MapPoint const b = 1 / std::hypot(onward.east_m, onward.north_m) * onward;
    out.push_back(axis[i] + offset_m / (1 + dot(a, b)) * (a + b));
  }
  return out;
}

void place_pipeline(Pipeline const& pipeline, Placer& placer) {
  Line const line = beside(pipeline.system.line, pipeline.offset_m);
  char const* size = pipeline.system.diameter_m < 0.3 ? "s" : pipeline.system.diameter_m < 0.55 ? "m" : "l";
  std::string const model = fmt::format("pipe_{}_{}", pipeline.upper ? "upper" : "lower", size);
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    MapPoint const along = line[i + 1] - line[i];
    double const length = std::hypot(along.east_m, along.north_m);
    int const count = std::max(1, static_cast<int>(std::ceil(length / (kPipeModel_m * 2))));
    for (int k = 0; k < count; ++k) {
      auto request = part_of(pipeline.system.id, model, line[i] + (k + 0.5) / count * along, bearing_rad(along));
      request.scale[1] = length / count / kPipeModel_m;
      request.tint = colour_of(pipeline.system.medium);
      request.over_road = request.spans = true;
      placer.place(request);
    }
  }
}

/// Where the towers of a line would stand: its corners, and even places between them.
Line tower_places(Line const& drawn) {
  Line places{drawn.front()};
  for (std::size_t i = 0; i + 1 < drawn.size(); ++i) {
    int const count = std::max(1, static_cast<int>(std::round(distance_m(drawn[i], drawn[i + 1]) / kSpan_m)));
    for (int k = 1; k <= count; ++k)
      places.push_back(drawn[i] + static_cast<double>(k) / count * (drawn[i + 1] - drawn[i]));
  }
  return places;
}

/// A tower at a place, or up to 80 m from it along the line if something is in the way.
bool place_tower(System const& line, MapPoint& at, double heading_rad, Placer& placer) {
  for (double const shift : {0.0, 25.0, -25.0, 50.0, -50.0, 80.0, -80.0}) {
    auto request = part_of(line.id, "pylon", at + shift * along_bearing(heading_rad), heading_rad);
    request.zone.clear();
    request.joins = false;
    request.clearance_m = 6;
    request.most_rise_m = 9;
    if (!placer.place(request)) continue;
    at = request.at;
    return true;
  }
  return false;
}

Status place_power_line(System& line, Placer& placer) {
  Line const places = tower_places(line.line);
  Line stand{places.front()};
  std::vector<std::size_t> tower; // placements of the towers
  for (std::size_t i = 1; i + 1 < places.size(); ++i) {
    MapPoint at = places[i];
    if (!place_tower(line, at, bearing_rad(places[i + 1] - places[i - 1]), placer)) continue;
    stand.push_back(at);
    tower.push_back(placer.placements.size() - 1);
  }
  stand.push_back(places.back());
  line.tower_m.assign(stand.size(), static_cast<float>(kTower_m));
  line.tower_m.front() = line.tower_m.back() = 0; // gantries of the substations
  for (std::size_t i = 0; i + 1 < stand.size(); ++i) {
    double const span = distance_m(stand[i], stand[i + 1]);
    if (span > kLongestSpan_m) {
      GeoPoint const where = to_geo(0.5 * (stand[i] + stand[i + 1]));
      return Error{fmt::format("systems.geojson: feature '{}': no tower can stand for {:.0f} m near {:.4f}, {:.4f}: "
                               "move its corners",
                               line.id, span, where.lon_deg, where.lat_deg)};
    }
    for (std::size_t const end : {i, i + 1})
      if (span > kTall_m && end > 0 && end + 1 < stand.size()) line.tower_m[end] = static_cast<float>(kTallTower_m);
  }
  for (std::size_t i = 0; i < tower.size(); ++i)
    placer.placements[tower[i]].scale[2] = line.tower_m[i + 1] / static_cast<float>(kTower_m);
  line.line = std::move(stand);
  return {};
}

Status place_station(Station const& station, Placer& placer) {
  auto request = part_of(station.id, station.model, station.at, station.heading_rad);
  request.zone = station.zone;
  request.joins = false;
  request.offshore = station.in_water;
  request.least_depth_m = 0.5; // berths are dredged
  request.most_rise_m = station.in_water ? 60 : 8;
  if (placer.place(request)) return {};
  return Error{fmt::format("systems.geojson: feature '{}': {} does not fit where it is drawn ({}): move it", station.id,
                           station.model, placer.last_outcome())};
}

} // namespace

Status place_systems(Systems& systems, Placer& placer) {
  for (Station const& station : systems.stations)
    if (Status const placed = place_station(station, placer); !placed) return placed;
  for (System const& corridor : systems.corridors)
    for (std::size_t i = 0; i + 1 < corridor.line.size(); ++i)
      RackRun(corridor, corridor.line[i], corridor.line[i + 1], placer).build();
  for (Pipeline const& pipeline : systems.pipelines)
    place_pipeline(pipeline, placer);
  for (System& line : systems.power_lines)
    if (Status const placed = place_power_line(line, placer); !placed) return placed;
  return {};
}

} // namespace dalian::bake
