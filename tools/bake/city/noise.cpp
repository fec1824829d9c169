#include "tools/bake/city/noise.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace dalian::bake {
namespace {

struct Vector {
  double x, y;
};

Vector gradient(std::int64_t x, std::int64_t y, std::uint32_t seed) {
  static const auto table = [] {
    std::array<Vector, 64> directions;
    for (std::size_t i = 0; i < directions.size(); ++i) {
      double const angle = 2 * std::numbers::pi * (static_cast<double>(i) + 0.5) / 64;
      directions[i] = {std::cos(angle), std::sin(angle)};
    }
    return directions;
  }();
  auto h =
      static_cast<std::uint32_t>(x) * 0x8da6b343U ^ static_cast<std::uint32_t>(y) * 0xd8163841U ^ seed * 0xcb1ab31fU;
  h ^= h >> 16;
  h *= 0x7feb352dU;
  h ^= h >> 15;
  h *= 0x846ca68bU;
  h ^= h >> 16;
  return table[h & 63];
}

/// Cosine and sine of the turn between octaves, so that their lattices do not line up.
constexpr std::size_t kMostOctaves = 8;
std::array<Vector, kMostOctaves> const& turns() {
  static auto const table = [] {
    std::array<Vector, kMostOctaves> made;
    for (std::size_t i = 0; i < kMostOctaves; ++i)
      made[i] = {std::cos(0.6435 * static_cast<double>(i)), std::sin(0.6435 * static_cast<double>(i))};
    return made;
  }();
  return table;
}

MapPoint turned(MapPoint p, Vector turn) {
  return {p.east_m * turn.x - p.north_m * turn.y, p.east_m * turn.y + p.north_m * turn.x};
}

} // namespace

std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

double KeyedRandom::normal() {
  double const u = std::max(uniform(), 1e-12), v = uniform();
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

double KeyedRandom::log_normal(double median, double sigma) {
  return median * std::exp(sigma * normal());
}

NoiseSample gradient_noise(double x, double y, std::uint32_t seed) {
  double const fx0 = std::floor(x), fy0 = std::floor(y);
  auto const ix = static_cast<std::int64_t>(fx0), iy = static_cast<std::int64_t>(fy0);
  double const fx = x - fx0, fy = y - fy0;
  double const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10), v = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
  double const du = 30 * fx * fx * (fx * (fx - 2) + 1), dv = 30 * fy * fy * (fy * (fy - 2) + 1);
  Vector const ga = gradient(ix, iy, seed), gb = gradient(ix + 1, iy, seed);
  Vector const gc = gradient(ix, iy + 1, seed), gd = gradient(ix + 1, iy + 1, seed);
  double const a = ga.x * fx + ga.y * fy, b = gb.x * (fx - 1) + gb.y * fy;
  double const c = gc.x * fx + gc.y * (fy - 1), d = gd.x * (fx - 1) + gd.y * (fy - 1);
  double const k = a - b - c + d;
  return {a + u * (b - a) + v * (c - a) + u * v * k,
          ga.x + u * (gb.x - ga.x) + v * (gc.x - ga.x) + u * v * (ga.x - gb.x - gc.x + gd.x) + du * (b - a + v * k),
          ga.y + u * (gb.y - ga.y) + v * (gc.y - ga.y) + u * v * (ga.y - gb.y - gc.y + gd.y) + dv * (c - a + u * k)};
}

double fractal(MapPoint p, Octaves octaves) {
  double sum = 0, weight = 1, wavelength = octaves.wavelength_m;
  for (int i = 0; i < octaves.count; ++i) {
    MapPoint const q = turned(p, turns()[static_cast<std::size_t>(i)]);
    sum += weight *
           gradient_noise(q.east_m / wavelength, q.north_m / wavelength, octaves.seed + 17U * static_cast<unsigned>(i))
               .value;
    weight *= 0.5;
    wavelength *= 0.5;
  }
  return sum * 1.1;
}

double worn_hills(MapPoint p, Octaves octaves) {
  double const w = octaves.wavelength_m;
  MapPoint const warped{p.east_m + 0.18 * w * fractal(p, {w * 0.8, 2, octaves.seed + 301}),
                        p.north_m + 0.18 * w * fractal(p, {w * 0.8, 2, octaves.seed + 409})};
  double sum = 0, weight = 1, dx = 0, dy = 0, wavelength = w;
  for (int i = 0; i < octaves.count; ++i) {
    Vector const turn = turns()[static_cast<std::size_t>(i)];
    MapPoint const q = turned(warped, turn);
    NoiseSample const n =
        gradient_noise(q.east_m / wavelength, q.north_m / wavelength, octaves.seed + 31U * static_cast<unsigned>(i));
    double const c = turn.x, s = turn.y; // slope back in the unturned axes
    dx += 0.7 * (n.dx * c + n.dy * s);
    dy += 0.7 * (-n.dx * s + n.dy * c);
    // The first octaves are folded into ridges; the finer ones only roughen what is not yet steep.
    double const shape = i < 3 ? 0.62 - 1.5 * std::abs(n.value) : n.value;
    sum += weight * shape / (1 + 0.35 * (dx * dx + dy * dy));
    weight *= 0.5;
    wavelength *= 0.5;
  }
  return std::clamp(0.18 + 0.85 * sum, 0.0, 1.3);
}

Cell cell_at(MapPoint p, double size_m, std::uint32_t seed) {
  double const x = p.east_m / size_m, y = p.north_m / size_m;
  auto const ix = static_cast<std::int64_t>(std::floor(x)), iy = static_cast<std::int64_t>(std::floor(y));
  double nearest = 1e9, second = 1e9;
  std::uint64_t hash = 0;
  for (std::int64_t row = iy - 1; row <= iy + 1; ++row)
    for (std::int64_t column = ix - 1; column <= ix + 1; ++column) {
      std::uint64_t const h =
          mix(static_cast<std::uint64_t>(column) * 0x1f123bb5ULL + seed, static_cast<std::uint64_t>(row));
      double const cx = static_cast<double>(column) + 0.15 + 0.7 * to_unit(h);
      double const cy = static_cast<double>(row) + 0.15 + 0.7 * to_unit(mix(h));
      double const distance = std::max(std::abs(cx - x), std::abs(cy - y)) * 0.6 + std::hypot(cx - x, cy - y) * 0.4;
      if (distance < nearest) {
        second = nearest;
        nearest = distance;
        hash = h;
      } else {
        second = std::min(second, distance);
      }
    }
  return {hash, (second - nearest) / 2 * size_m};
}

} // namespace dalian::bake
