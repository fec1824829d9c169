// Rules on the header, on entities as a whole, and between feeds.
#include "connectors/gtfs/rules.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace dalian::gtfs {
namespace {

constexpr std::int64_t kFuture_s = 60;    // E050: as the validator allows
constexpr std::int64_t kOldHeader_s = 65; // W008
constexpr std::uint64_t kRefresh_s = 35;  // W007

void check_header(proto::FeedHeader const& header, RuleContext const& context, Findings& findings) {
  bool const known = header.gtfs_realtime_version() == "1.0" || header.gtfs_realtime_version() == "2.0";
  if (!known) findings.add("E038");
  bool const v2 = header.gtfs_realtime_version() == "2.0";
  if (v2 && !header.has_timestamp()) findings.add("E048");
  if (v2 && !header.has_incrementality()) findings.add("E049");
  check_timestamp(header.timestamp(), {}, context, findings);
  if (is_posix(static_cast<std::int64_t>(header.timestamp())) &&
      context.now_s - static_cast<std::int64_t>(header.timestamp()) > kOldHeader_s)
    findings.add("W008");
}

void check_change(FeedMemory const& before, FeedMemory const& now, Findings& findings) {
  if (now.timestamp < before.timestamp) findings.add("E018");
  if (now.timestamp == before.timestamp && now.content != before.content) findings.add("E017");
  if (now.timestamp > before.timestamp + kRefresh_s) findings.add("W007");
}

void check_entity(proto::FeedEntity const& entity, proto::FeedHeader const& header, RuleContext const& context,
                  Findings& findings) {
  auto const& where = entity.id();
  if (entity.is_deleted() && header.incrementality() == proto::FeedHeader::FULL_DATASET) findings.add("E039", where);
  for (auto const t : {entity.trip_update().timestamp(), entity.vehicle().timestamp()})
    if (header.timestamp() != 0 && t > header.timestamp()) findings.add("E012", where);
  if (entity.has_trip_update()) {
    auto const& update = entity.trip_update();
    check_timestamp(update.timestamp(), where, context, findings);
    if (!update.trip().has_trip_id()) findings.add("W006", where);
    check_trip(update.trip(), where, context, findings);
    check_stop_times(update, where, context, findings);
  }
  if (entity.has_vehicle()) check_vehicle(entity.vehicle(), where, context, findings);
  if (entity.has_alert()) check_alert(entity.alert(), where, context, findings);
}

/// Trip by vehicle id, and all trips, of one kind of entity.
struct Pairs {
  std::map<std::string, std::string> trip_of;
  std::set<std::string> trips;

  void take(proto::VehicleDescriptor const& vehicle, proto::TripDescriptor const& trip) {
    if (trip.trip_id().empty()) return;
    trips.insert(trip.trip_id());
    if (!vehicle.id().empty()) trip_of.emplace(vehicle.id(), trip.trip_id());
  }
};

/// Between documents of different instants trips begin and end: that breaks no rule.
bool of_one_moment(proto::FeedHeader const& a, proto::FeedHeader const& b) {
  constexpr std::uint64_t kTogether_s = 5;
  auto const [first, last] = std::minmax({a.timestamp(), b.timestamp()});
  return first == 0 || last - first <= kTogether_s;
}

} // namespace

void check_timestamp(std::uint64_t t, std::string const& where, RuleContext const& context, Findings& findings) {
  auto const seconds = static_cast<std::int64_t>(t);
  if (t == 0) return findings.add("W001", where);
  if (!is_posix(seconds)) return findings.add("E001", where);
  if (seconds > context.now_s + kFuture_s) findings.add("E050", where);
}

bool is_outside_schedule(proto::TripDescriptor const& trip) {
  switch (trip.schedule_relationship()) {
  case proto::TripDescriptor::ADDED:
  case proto::TripDescriptor::NEW:
  case proto::TripDescriptor::DUPLICATED:
  case proto::TripDescriptor::REPLACEMENT:
    return true;
  default:
    return false;
  }
}

FeedMemory remember(proto::FeedMessage const& feed) {
  std::size_t content = 0;
  std::string bytes;
  for (auto const& entity : feed.entity()) { // a sum: their order says nothing
    entity.SerializePartialToString(&bytes);
    content += std::hash<std::string>{}(bytes);
  }
  return {feed.header().timestamp(), content};
}

void check_feed(proto::FeedMessage const& feed, std::optional<FeedMemory> const& before, RuleContext const& context,
                Findings& findings) {
  check_header(feed.header(), context, findings);
  if (before) check_change(*before, remember(feed), findings);
  std::set<std::string> vehicles;
  for (auto const& entity : feed.entity()) {
    check_entity(entity, feed.header(), context, findings);
    auto const& id = entity.vehicle().vehicle().id();
    if (!id.empty() && !vehicles.insert(id).second) findings.add("E052", entity.id());
  }
}

void check_pairs(proto::FeedMessage const* positions, proto::FeedMessage const* updates, Findings& findings) {
  if (positions == nullptr || updates == nullptr || !of_one_moment(positions->header(), updates->header())) return;
  Pairs seen, told;
  for (auto const& entity : positions->entity())
    if (entity.has_vehicle()) seen.take(entity.vehicle().vehicle(), entity.vehicle().trip());
  for (auto const& entity : updates->entity())
    if (entity.has_trip_update()) told.take(entity.trip_update().vehicle(), entity.trip_update().trip());
  for (auto const& [vehicle, trip] : seen.trip_of)
    if (auto const it = told.trip_of.find(vehicle); it != told.trip_of.end() && it->second != trip)
      findings.add("E047", vehicle);
  for (auto const& trip : seen.trips)
    if (!told.trips.contains(trip)) findings.add("W003", trip);
  for (auto const& trip : told.trips)
    if (!seen.trips.contains(trip)) findings.add("W003", trip);
}

} // namespace dalian::gtfs
