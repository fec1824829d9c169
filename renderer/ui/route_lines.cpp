#include "renderer/ui/route_lines.hpp"

#include "renderer/ui/mover_marks.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace dalian::ui {
namespace {

constexpr double kRange_m = 40e3, kFadeFrom_m = 32e3;
constexpr double kHair_px = 4, kRoad_px = 9; // width of the road on the screen, on 720 lines: line full, line gone
constexpr double kShortestPeriod_m = 8;
constexpr double kOn = 0.66; // part of a period that is drawn
constexpr double kLeastPeriod_px = 13;
constexpr double kHidden_m = 12; // the ground may be this much above the line of sight
constexpr double kAboveRoad_m = 1;

constexpr double kLine_px = 2; // on 720 lines

struct Stroke {
  float x0, y0, x1, y1;
  double opacity;
};

/// Strokes end in half circles; without them the gaps stay as wide as they should be. Nothing where nothing is left.
std::optional<Stroke> without_caps(ScreenPoint const& a, ScreenPoint const& b, double opacity, double width_px) {
  float const dx = b.x - a.x, dy = b.y - a.y, length = std::hypot(dx, dy), cap = static_cast<float>(width_px / 2);
  if (length < 2 * cap) return std::nullopt;
  float const f = cap / length;
  return Stroke{a.x + f * dx, a.y + f * dy, b.x - f * dx, b.y - f * dy, opacity};
}

double opacity_at(double distance_m, double road_px) {
  double const near = std::clamp((kRoad_px - road_px) / (kRoad_px - kHair_px), 0.0, 1.0);
  double const far = std::clamp((kRange_m - distance_m) / (kRange_m - kFadeFrom_m), 0.0, 1.0);
  return near * far;
}

/// How long a metre of level ground is on the screen, between along and across the line of sight.
double ground_px_per_m(ViewFrustum const& view, glm::dvec3 point) {
  glm::dvec3 const sight = view.eye - point;
  double const distance = glm::length(sight);
  double const steepness = std::clamp(std::abs(sight.z) / distance, 0.05, 1.0);
  return view.focal_px() / distance * std::sqrt(steepness);
}

void collect(MeasuredLine const& line, ViewFrustum const& view, view::Terrain const& terrain,
             std::vector<Stroke>& strokes) {
  double const scale = mark_scale(view.height), focal_px = view.focal_px();
  Box const picture =
      Box{0, 0, static_cast<float>(view.width), static_cast<float>(view.height)}.grown(static_cast<float>(20 * scale));
  auto const in_picture = [&](ScreenPoint const& p) { return Box{p.x, p.y, p.x, p.y}.inside(picture); };
  DashStep step;
  for (double at = 0; at < line.length_m(); at = step.next_m) {
    double const px_per_m = ground_px_per_m(view, line.at(at)) / scale;
    step = next_dash(at, std::max(dash_period(px_per_m), kShortestPeriod_m));
    double const end = std::min(step.dash.to_m, line.length_m());
    if (step.dash.from_m >= end) continue;
    glm::dvec3 const middle = line.at((step.dash.from_m + end) / 2);
    auto const from = view.project(line.at(step.dash.from_m)), to = view.project(line.at(end));
    if (!from || !to || !(in_picture(*from) || in_picture(*to))) continue;
    double const distance = (from->distance_m + to->distance_m) / 2;
    double const opacity = opacity_at(distance, line.width_m * focal_px / distance / scale);
    if (opacity <= 0 || hidden_by_terrain(terrain, view.eye, middle, kHidden_m)) continue;
    if (auto const stroke = without_caps(*from, *to, opacity, kLine_px * scale)) strokes.push_back(*stroke);
  }
}

} // namespace

glm::dvec3 MeasuredLine::at(double at_m) const {
  auto const after = std::upper_bound(along_m.begin(), along_m.end(), at_m);
  if (after == along_m.begin()) return points.front();
  if (after == along_m.end()) return points.back();
  auto const i = static_cast<std::size_t>(after - along_m.begin());
  return glm::mix(points[i - 1], points[i], (at_m - along_m[i - 1]) / (along_m[i] - along_m[i - 1]));
}

DashStep next_dash(double at_m, double period_m) {
  double const begin = std::floor(at_m / period_m) * period_m;
  return {{at_m, begin + kOn * period_m}, begin + period_m};
}

double dash_period(double px_per_m) {
  return std::exp2(std::ceil(std::log2(kLeastPeriod_px / px_per_m)));
}

RouteLines::RouteLines(view::City const& city) {
  for (view::Route const& route : city.routes) {
    if (route.kind != view::RouteClass::test_route) continue;
    MeasuredLine line;
    line.width_m = route.width_m;
    for (std::size_t i = 0; i < route.line.size(); ++i) {
      double const along = i == 0 ? 0 : line.length_m() + distance_m(route.line[i - 1], route.line[i]);
      if (i > 0 && along <= line.length_m()) continue; // the same point twice
      double const height = i < route.height_m.size() ? static_cast<double>(route.height_m[i]) : 0.0;
      line.points.emplace_back(route.line[i].east_m, route.line[i].north_m, height + kAboveRoad_m);
      line.along_m.push_back(along);
    }
    if (line.points.size() > 1) lines_.push_back(std::move(line));
  }
}

bool RouteLines::draw(ViewFrustum const& view, view::Terrain const& terrain, DrawList& list) const {
  std::vector<Stroke> strokes;
  for (MeasuredLine const& line : lines_)
    collect(line, view, terrain, strokes);
  auto const width = static_cast<float>(kLine_px * mark_scale(view.height));
  auto const write = [&](float width_px, Rgba colour) {
    for (Stroke const& s : strokes)
      list.stroke(s.x0, s.y0, s.x1, s.y1, width_px, faded(colour, s.opacity));
  };
  write(width * 1.8F, faded(theme::kMarkEdge, 0.45));
  write(width, theme::kTestRoute);
  return !strokes.empty();
}

} // namespace dalian::ui
