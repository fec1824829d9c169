#include "twin/alarms/encounter.hpp"

#include "twin/state/edge_strips.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace dalian::alarms {
namespace {

constexpr double kLeastHalf_m = 0.01;

struct Vec {
  double e = 0, n = 0;
  Vec operator+(Vec o) const { return {e + o.e, n + o.n}; }
  Vec operator-(Vec o) const { return {e - o.e, n - o.n}; }
  Vec operator*(double s) const { return {e * s, n * s}; }
  double dot(Vec o) const { return e * o.e + n * o.n; }
  double cross(Vec o) const { return e * o.n - n * o.e; }
  MapPoint point() const { return {e, n}; }
};

struct Rectangle {
  Vec middle, half_length, half_width;
};

Rectangle rectangle(Hull const& h) {
  Vec const ahead{std::sin(h.heading_rad), std::cos(h.heading_rad)}, right{ahead.n, -ahead.e};
  Rectangle r;
  r.middle = Vec{h.reference.east_m, h.reference.north_m} + ahead * ((h.ahead_m - h.astern_m) / 2) +
             right * ((h.right_m - h.left_m) / 2);
  r.half_length = ahead * std::max(kLeastHalf_m, (h.ahead_m + h.astern_m) / 2);
  r.half_width = right * std::max(kLeastHalf_m, (h.right_m + h.left_m) / 2);
  return r;
}

using Octagon = std::array<Vec, 8>;

/// Where the middle of b is, seen from the middle of a, when the rectangles touch: the Minkowski sum of two rectangles,
/// which is the zonogon of their four half axes. Counter-clockwise; edges may have no length.
Octagon touching(Rectangle const& a, Rectangle const& b) {
  std::array<Vec, 4> axes{a.half_length, a.half_width, b.half_length, b.half_width};
  for (auto& g : axes)
    if (g.n < 0 || (g.n == 0 && g.e < 0)) g = g * -1;
  std::sort(axes.begin(), axes.end(), [](Vec x, Vec y) { return x.cross(y) > 0; });
  Octagon corners;
  Vec at = (axes[0] + axes[1] + axes[2] + axes[3]) * -1;
  for (std::size_t i = 0; i < 4; ++i) {
    corners[i] = at;
    corners[i + 4] = at * -1;
    at = at + axes[i] * 2;
  }
  return corners;
}

/// When the point p + v·t enters the octagon within [0, horizon] (Cyrus and Beck 1978, clipping of a line).
std::optional<double> entry(Octagon const& corners, Vec p, Vec v, double horizon_s) {
  double in = 0, out = horizon_s;
  for (std::size_t i = 0; i < 8; ++i) {
    Vec const edge = corners[(i + 1) % 8] - corners[i];
    double const depth = edge.cross(p - corners[i]); // negative: outside of this edge
    double const gain = edge.cross(v);
    if (gain == 0) {
      if (depth < 0) return std::nullopt;
    } else if (gain > 0) {
      in = std::max(in, -depth / gain);
    } else {
      out = std::min(out, -depth / gain);
    }
  }
  if (in > out) return std::nullopt;
  return in;
}

double approach_time(Vec p, Vec v, double horizon_s) {
  double const v2 = v.dot(v);
  return v2 > 0 ? std::clamp(-p.dot(v) / v2, 0.0, horizon_s) : 0.0;
}

/// A path that stays outside is nearest at one of its ends or where it passes a corner.
void nearest(Octagon const& corners, Vec p, Vec v, double horizon_s, Encounter& out) {
  auto const offer = [&](double distance_m, double t) {
    if (distance_m < out.distance_m) {
      out.distance_m = distance_m;
      out.closest_s = t;
    }
  };
  for (double const t : {0.0, horizon_s})
    for (std::size_t i = 0; i < 8; ++i)
      offer(state::segment_distance_m((p + v * t).point(), corners[i].point(), corners[(i + 1) % 8].point()), t);
  for (Vec const corner : corners) {
    double const t = approach_time(p - corner, v, horizon_s);
    Vec const d = p + v * t - corner;
    offer(std::sqrt(d.dot(d)), t);
  }
}

Vec relative_velocity(Hull const& a, Hull const& b) {
  return {b.velocity_east_mps - a.velocity_east_mps, b.velocity_north_mps - a.velocity_north_mps};
}

} // namespace

Encounter meet(Hull const& a, Hull const& b, double horizon_s) {
  constexpr double kNever = std::numeric_limits<double>::infinity();
  Rectangle const ra = rectangle(a), rb = rectangle(b);
  Vec const p = rb.middle - ra.middle, v = relative_velocity(a, b);
  Octagon const corners = touching(ra, rb);
  double const apart = std::sqrt(p.dot(p));
  Encounter out{kNever, kNever, 0, apart > 0 ? -p.dot(v) / apart : std::sqrt(v.dot(v))};
  if (auto const contact = entry(corners, p, v, horizon_s)) {
    out.contact_s = out.closest_s = *contact;
    out.distance_m = 0;
    return out;
  }
  nearest(corners, p, v, horizon_s, out);
  return out;
}

} // namespace dalian::alarms
