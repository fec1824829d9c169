#include "renderer/scene/volume_mesh.hpp"

#include "renderer/scene/color_ramp.hpp"
#include "renderer/scene/fixed_point.hpp"
#include "renderer/scene/flow_strip.hpp"
#include "twin/view/parcel_map.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <glm/glm.hpp>

namespace dalian::scene {
namespace {

using Station = std::vector<glm::dvec3>; // a ring, counter-clockwise seen from ahead

constexpr int kAroundPlume = 24;
constexpr double kPlumeShells[] = {0.75, 1.5, 2.25}; // standard deviations: three steps for a bell
constexpr float kPlumeDepth = 1.1F;                  // optical depth through its middle at the source
constexpr double kMitreLimit = 2;

class Builder {
 public:
  Builder(VolumeMesh& mesh, MapPoint origin) : mesh_(mesh), origin_(origin) {}

  void style(std::uint32_t rgb, float body_per_m, float shell, float shell_top) {
    auto const part = [&](unsigned shift) { return static_cast<float>(rgb >> shift & 0xffU) / 255; };
    mesh_.styles.push_back({{part(16), part(8), part(0)}, body_per_m, shell, shell_top});
  }

  /// A tube from station to station with both ends closed; `above` of each point of a station.
  void loft(std::vector<Station> const& stations, std::vector<std::vector<float>> const& above) {
    for (std::size_t i = 0; i + 1 < stations.size(); ++i)
      for (std::size_t j = 0, n = stations[i].size(); j < n; ++j) {
        std::size_t const k = (j + 1) % n;
        put(stations[i][j], above[i][j]);
        put(stations[i][k], above[i][k]);
        put(stations[i + 1][k], above[i + 1][k]);
        put(stations[i][j], above[i][j]);
        put(stations[i + 1][k], above[i + 1][k]);
        put(stations[i + 1][j], above[i + 1][j]);
      }
    cap(stations.front(), above.front(), true);
    cap(stations.back(), above.back(), false);
  }

 private:
  void cap(Station const& ring, std::vector<float> const& above, bool reversed) {
    for (std::size_t j = 1; j + 1 < ring.size(); ++j) {
      std::size_t const a = reversed ? j + 1 : j, b = reversed ? j : j + 1;
      put(ring[0], above[0]);
      put(ring[a], above[a]);
      put(ring[b], above[b]);
    }
  }
  void put(glm::dvec3 const& p, float above) {
    mesh_.vertices.push_back({fixed_mm(p, origin_), above, static_cast<std::uint32_t>(mesh_.styles.size() - 1)});
  }

