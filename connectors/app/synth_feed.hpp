#pragma once
// Joins the synthetic stream to the twin: ships' bytes go through the same AIS connector as those of a real receiver,
// test vehicles go as they are, and the traffic of the roads, where there is any, through the V2X connector. Counts
// every line, vehicle report and message. Knows no clock and no socket. One thread.
#include "connectors/ais/stream.hpp"
#include "connectors/ais/to_wire.hpp"
#include "connectors/app/road_feed.hpp"
#include "connectors/common/sink.hpp"
#include "connectors/synth/synth_stream.hpp"

#include <vector>

namespace dalian::connectors {

class SynthFeed {
 public:
  /// `sink` must outlive the feed. `roads`, when given, keeps step with the stream.
  explicit SynthFeed(ObservationSink& sink, std::unique_ptr<RoadFeed> roads = nullptr);

  void take(synth::SynthItem const& item);
  /// Sends how the input fares; `finished` when the stream has ended.
  void report(bool finished);

 private:
  void take_lines(std::string_view nmea, Instant at);

  ObservationSink& sink_;
  ais::Stream lines_;
  ais::WireConverter convert_;
  std::vector<wire::Observation> converted_;
  Instant at_{}; // of the line being read
  std::uint64_t vehicle_reports_ = 0;
  std::unique_ptr<RoadFeed> roads_;
};

} // namespace dalian::connectors
