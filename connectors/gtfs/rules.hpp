#pragma once
// The rules of the canonical validator, one file for each part of a feed. Pure: the same feed, schedule and time give
// the same findings.
#include "connectors/gtfs/findings.hpp"
#include "connectors/gtfs/realtime.pb.h"
#include "connectors/gtfs/schedule.hpp"

#include <cstdint>
#include <optional>

namespace dalian::gtfs {

struct RuleContext {
  Schedule const* schedule = nullptr; // null: what needs one is not checked
  std::int64_t now_s = 0;             // POSIX seconds of arrival
};

/// What is remembered of the feed before, to compare with the next of the same address.
struct FeedMemory {
  std::uint64_t timestamp = 0;
  std::size_t content = 0; // hash of the entities
};
FeedMemory remember(proto::FeedMessage const& feed);

/// Everything within one feed: header, entities and all below.
void check_feed(proto::FeedMessage const& feed, std::optional<FeedMemory> const& before, RuleContext const& context,
                Findings& findings);
/// Positions against trip updates, which often come from different addresses; compared when their headers are of
/// the same five seconds, or say no time. Either may be null.
void check_pairs(proto::FeedMessage const* positions, proto::FeedMessage const* updates, Findings& findings);

// Parts of check_feed. `where` is the id of the feed entity.
void check_trip(proto::TripDescriptor const& trip, std::string const& where, RuleContext const& context,
                Findings& findings);
void check_stop_times(proto::TripUpdate const& update, std::string const& where, RuleContext const& context,
                      Findings& findings);
void check_vehicle(proto::VehiclePosition const& vehicle, std::string const& where, RuleContext const& context,
                   Findings& findings);
void check_alert(proto::Alert const& alert, std::string const& where, RuleContext const& context, Findings& findings);

/// Seconds of the years 2005 to 2099: milliseconds and other mistakes lie outside.
inline bool is_posix(std::int64_t t) {
  return t >= 1'104'537'600 && t < 4'102'444'800;
}
/// E001, E050 and, for 0, W001 of one time stamp.
void check_timestamp(std::uint64_t t, std::string const& where, RuleContext const& context, Findings& findings);

/// True for relationships of a trip that the schedule need not know.
bool is_outside_schedule(proto::TripDescriptor const& trip);

} // namespace dalian::gtfs
