#pragma once
// Measures on the ground: distance, area, height and bearing between places that are clicked, in any workplace. True
// horizontal metres, not those of the map; heights are of the modelled ground above the sea. Main thread.
#include "renderer/workplaces/section_panel.hpp"
#include "renderer/workplaces/workplace.hpp"

namespace dalian::workplaces {

/// Of a chain of places, and of the ring that it makes when closed.
struct Measured {
  double length_m = 0, last_m = 0;   // all legs, the last one
  double area_m2 = 0;                // three places or more
  std::optional<double> bearing_deg; // of the last leg at its beginning, from true north
};
Measured measured(std::vector<MapPoint> const& places);

/// "840 m", "12.35 km".
std::string length_text(double metres);
/// "3 200 m²", "1.25 ha", "14.92 km²".
std::string area_text(double square_metres);

class Measuring {
 public:
  explicit Measuring(Surroundings const& around) : around_(around), section_(around) {}
  void toggle() { open_ = !open_; }
  void close() { open_ = false; }
  /// While it is, clicks are its own.
  bool open() const { return open_; }
  void draw(Moment const& moment, Wishes& wishes, ui::DrawList& over);

 private:
  void keys(Moment const& moment);
  void panel(Moment const& moment);
  void lines(Moment const& moment, ui::DrawList& over);
  void label(ui::ScreenPoint at, std::string const& text, float unit, ui::DrawList& over);

  Surroundings around_;
  bool open_ = false;
  std::vector<MapPoint> places_;
  SectionPanel section_;
};

} // namespace dalian::workplaces
