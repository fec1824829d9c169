#pragma once
// Everything synthetic in one ordered stream: ships as NMEA bytes, road vehicles as observations. The same plan, seed
// and start give the same stream, byte for byte. One thread.
#include "connectors/synth/ais_traffic.hpp"
#include "connectors/synth/road_traffic.hpp"

#include <optional>
#include <variant>

namespace dalian::synth {

struct SynthOptions {
  Instant start;
  double seconds = 0; // 0 = for ever
  std::uint64_t seed = 1;
  bool ships = true, road = true;
};

struct SynthItem {
  Instant at;
  std::variant<std::string, wire::Observation> content; // NMEA lines, or one road vehicle
};

class SynthStream {
 public:
  /// `routes` may be empty when `options.road` is false.
  static Result<SynthStream> make(FleetPlan const& plan, std::map<std::string, RouteLine> const& routes,
                                  SynthOptions const& options);

  /// The next item in time order; nothing when the asked seconds are over.
  std::optional<SynthItem> next();
  AisTraffic const& ships() const { return ships_; }
  RoadTraffic const& road() const { return road_; }

 private:
  SynthStream(AisTraffic ships, RoadTraffic road, std::optional<Instant> end)
      : ships_(std::move(ships)), road_(std::move(road)), end_(end) {}

  AisTraffic ships_;
  RoadTraffic road_;
  std::optional<Instant> end_;
};

} // namespace dalian::synth
