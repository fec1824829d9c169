#include "renderer/app/views.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace dalian::viewer {
namespace {

constexpr double kRadians = std::numbers::pi / 180;

// Chosen by eye for an afternoon sun from the south-west: light from the side or from behind the left shoulder.
constexpr std::array<NamedView, 6> kViews{{
    {"overview", {121.665, 39.265}, 52e3, 18, 27, 38},
    {"njip", {121.672, 39.257}, 8.6e3, 30, 24, 36},
    {"songmudao", {121.668, 39.376}, 6.8e3, 345, 24, 36},
    {"xizhongdao", {121.365, 39.472}, 4.0e3, 55, 23, 36},
    {"huayuankou", {122.671, 39.557}, 4.6e3, 325, 22, 36},
    {"port", {121.888, 39.017}, 3.6e3, 335, 20, 36},
}};

} // namespace

passes::Eye eye_of(Gaze const& g) {
  double const flat = g.distance_m * std::cos(g.down_rad);
  passes::Eye eye;
  eye.position = {g.target.east_m - flat * std::sin(g.heading_rad), g.target.north_m - flat * std::cos(g.heading_rad),
                  g.up_m + g.distance_m * std::sin(g.down_rad)};
  eye.heading_rad = g.heading_rad;
  eye.pitch_rad = -g.down_rad;
  eye.vertical_field_rad = g.vertical_field_rad;
  return eye;
}

Gaze NamedView::gaze() const {
  return {to_map(target), 0, distance_m, heading_deg * kRadians, down_deg * kRadians, field_deg * kRadians};
}

std::span<NamedView const> named_views() {
  return kViews;
}

NamedView const* find_view(std::string_view name) {
  for (NamedView const& view : kViews)
    if (view.name == name) return &view;
  return nullptr;
}

std::string view_names() {
  std::string names;
  for (NamedView const& view : kViews)
    names += (names.empty() ? "" : ", ") + std::string(view.name);
  return names;
}

} // namespace dalian::viewer
