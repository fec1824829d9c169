#pragma once
// The traffic of the roads for a twin without a receiver: what the vehicles send, bytes of SAE J2735, goes through the
// same reader as that of `twinfeed v2x`. Knows no clock and no socket. One thread.
#include "connectors/common/sink.hpp"
#include "connectors/roads/road_scene.hpp"
#include "connectors/v2x/reader.hpp"
#include "connectors/v2x/to_wire.hpp"
#include "twin/base/counters.hpp"

#include <filesystem>

namespace dalian::connectors {

struct RoadFeedInput {
  std::filesystem::path assets; // holds city.pb, config/roads.toml and config/day.toml
  Instant start;
  std::uint64_t seed = 1;
};

class RoadFeed {
 public:
  /// Takes seconds: traffic is let run until its queues are those of traffic.
  static Result<std::unique_ptr<RoadFeed>> open(RoadFeedInput const& input);

  /// Tells `sink` everything that is sent until `now`.
  void advance(Instant now, ObservationSink& sink);
  /// What is sent until `now` is heard by nobody.
  void skip(Instant now);
  Counters const& outcomes() const { return outcomes_; } // of each message

 private:
  RoadFeed(std::unique_ptr<layout::City> city, roads::SceneInput input);

  std::unique_ptr<layout::City> city_; // the scene reads it
  roads::RoadScene scene_;
  std::unique_ptr<v2x::Reader> reader_ = v2x::make_j2735_reader();
  v2x::WireConverter converter_;
  std::vector<roads::Datagram> said_;
  v2x::Facts facts_;
  Counters outcomes_;
};

} // namespace dalian::connectors
