#include "connectors/ais/events.hpp"

#include <gtest/gtest.h>

namespace dalian::ais {
namespace {

constexpr std::size_t kPosition = 0, kStatic = 5, kPartA = 7;

wire::Observation under_way(double lat_deg, unsigned status, char const* entity = "mmsi:412000001") {
  wire::Observation o;
  o.set_entity(entity);
  o.mutable_fix()->set_lat_deg(lat_deg);
  o.mutable_vessel_state()->set_nav_status(status);
  return o;
}
wire::Observation named(std::string const& name, std::string const& destination = "") {
  wire::Observation o;
  o.set_entity("mmsi:412000001");
  o.mutable_vessel_static()->set_name(name);
  if (!destination.empty()) o.mutable_vessel_static()->set_destination(destination);
  return o;
}
bool is_event(EventMarker& marker, wire::Observation o, std::size_t layout) {
  marker.mark(o, layout);
  return o.event();
}

TEST(EventMarker, APositionIsASampleUntilTheStatusChanges) {
  EventMarker marker;
  EXPECT_TRUE(is_event(marker, under_way(38.9, 0), kPosition));
  EXPECT_FALSE(is_event(marker, under_way(38.91, 0), kPosition));
  EXPECT_TRUE(is_event(marker, under_way(38.92, 1), kPosition));
  EXPECT_FALSE(is_event(marker, under_way(38.92, 1), kPosition));
  EXPECT_TRUE(is_event(marker, under_way(38.92, 1, "mmsi:412000002"), kPosition));
}

TEST(EventMarker, StaticDataIsAnEventOnceForEachLayoutAndChange) {
  EventMarker marker;
  EXPECT_TRUE(is_event(marker, named("SYN", "DALIAN"), kStatic));
  EXPECT_FALSE(is_event(marker, named("SYN", "DALIAN"), kStatic));
  EXPECT_TRUE(is_event(marker, named("SYN"), kPartA)); // says less, but is another message
  EXPECT_FALSE(is_event(marker, named("SYN", "DALIAN"), kStatic));
  EXPECT_TRUE(is_event(marker, named("SYN", "YANTAI"), kStatic));
}

TEST(EventMarker, AnAidThatLeavesItsPlaceIsAnEvent) {
  EventMarker marker;
  wire::Observation o;
  o.set_entity("mmsi:994121001");
  o.mutable_aid()->set_off_position(false);
  EXPECT_TRUE(is_event(marker, o, 0));
  EXPECT_FALSE(is_event(marker, o, 0));
  o.mutable_aid()->set_off_position(true);
  EXPECT_TRUE(is_event(marker, o, 0));
}

TEST(EventMarker, APlainFixIsNone) {
  EventMarker marker;
  wire::Observation o;
  o.set_entity("mmsi:412000001");
  o.mutable_fix()->set_lat_deg(38.9);
  EXPECT_FALSE(is_event(marker, o, 0));
}

} // namespace
} // namespace dalian::ais
