#pragma once
// How much of the sky is seen past buildings: the horizon by directions, and what is left above it.
#include "twin/sun/scene.hpp"

namespace dalian::sun {

/// Tangents of the elevations at which the sky begins, by direction: item k of `sectors` is that of the middle of the
/// k-th part of the circle, clockwise from map north. 0 = free.
std::vector<double> horizon(Spot const& spot, std::vector<Prism> const& prisms,
                            std::vector<std::uint32_t> const& others, std::size_t sectors);

/// Share of the diffuse light of an evenly bright sky that level ground gets there: the mean of cos² of the horizon's
/// elevation (Steyn 1980, Atmosphere-Ocean 18: 254–258; Oke 1987). 1 = all.
double sky_view_factor(std::vector<double> const& horizon_tan);

/// The sun at instants of a day: in which part of the circle it stands, how high (tangent), and how much light on level
/// ground comes from there until the next.
struct Beam {
  std::size_t sector = 0;
  double tangent = 0, light = 0;
};
/// Every `step_h` of the path's window, at the middles of the steps; as many `sectors` as a horizon has.
std::vector<Beam> beams(Path const& path, std::size_t sectors, double step_h);
/// Share of the beams' light that passes over a horizon. 1 where there are none.
double lit_share(std::vector<double> const& horizon_tan, std::vector<Beam> const& beams);

/// Whether a point is seen from another past the prisms: a straight line, both ends free.
bool sees(Spot const& from, Spot const& to, std::vector<Prism> const& prisms);
bool sees(Spot const& from, Spot const& to, Prism const& prism);

} // namespace dalian::sun
