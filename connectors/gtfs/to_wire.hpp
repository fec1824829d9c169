#pragma once
// One GTFS Realtime feed → what the twin is told: where vehicles are, how late, what riders are warned of. Remembers
// what it said, so that what a feed repeats is not said again: one converter an address. Knows no socket.
#include "connectors/gtfs/realtime.pb.h"
#include "connectors/gtfs/schedule.hpp"
#include "twin/base/crs.hpp"
#include "twin/base/time.hpp"
#include "twin/wire/wire.pb.h"

#include <map>
#include <set>
#include <vector>

namespace dalian::gtfs {

/// One standard deviation per axis in metres. A feed does not say it: automatic vehicle location in streets, reported
/// up to a block late, is usually taken as 10 m.
inline constexpr float kVehicleSigma_m = 10;
/// An alert stands at a stop it names.
inline constexpr float kStopSigma_m = 20;

struct ConvertOptions {
  std::string scheme = "transit"; // of entities: "transit:124"
  Crs crs = Crs::wgs84;
  Duration shift{}; // added to every time of the feed
};

class Converter {
 public:
  /// `schedule` may be null; else it must outlive the converter.
  Converter(Schedule const* schedule, ConvertOptions options) : schedule_(schedule), options_(std::move(options)) {}

  /// Appends observations of everything that is new in this feed; counts in `details` what was told and what could not
  /// be.
  void convert(proto::FeedMessage const& feed, Instant t_rx, std::vector<wire::Observation>& out, Counters& details);

  void shift(Duration by) { options_.shift = by; }

 private:
  struct Turn; // one call of convert
  void vehicle(Turn& turn, proto::FeedEntity const& entity);
  void update(Turn& turn, proto::FeedEntity const& entity);
  void alert(Turn& turn, proto::FeedEntity const& entity);
  void end_alerts(Turn& turn);
  bool is_news(Turn& turn, std::string const& what, std::uint64_t timestamp);
  std::string stop_name(std::string const& id) const;
  std::string route_name(proto::TripDescriptor const& trip) const;
  Route const* route_of(proto::TripDescriptor const& trip) const;

  Schedule const* schedule_;
  ConvertOptions options_;
  std::map<std::string, std::uint64_t, std::less<>> told_; // newest time stamp by "v:ENTITY", "u:ENTITY"
  std::map<std::string, std::string, std::less<>> alerts_; // what each open alert said last
};

/// Seconds late at the next stop (early negative) and which it is. `now_s`: the feed's time.
struct Delay {
  double seconds = 0;
  proto::TripUpdate::StopTimeUpdate const* stop = nullptr; // null: of the trip as a whole
};
std::optional<Delay> delay_of(proto::TripUpdate const& update, Schedule const* schedule, std::int64_t now_s);

} // namespace dalian::gtfs
