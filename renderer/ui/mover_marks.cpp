#include "renderer/ui/mover_marks.hpp"

#include "renderer/ui/label_layer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace dalian::ui {
namespace {

constexpr double kReadable_px = 18, kUnreadable_px = 10;      // length of a model on 720 lines
constexpr double kFarFrom_m = 40e3, kTooFar_m = 55e3;         // in the haze, marks would only crowd the horizon
constexpr double kSensorFrom_m = 900, kSensorTooFar_m = 1500; // a city has thousands
constexpr double kAtRest_mps = 0.25;
constexpr double kHidden_m = 12;                             // the ground may be this much above the line of sight
constexpr float kCoveredTooMuch = 0.6F, kNotCovered = 0.85F; // distance of two marks over the sum of their radii
constexpr double kStaleRing_s = 60;                          // in which the ring of a stale mark grows to full size

bool is_ship(view::Shape shape) {
  return shape <= view::Shape::other_ship;
}

bool is_aid(view::Shape shape) {
  return shape == view::Shape::buoy || shape == view::Shape::base_station || shape == view::Shape::sensor;
}

Rgba colour_of(view::Shape shape) {
  using view::Shape;
  switch (shape) {
  case Shape::container_ship:
    return theme::kMarkContainer;
  case Shape::bulk_carrier:
    return theme::kMarkBulk;
  case Shape::tanker:
    return theme::kMarkTanker;
  case Shape::car_carrier:
    return theme::kMarkCarCarrier;
  case Shape::ferry:
    return theme::kMarkFerry;
  case Shape::fishing_boat:
    return theme::kMarkFishing;
  case Shape::tug:
    return theme::kMarkTug;
  case Shape::car:
  case Shape::bus:
  case Shape::truck:
  case Shape::shuttle:
    return theme::kMarkCar;
  case Shape::buoy:
  case Shape::base_station:
  case Shape::sensor:
    return theme::kMarkAid;
  case Shape::other_ship:
  case Shape::aircraft:
    break;
  }
  return theme::kMarkOther;
}

MarkForm form_of(view::Mover const& m) {
  if (is_aid(m.shape)) return MarkForm::dot;
  if (!is_ship(m.shape) && m.shape != view::Shape::aircraft) return MarkForm::disc;
  bool const moves = std::hypot(m.velocity_east_mps, m.velocity_north_mps) >= static_cast<float>(kAtRest_mps);
  return moves ? MarkForm::dart : MarkForm::diamond;
}

glm::dvec3 place_of(view::Mover const& m, Instant now) {
  MapPoint const p = position_at(m, now);
  return {p.east_m, p.north_m, static_cast<double>(m.up_m)};
}

glm::dvec3 bow_direction(view::Mover const& m, Instant now) {
  double const dt = std::max(0.0, to_seconds(std::min(now, m.until) - m.t0));
  double const heading = static_cast<double>(m.heading_rad) + static_cast<double>(m.turn_rate_rps) * dt;
  return {std::sin(heading), std::cos(heading), 0};
}

/// From bow to stern on the screen, but not less than its beam and height look from ahead.
double seen_px(view::Mover const& m, MarkFrame const& frame, glm::dvec3 place, ScreenPoint const& at) {
  constexpr double kEndOn = 0.3; // of the length
  auto const length_m = static_cast<double>(m.length_m);
  double const least = kEndOn * length_m * frame.view.focal_px() / at.distance_m;
  glm::dvec3 const half = 0.5 * length_m * bow_direction(m, frame.now);
  auto const bow = frame.view.project(place + half), stern = frame.view.project(place - half);
  if (!bow || !stern) return kReadable_px * mark_scale(frame.view.height); // it reaches behind the eye
  return std::max(least, static_cast<double>(std::hypot(bow->x - stern->x, bow->y - stern->y)));
}

/// Where the bow points on the screen: the way from the middle of the ship to a point a little ahead of it.
void set_direction(Mark& mark, view::Mover const& m, MarkFrame const& frame, glm::dvec3 place) {
  double const ahead_m = 20 / frame.view.focal_px() * mark.at.distance_m; // 20 px, seen square on
  auto const ahead = frame.view.project(place + ahead_m * bow_direction(m, frame.now));
  if (!ahead) return;
  float const x = ahead->x - mark.at.x, y = ahead->y - mark.at.y, length = std::hypot(x, y);
  if (length < 1e-3F) return;
  mark.direction_x = x / length;
  mark.direction_y = y / length;
}

bool more_important(Mark const& a, Mark const& b) {
  if (a.focus != b.focus) return a.focus;
  if (a.stale != b.stale) return b.stale;
  if (a.size_px != b.size_px) return a.size_px > b.size_px;
  if (a.length_m != b.length_m) return a.length_m > b.length_m;
  return a.handle < b.handle;
}

/// The marks kept so far, by square cells at least as wide as two marks can touch.
class KeptMarks {
 public:
  explicit KeptMarks(float cell_px) : cell_px_(cell_px) {}