  VolumeMesh& mesh_;
  MapPoint origin_;
};

void build(Builder& builder, view::Prism const& prism) {
  auto outline = prism.outline;
  if (view::area_m2(outline) < 0) std::reverse(outline.begin(), outline.end());
  Station low, high;
  for (MapPoint const p : outline) {
    low.emplace_back(p.east_m, p.north_m, prism.base_m);
    high.emplace_back(p.east_m, p.north_m, prism.top_m);
  }
  builder.loft({low, high}, {std::vector<float>(low.size(), 0.0F), std::vector<float>(high.size(), 1.0F)});
}

/// Unit direction of a line at point i, on the map, and by how much a mitre there is longer than half the width.
struct Bend {
  glm::dvec2 along;
  double stretch;
};
Bend bend_at(std::vector<glm::dvec2> const& line, std::size_t i) {
  auto const leg = [&](std::size_t from) {
    glm::dvec2 const d = line[from + 1] - line[from];
    return glm::length(d) > 1e-6 ? glm::normalize(d) : glm::dvec2(0, 1);
  };
  glm::dvec2 const before = leg(i > 0 ? i - 1 : 0), after = leg(std::min(i, line.size() - 2));
  glm::dvec2 const middle = before + after;
  if (glm::length(middle) < 1e-3) return {after, 1};
  glm::dvec2 const along = glm::normalize(middle);
  return {along, std::min(kMitreLimit, 1 / std::max(0.1, glm::dot(along, after)))};
}

void build(Builder& builder, view::Corridor const& corridor) {
  std::vector<glm::dvec2> line;
  std::vector<double> floor;
  for (std::size_t i = 0; i < corridor.line.size(); ++i) {
    glm::dvec2 const p{corridor.line[i].east_m, corridor.line[i].north_m};
    if (!line.empty() && glm::length(p - line.back()) < 0.05) continue;
    line.push_back(p);
    floor.push_back(static_cast<double>(corridor.floor_m[i]));
  }
  if (line.size() < 2) return;
  std::vector<Station> stations;
  for (std::size_t i = 0; i < line.size(); ++i) {
    Bend const bend = bend_at(line, i);
    glm::dvec2 const right = glm::dvec2(bend.along.y, -bend.along.x) * (bend.stretch * corridor.width_m / 2);
    double const low = floor[i] - 1, high = floor[i] + corridor.height_m; // from below the road: no gap on a slope
    stations.push_back(
        {{line[i] + right, low}, {line[i] - right, low}, {line[i] - right, high}, {line[i] + right, high}});
  }
  builder.loft(stations, std::vector<std::vector<float>>(stations.size(), {0, 0, 1, 1}));
}

Station section_ring(view::Plume const& plume, std::size_t i, double sigmas) {
  std::vector<glm::dvec2> line;
  for (view::PlumeSection const& s : plume.sections)
    line.emplace_back(s.at.east_m, s.at.north_m);
  glm::dvec2 const along = bend_at(line, i).along;
  view::PlumeSection const& s = plume.sections[i];
  Station ring;
  for (int k = 0; k < kAroundPlume; ++k) {
    double const angle = 2 * std::numbers::pi * k / kAroundPlume;
    double const left = std::cos(angle) * sigmas * static_cast<double>(s.sigma_across_m);
    double const up = static_cast<double>(s.up_m) + std::sin(angle) * sigmas * static_cast<double>(s.sigma_up_m);
    ring.emplace_back(line[i].x - along.y * left, line[i].y + along.x * left, up);
  }
  return ring;
}

/// Between two sections a body of even density; what two neighbours' common wall adds cancels but for the step.
void build(Builder& builder, view::Plume const& plume, std::uint32_t rgb) {
  double shells = 0;
  for (double const s : kPlumeShells)
    shells += 2 * s;
  auto const last = static_cast<float>(plume.sections.size() - 1);
  for (double const sigmas : kPlumeShells)
    for (std::size_t i = 0; i + 1 < plume.sections.size(); ++i) {
      float const spread = (plume.sections[i].sigma_up_m + plume.sections[i + 1].sigma_up_m) / 2;
      float const fade = 1 - 0.8F * (static_cast<float>(i) + 0.5F) / last;
      builder.style(rgb, kPlumeDepth * fade / (static_cast<float>(shells) * spread), 0, 0);
      std::vector<float> const even(kAroundPlume, 0.0F);
      builder.loft({section_ring(plume, i, sigmas), section_ring(plume, i + 1, sigmas)}, {even, even});
    }
}

} // namespace

void append_volume(VolumeMesh& mesh, view::Volume const& volume, MapPoint origin) {
  Builder builder(mesh, origin);
  std::uint32_t const rgb = volume_color(volume.kind);
  if (auto const* prism = std::get_if<view::Prism>(&volume.shape)) {
    builder.style(rgb, 0, 0.85F, 0.10F); // a wall and no body: a zone is kilometres across
    build(builder, *prism);
  } else if (auto const* corridor = std::get_if<view::Corridor>(&volume.shape)) {
    builder.style(rgb, 0.012F, 0.12F, 0.03F);
    build(builder, *corridor);
  } else {
    build(builder, std::get<view::Plume>(volume.shape), rgb);
  }
}

} // namespace dalian::scene
