#include "connectors/synth/synth_stream.hpp"

namespace dalian::synth {

Result<SynthStream> SynthStream::make(FleetPlan const& plan, std::map<std::string, RouteLine> const& routes,
                                      SynthOptions const& options) {
  std::vector<Vessel> fleet;
  if (options.ships) {
    DayStory clock;
    clock.utc_offset_s = plan.utc_offset_s;
    auto made = make_fleet(plan, options.seed, clock.second_of_day(options.start));
    if (!made) return Error{made.error()};
    fleet = std::move(made).value();
  }
  auto road = RoadTraffic::make(options.road ? plan.road_groups : std::vector<RoadGroup>{}, routes, options.seed,
                                options.start);
  if (!road) return Error{road.error()};
  std::optional<Instant> end;
  if (options.seconds > 0) end = options.start + from_seconds(options.seconds);
  return SynthStream(
      AisTraffic(std::move(fleet), options.ships ? plan.aids : std::vector<Aid>{}, options.seed, options.start),
      std::move(road).value(), end);
}

std::optional<SynthItem> SynthStream::next() {
  if (ships_.empty() && road_.empty()) return std::nullopt;
  bool const ship_first = road_.empty() || (!ships_.empty() && ships_.next_time() <= road_.next_time());
  auto const at = ship_first ? ships_.next_time() : road_.next_time();
  if (end_ && at > *end_) return std::nullopt;
  if (ship_first) return SynthItem{at, ships_.next().nmea};
  return SynthItem{at, road_.next()};
}

} // namespace dalian::synth