  void add(Mark const& mark) { cells_[key(cell(mark.at.x), cell(mark.at.y))].push_back(&mark); }

  /// Distance to the nearest kept mark over the sum of the two radii; large when none is near.
  float clearance(Mark const& mark) const {
    float least = 1e9F;
    for (std::int32_t row = cell(mark.at.y) - 1; row <= cell(mark.at.y) + 1; ++row)
      for (std::int32_t column = cell(mark.at.x) - 1; column <= cell(mark.at.x) + 1; ++column) {
        auto const found = cells_.find(key(column, row));
        if (found == cells_.end()) continue;
        for (Mark const* other : found->second)
          least = std::min(least, std::hypot(mark.at.x - other->at.x, mark.at.y - other->at.y) * 2 /
                                      (mark.size_px + other->size_px));
      }
    return least;
  }

 private:
  std::int32_t cell(float px) const { return static_cast<std::int32_t>(std::floor(px / cell_px_)); }
  static std::uint64_t key(std::int32_t column, std::int32_t row) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(column)) << 32U | static_cast<std::uint32_t>(row);
  }

  float cell_px_;
  std::unordered_map<std::uint64_t, std::vector<Mark const*>> cells_;
};

void draw_disc(Mark const& mark, float diameter, DrawList& list, BoxStyle style) {
  float const r = diameter / 2;
  style.radius = r;
  list.box({mark.at.x - r, mark.at.y - r, mark.at.x + r, mark.at.y + r}, style);
}

/// LOOK: stale things stand in a ring that grows.
void draw_ring(Mark const& mark, float edge_px, DrawList& list) {
  double const grown = 1.9 + 0.9 * std::clamp(mark.stale_s / kStaleRing_s, 0.0, 1.0);
  auto const diameter = static_cast<float>(mark.size_px * grown);
  draw_disc(mark, diameter, list, {0, faded(theme::kMarkEdge, 0.5 * mark.opacity), 2.5F * edge_px, 0, 0, 0});
  draw_disc(mark, diameter - edge_px, list, {0, faded(theme::kMarkStale, 0.9 * mark.opacity), edge_px, 0, 0, 0});
}

} // namespace

double mark_scale(int picture_height_px) {
  return std::max(picture_height_px / 720.0, 0.75);
}

double mark_size(view::Shape shape, double length_m) {
  if (is_aid(shape)) return 3;
  if (is_ship(shape)) return 6.5 + 2.5 * std::sqrt(std::clamp((length_m - 20) / 330, 0.0, 1.0));
  return length_m > 8 ? 6.5 : 6;
}

