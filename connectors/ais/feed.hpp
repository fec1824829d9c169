#pragma once
// Reads lines, decodes them, and hands the observations to a sink and JSON to a stream, in the pace of the input, until
// it ends or is told to stop. Knows neither sockets nor command lines. One thread.
#include "connectors/ais/events.hpp"
#include "connectors/ais/recorder.hpp"
#include "connectors/ais/stream.hpp"
#include "connectors/ais/to_wire.hpp"
#include "connectors/common/line_source.hpp"
#include "connectors/common/recording_clock.hpp"
#include "connectors/common/sink.hpp"

#include <functional>
#include <optional>
#include <ostream>

namespace dalian::ais {

struct FeedOptions {
  Stream::Kind kind = Stream::Kind::live;
  connectors::RecordingClock::Mode time = connectors::RecordingClock::Mode::shift; // recordings only
  double speed = 1;                                                                // recordings only
  bool loop = false;                                                               // recordings only
  Crs crs = Crs::wgs84;
  connectors::ObservationSink* sink = nullptr; // may be null
  std::ostream* json = nullptr;                // may be null
  Recorder* recorder = nullptr;                // may be null; live input only
  std::function<bool()> stopped = [] { return false; };
};

struct FeedCounts {
  std::uint64_t observations = 0;
  std::uint64_t events = 0; // of the observations: these are never coalesced, and spooled while the twin is away
  std::uint64_t weak_identities = 0; // messages under an MMSI that many stations share
  std::uint64_t own_ship = 0;        // messages of the receiving ship itself (VDO)
};

/// First and last station time in the lines of a source, read to its end; nothing when there is none.
std::optional<connectors::RecordingClock::Span> recorded_span(connectors::LineSource& source);

class Feed {
 public:
  /// The source and what the options point to must outlive the feed. A recording must be able to rewind.
  Feed(connectors::LineSource& source, FeedOptions options, Clock const& clock);

  /// Returns when the input has ended or `stopped`; everything open is then counted and the last report given.
  void run();

  StreamCounts const& counts() const { return stream_.counts(); }
  FeedCounts const& feed_counts() const { return feed_counts_; }
  /// How far recorded instants were moved.
  Duration time_shift() const { return recording_ ? recording_->shift() : Duration::zero(); }
  wire::FeedReport report(bool finished) const;

 private:
  void handle(Message const& message, Reception const& reception);
  void take(connectors::LineSource::Line const& line);
  void place(wire::Observation& observation) const;
  void wait_until_due(Instant recorded);
  void look_after(bool idle);
  void write_json_out();
  bool next_round();

  connectors::LineSource& source_;
  FeedOptions options_;
  Clock const& clock_;
  Stream stream_;
  WireConverter converter_;
  EventMarker events_;
  std::optional<connectors::RecordingClock> recording_;
  std::optional<Instant> first_recorded_;
  std::chrono::steady_clock::time_point started_{}, looked_after_{}, reported_{};
  std::vector<wire::Observation> observations_;
  std::string json_;
  FeedCounts feed_counts_;
};

} // namespace dalian::ais
