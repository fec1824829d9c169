#include "renderer/app/flight_meter.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::viewer {

void FlightMeter::begin_leg(std::string to, double wall_s) {
  legs_.push_back({std::move(to), wall_s, wall_s, 0, 0, {}});
}

void FlightMeter::frame(double wall_s, bool flying, RoughStep drawn) {
  if (legs_.empty() || !flying) return;
  Leg& leg = legs_.back();
  leg.slowest_s = std::max(leg.slowest_s, wall_s - leg.last_s);
  leg.last_s = wall_s;
  ++leg.frames;
  ++leg.drawn[fmt::format("{} {:.2f}", passes::kQualityNames[static_cast<std::size_t>(drawn.quality)], drawn.scale)];
}

std::string FlightMeter::report(double settled_s) const {
  std::string text;
  unsigned frames = 0;
  double flown_s = 0;
  for (Leg const& leg : legs_) {
    double const s = leg.last_s - leg.begun_s;
    frames += leg.frames;
    flown_s += s;
    auto const most = std::ranges::max_element(leg.drawn, {}, [](auto const& d) { return d.second; });
    text += fmt::format("to {:<12} {:4} frames in {:5.1f} s: {:5.1f} a second, slowest {:4.0f} ms, mostly {}\n", leg.to,
                        leg.frames, s, s > 0 ? leg.frames / s : 0, leg.slowest_s * 1e3,
                        most == leg.drawn.end() ? "-" : most->first);
  }
  text += fmt::format(
      "flight          {:4} frames in {:5.1f} s: {:5.1f} a second; the picture was at rest {:.1f} s later\n", frames,
      flown_s, flown_s > 0 ? frames / flown_s : 0, legs_.empty() ? 0 : settled_s - legs_.back().last_s);
  return text;
}

} // namespace dalian::viewer
