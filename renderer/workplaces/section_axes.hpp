#pragma once
// Where a section stands in a chart: its scales, the exaggeration of heights, round ticks. Pure geometry, pixels with y
// downward.
#include "renderer/ui/draw_list.hpp"
#include "renderer/workplaces/section.hpp"

#include <string>
#include <vector>

namespace dalian::workplaces {

struct SectionAxes {
  ui::Box plot;
  double length_m = 1, low_m = 0, high_m = 1; // of the plot's sides
  double exaggeration = 1;                    // of heights against distances

  float x_of(double along_m) const;
  float y_of(double height_m) const;
  double along_at(float x) const; // beyond the sides it goes on
};

/// Holds ground and things; sea level as well, unless the line lies far above it. Exaggerates by a round number. Where
/// that would be below 1 the plot is narrower, in the middle of the one that is given; where it would be too narrow, it
/// is.
SectionAxes axes_of(Section const& section, ui::Box const& plot);

/// 1, 2 or 5 times a power of ten: the least step of which at most `most` go into `span`; both above 0.
double round_step(double span, double most);
/// All whole steps in [low, high].
std::vector<double> ticks(double low, double high, double step);

/// "×8", "×1.5", "×0.4".
std::string exaggeration_text(double exaggeration);
/// "250 m"; of a line of two kilometres or more in them: "2.5 km".
std::string distance_tick(double along_m, double length_m);

} // namespace dalian::workplaces
