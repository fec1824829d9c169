// The maps of a report, as SVG.
#include "twin/plan/polygon.hpp"
#include "twin/whatif/report.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::whatif {
namespace {

using plan::Layer;

constexpr double kWidth_px = 520;
constexpr double kNothing = 1e-3; // of the largest change: not drawn

struct Frame {
  double west = 1e300, east = -1e300, south = 1e300, north = -1e300;
  void take(plan::MapLine const& line) {
    for (MapPoint const p : line) {
      west = std::min(west, p.east_m), east = std::max(east, p.east_m);
      south = std::min(south, p.north_m), north = std::max(north, p.north_m);
    }
  }
  double scale() const { return kWidth_px / std::max(1.0, east - west); }
  bool holds(MapPoint p) const {
    return p.east_m >= west && p.east_m <= east && p.north_m >= south && p.north_m <= north;
  }
  bool touches(plan::MapLine const& line) const {
    return std::any_of(line.begin(), line.end(), [&](MapPoint p) { return holds(p); });
  }
  std::string points(plan::MapLine const& line) const {
    std::string out;
    for (MapPoint const p : line)
      out += fmt::format("{:.1f},{:.1f} ", (p.east_m - west) * scale(), (north - p.north_m) * scale());
    return out;
  }
};

Frame frame_of(plan::Layout const& layout, std::string const& zone) {
  Frame frame;
  layout.for_each(Layer::parcel, [&](plan::Entity const& p) {
    if (p.text("zone") == zone) frame.take(plan::to_map(p.shape("outline")));
  });
  return frame;
}

template <class Fill>
std::string drawn(plan::Layout const& layout, std::string const& zone, Frame const& frame, Fill&& fill) {
  double const height = std::max(10.0, (frame.north - frame.south) * frame.scale());
  std::string out = fmt::format("<svg viewBox='0 0 {:.0f} {:.0f}' class='map' role='img'>", kWidth_px, height);
  layout.for_each(Layer::parcel, [&](plan::Entity const& p) {
    if (p.text("zone") == zone)
      out += fmt::format("<polygon points='{}' fill='{}'/>", frame.points(plan::to_map(p.shape("outline"))), fill(p));
  });
  return out;
}

plan::MapLine road_line(plan::Layout const& layout, std::string const& id) {
  auto const road = layout.find(Layer::road, id);
  return road ? plan::to_map(road->shape("line")) : plan::MapLine();
}

/// The largest size of the values of roads that the frame shows.
template <class Values>
double most_within(plan::Layout const& layout, Frame const& frame, Values const& values) {
  double most = 0;
  for (auto const& [id, value] : values)
    if (std::abs(value) > most && frame.touches(road_line(layout, id))) most = std::abs(value);
  return most;
}

/// Red for more, blue for less; `part` of the largest.
std::string colour_of_change(double part) {
  int const pale = 225 - static_cast<int>(150 * std::sqrt(std::abs(part)));
  return part > 0 ? fmt::format("rgb(214,{0},{0})", pale) : fmt::format("rgb({0},{0},214)", pale);
}

/// Roads by how far a value of them moved, over pale land.
std::string road_changes(plan::Layout const& layout, std::string const& zone,
                         std::map<std::string, double> const& change) {
  Frame const frame = frame_of(layout, zone);
  double const most = most_within(layout, frame, change);
  std::string out = drawn(layout, zone, frame, [](plan::Entity const&) { return "#f1f3f5"; });
  for (auto const& [id, value] : change) {
    double const part = most > 0 ? value / most : 0;
    auto const line = road_line(layout, id);
    if (std::abs(part) >= kNothing && frame.touches(line))
      out += fmt::format("<polyline points='{}' fill='none' stroke='{}' stroke-width='{:.1f}'/>", frame.points(line),
                         colour_of_change(part), 1 + 5 * std::sqrt(std::abs(part)));
  }
  return out + "</svg>";
}

/// What edits added or changed, without parcels and zones, whose fill tells it.
std::string marks(ReportScenario const& scenario, Frame const& frame) {
  std::string out;
  for (plan::Edit const& edit : scenario.edits) {
    auto const entity = scenario.layout.find(edit.layer, edit.id);
    if (!entity || edit.layer == Layer::parcel || edit.layer == Layer::zone) continue;
    for (char const* field : {"at", "line", "outline"}) {
      if (!plan::find_field(edit.layer, field) || !entity->has(field)) continue;
      auto const line = plan::to_map(entity->shape(field));
      if (!frame.touches(line)) continue; // what lies beyond the frame is cut off
      if (line.size() == 1)
        out +=
            fmt::format("<circle class='mark' r='7' cx='{:.1f}' cy='{:.1f}'/>",
                        (line[0].east_m - frame.west) * frame.scale(), (frame.north - line[0].north_m) * frame.scale());
      else
        out +=
            fmt::format("<{} class='mark' points='{}'/>", field[0] == 'o' ? "polygon" : "polyline", frame.points(line));
    }
  }
  return out;
}

} // namespace

// The customary hues of Chinese land-use plans, paled.
char const* land_colour(char letter) {
  switch (letter) {
  case 'R':
    return "#f7e08a";
  case 'A':
    return "#f2a6c0";
  case 'B':
    return "#e4705f";
  case 'M':
    return "#c69c7b";
  case 'W':
    return "#b3a2cf";
  case 'S':
    return "#b9bec4";
  case 'U':
    return "#8fb3d9";
  case 'G':
    return "#9ccb86";
  default:
    return "#e8ece4";
  }
}

std::string zone_map(ReportScenario const& scenario, std::string const& zone, Programme const& programme,
                     Column const* flows) {
  plan::Layout const& layout = scenario.layout;
  Frame const frame = frame_of(layout, zone);
  std::string out = drawn(layout, zone, frame, [&](plan::Entity const& p) {
    LandUse const* use = programme.use(p.text("use"));
    return land_colour(use && !use->code.empty() ? use->code[0] : '?');
  });
  double const most = flows ? std::max(1.0, most_within(layout, frame, flows->values)) : 1;
  for (std::size_t i = 0; flows && i < flows->values.size(); ++i) {
    auto const line = road_line(layout, flows->values[i].first);
    if (frame.touches(line))
      out += fmt::format("<polyline points='{}' class='flow' stroke-width='{:.1f}'/>", frame.points(line),
                         0.3 + 5 * flows->values[i].second / most);
  }
  return out + marks(scenario, frame) + "</svg>";
}

std::string change_map(plan::Layout const& layout, std::string const& zone, Column const& before, Column const& after) {
  std::map<std::string, double> change;
  for (auto const& [id, value] : after.values)
    change[id] += value;
  for (auto const& [id, value] : before.values)
    change[id] -= value;
  if (after.layer == Layer::road) return road_changes(layout, zone, change);
  double most = 0;
  for (auto const& [id, value] : change)
    most = std::max(most, std::abs(value));
  std::string const out = drawn(layout, zone, frame_of(layout, zone), [&](plan::Entity const& p) -> std::string {
    auto const it = change.find(p.id());
    double const part = it == change.end() || most <= 0 ? 0 : it->second / most;
    return std::abs(part) < kNothing ? "#f1f3f5" : colour_of_change(part);
  });
  return out + "</svg>";
}

} // namespace dalian::whatif
