#include "twin/fusion/merge_static.hpp"

#include "tests/fusion/observations.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace dalian::fusion {
namespace {

struct Merged {
  std::shared_ptr<state::TrackDetails const> details = std::make_shared<state::TrackDetails>();
  void merge(FieldTimes& times, wire::Observation const& o, Instant t) { merge_detail(details, times, o, t); }
};

// Type 24 A carries the name, 24 B everything else (ITU-R M.1371-5, 3.22).
TEST(MergeStatic, PartsAAndBBecomeOneWhateverTheirOrder) {
  auto a = observation("mmsi:1", 1), b = observation("mmsi:1", 2), newer_name = observation("mmsi:1", 3);
  a.mutable_vessel_static()->set_name("HAI YAN");
  b.mutable_vessel_static()->set_ship_type(30);
  b.mutable_vessel_static()->set_bow_m(12);
  newer_name.mutable_vessel_static()->set_name("HAI YAN 2");
  std::array<wire::Observation const*, 3> parts{&a, &b, &newer_name};
  std::sort(parts.begin(), parts.end());
  do {
    Merged track;
    FieldTimes times{};
    for (auto const* part : parts)
      track.merge(times, *part, from_unix_ns(static_cast<std::int64_t>(part->t_obs())));
    EXPECT_EQ(track.details->vessel->name, "HAI YAN 2");
    EXPECT_EQ(track.details->vessel->ship_type, 30U);
    EXPECT_EQ(track.details->vessel->bow_m, 12.F);
    EXPECT_FALSE(track.details->vessel->imo);
  } while (std::next_permutation(parts.begin(), parts.end()));
}

TEST(MergeStatic, AnAbsentFieldTakesNothingAway) {
  auto o = observation("car:1", 1, wire::ROAD_VEHICLE);
  o.mutable_road_vehicle()->set_label("T1-01");
  o.mutable_road_vehicle()->set_length_m(4.6F);
  o.mutable_road_vehicle()->set_vehicle_type("car");
  Merged track;
  FieldTimes times{};
  track.merge(times, o, at(1));
  o = observation("car:1", 2, wire::ROAD_VEHICLE);
  o.mutable_road_vehicle()->set_mode(1);
  track.merge(times, o, at(2));
  EXPECT_EQ(track.details->road->label, "T1-01");
  EXPECT_EQ(track.details->road->length_m, 4.6F);
  EXPECT_EQ(track.details->road->vehicle_type, "car");
  EXPECT_EQ(track.details->road->mode, 1U);
}

TEST(MergeStatic, DetailsStayTheSameObjectUntilAValueDiffers) {
  auto o = observation("car:1", 1, wire::ROAD_VEHICLE);
  o.mutable_road_vehicle()->set_label("T1-01");
  Merged track;
  FieldTimes times{};
  track.merge(times, o, at(1));
  auto const before = track.details;
  track.merge(times, o, at(2));
  EXPECT_EQ(track.details, before);
  o.mutable_road_vehicle()->set_label("T1-02");
  track.merge(times, o, at(3));
  EXPECT_NE(track.details, before);
  EXPECT_EQ(before->road->label, "T1-01");
}

TEST(MergeStatic, StatusGoesWithTheReportThatStatesIt) {
  VesselStatus status;
  wire::VesselState moored, under_way, class_b;
  moored.set_nav_status(5);
  under_way.set_nav_status(0);
  class_b.set_class_b(true);
  merge_status(status, moored, at(5));
  EXPECT_EQ(status.nav_status, 5U);
  merge_status(status, under_way, at(4));
  EXPECT_EQ(status.nav_status, 5U);
  merge_status(status, class_b, at(6));
  EXPECT_FALSE(status.nav_status);
  EXPECT_TRUE(status.class_b);
}

TEST(MergeStatic, AidsKeepTypeNameAndWhetherTheyAreOffPosition) {
  Merged track;
  FieldTimes times{};
  auto o = observation("mmsi:994131234", 1, wire::AID_TO_NAVIGATION);
  o.mutable_aid()->set_aid_type(14);
  o.mutable_aid()->set_name("DAYAO NO 3");
  o.mutable_aid()->set_off_position(true);
  o.mutable_aid()->set_virtual_aid(true);
  track.merge(times, o, at(1));
  state::Aid expected;
  expected.aid_type = 14;
  expected.name = "DAYAO NO 3";
  expected.off_position = true;
  expected.virtual_aid = true;
  EXPECT_EQ(*track.details->aid, expected);
}

} // namespace
} // namespace dalian::fusion