double smooth_step(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

double mark_opacity(double seen_px, double distance_m) {
  return smooth_step((kReadable_px - seen_px) / (kReadable_px - kUnreadable_px)) *
         smooth_step((kTooFar_m - distance_m) / (kTooFar_m - kFarFrom_m));
}

std::vector<Mark> mover_marks(MarkFrame const& frame, view::Terrain const& terrain) {
  double const scale = mark_scale(frame.view.height);
  std::vector<Mark> marks;
  for (view::Mover const& m : frame.movers) {
    glm::dvec3 const place = place_of(m, frame.now);
    auto const at = frame.view.project(place);
    auto const size = static_cast<float>(mark_size(m.shape, static_cast<double>(m.length_m)) * scale);
    Box const picture{0, 0, static_cast<float>(frame.view.width), static_cast<float>(frame.view.height)};
    if (!at || !Box{at->x, at->y, at->x, at->y}.inside(picture.grown(size))) continue;
    Mark mark;
    mark.opacity = mark_opacity(seen_px(m, frame, place, *at) / scale, at->distance_m);
    if (m.shape == view::Shape::sensor && m.handle != frame.focus)
      mark.opacity *= smooth_step((kSensorTooFar_m - at->distance_m) / (kSensorTooFar_m - kSensorFrom_m));
    if (mark.opacity <= 0 || hidden_by_terrain(terrain, frame.view.eye, place, kHidden_m)) continue;
    mark.handle = m.handle;
    mark.form = form_of(m);
    mark.at = *at;
    mark.size_px = size;
    mark.length_m = m.length_m;
    mark.focus = m.handle == frame.focus;
    mark.stale = m.freshness == view::Freshness::stale;
    if (mark.stale) mark.stale_s = std::max(0.0, to_seconds(frame.now - m.until));
    mark.colour = mark.stale ? theme::kMarkStale : colour_of(m.shape);
    if (mark.form == MarkForm::dart) set_direction(mark, m, frame, place);
    marks.push_back(mark);
  }
  std::sort(marks.begin(), marks.end(), [](Mark const& a, Mark const& b) {
    return a.at.distance_m != b.at.distance_m ? a.at.distance_m > b.at.distance_m : a.handle < b.handle;
  });
  thin_marks(marks);
  return marks;
}

void thin_marks(std::vector<Mark>& marks) {
  std::vector<std::size_t> order(marks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return more_important(marks[a], marks[b]); });
  float largest = 1;
  for (Mark const& mark : marks)
    largest = std::max(largest, mark.size_px);
  KeptMarks kept(largest);
  for (std::size_t const i : order) {
    float const clearance = kept.clearance(marks[i]);
    if (clearance < kCoveredTooMuch) {
      marks[i].opacity = 0;
      continue;
    }
    // From two thirds to full on the way to uncovered, so that a mark does not spring up as two things part.
    float const part = std::clamp((clearance - kCoveredTooMuch) / (kNotCovered - kCoveredTooMuch), 0.0F, 1.0F);
    marks[i].opacity *= (2 + static_cast<double>(part)) / 3;
    kept.add(marks[i]);
  }
  std::erase_if(marks, [](Mark const& mark) { return mark.opacity <= 0; });
}

void dim_under(Box const& text, std::vector<Mark>& marks) {
  constexpr double kUnderText = 0.35;
  for (Mark& mark : marks)
    if (!mark.focus && Box{mark.at.x, mark.at.y, mark.at.x, mark.at.y}.inside(text)) mark.opacity *= kUnderText;
}

Mark const* mark_near(std::span<Mark const> marks, float x, float y, float reach_px) {
  Mark const* nearest = nullptr;
  for (Mark const& mark : marks) {
    float const distance = std::hypot(mark.at.x - x, mark.at.y - y);
    if (distance > reach_px) continue;
    reach_px = distance;
    nearest = &mark;
  }
  return nearest;
}

void draw_marks(std::span<Mark const> marks, double scale, DrawList& list) {
  auto const edge_px = static_cast<float>(std::max(1.0, scale));
  for (Mark const& mark : marks) {
    Rgba const fill = faded(mark.colour, mark.opacity);
    Rgba const edge = faded(mark.focus ? theme::kSelection : theme::kMarkEdge, mark.opacity);
    float const edge_width = mark.focus ? 2 * edge_px : edge_px, s = mark.size_px;
    if (mark.stale) draw_ring(mark, edge_px, list);
    switch (mark.form) {
    case MarkForm::dart:
      list.dart(
          {mark.at.x, mark.at.y, mark.direction_x, mark.direction_y, 0.55F * s, -0.45F * s, 0.42F * s, -0.28F * s},
          {fill, edge, edge_width});
      break;
    case MarkForm::diamond:
      list.dart({mark.at.x, mark.at.y, 0, -1, 0.45F * s, 0, 0.45F * s, -0.45F * s}, {fill, edge, edge_width});
      break;
    case MarkForm::disc:
      draw_disc(mark, s + 2 * edge_width, list, {fill, edge, edge_width, 0, 0, 0});
      if (!mark.stale) draw_disc(mark, 0.42F * s, list, {faded(theme::kMarkCore, mark.opacity), 0, 0, 0, 0, 0});
      break;
    case MarkForm::dot:
      draw_disc(mark, s + 2 * edge_width, list, {fill, edge, edge_width, 0, 0, 0});
      break;
    }
  }
}

} // namespace dalian::ui
