#pragma once
// The section along a line of places: the modelled ground under it, and what stands in its way. Distances are true
// metres along the line from its first place, heights metres above the sea. Pure; about a millisecond, so once a line
// and not once a frame.
#include "twin/view/standing_boxes.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dalian::workplaces {

inline constexpr std::size_t kMostSamples = 512;
/// A slope is that of so long a run, for between grids of different spacing the model has steps.
inline constexpr double kSlopeRun_m = 20;

struct SectionSample {
  double along_m = 0, ground_m = 0; // the sea floor where negative
  MapPoint place;
  bool known = true; // else it lies beyond the terrain
};

/// Where the line is over the rectangle of a box. A box that it leaves and enters again is there twice.
struct SectionThing {
  double from_m = 0, to_m = 0, base_m = 0, top_m = 0;
  std::string model;
  bool building = false, planned = false;
};

struct SectionSlope {
  double percent = 0, along_m = 0; // at the middle of its run
};

struct Section {
  std::vector<SectionSample> samples; // at every place, and evenly between; none of a line without length
  std::vector<double> places_m;
  std::vector<SectionThing> things; // by from_m
  std::optional<double> lowest_m, highest_m;
  std::optional<SectionSlope> steepest; // of dry ground, up or down
  double spacing_m = 0;                 // the widest between samples

  double length_m() const { return samples.empty() ? 0 : samples.back().along_m; }
};

Section section_along(std::vector<MapPoint> const& places, view::Terrain const& terrain,
                      std::span<view::StandingBox const> boxes);

/// Interpolated; along_m is kept inside the line, which must have a length. Not known unless both neighbours are.
SectionSample sample_at(Section const& section, double along_m);
/// What is over that place, the highest first.
std::vector<SectionThing const*> things_at(Section const& section, double along_m);

} // namespace dalian::workplaces
