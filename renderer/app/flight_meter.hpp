#pragma once
// Frames of a scripted flight, leg by leg: how many a second, and how they were drawn. Knows no clock; seconds come
// from any steady clock.
#include "renderer/app/pace.hpp"

#include <map>
#include <string>
#include <vector>

namespace dalian::viewer {

class FlightMeter {
 public:
  bool begun() const { return !legs_.empty(); }
  std::size_t legs() const { return legs_.size(); }
  void begin_leg(std::string to, double wall_s);
  /// A frame is on the screen. `flying`: it belongs to the leg; else the time it came is that of the picture at rest.
  void frame(double wall_s, bool flying, RoughStep drawn);
  /// A line per leg, and the whole; `settled_s`: when the last picture was at its best.
  std::string report(double settled_s) const;

 private:
  struct Leg {
    std::string to;
    double begun_s = 0, last_s = 0, slowest_s = 0;
    unsigned frames = 0;
    std::map<std::string, unsigned> drawn; // "plain 0.50"
  };
  std::vector<Leg> legs_;
};

} // namespace dalian::viewer
