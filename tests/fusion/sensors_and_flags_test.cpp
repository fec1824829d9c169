// Values and integrity flags on their way through fusion.
#include "tests/fusion/observations.hpp"
#include "tests/fusion/random_log.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/fusion/state_hash.hpp"

#include <gtest/gtest.h>

namespace dalian::fusion {
namespace {

wire::Observation value(std::string const& entity, double t_s, std::string const& quantity, double number) {
  auto o = observation(entity, t_s, wire::SENSOR);
  o.mutable_sensor()->set_quantity(quantity);
  o.mutable_sensor()->set_number(number);
  return o;
}

state::Track track_of(Fusion const& fusion, std::string const& entity) {
  state::Track found;
  fusion.for_each([&](state::TrackView track) {
    if (track.details().entity == entity) found = state::Track(track);
  });
  return found;
}

TEST(Sensors, AMeterHasTheLastOfEachOfItsValues) {
  Fusion fusion;
  for (int i = 0; i < 10; ++i) {
    fusion.take(at(10 * i), batch("bus", {value("meter:1", 10 * i, "power_kw", 100 + i)}));
    fusion.take(at(10 * i + 3), batch("bus", {value("meter:1", 10 * i + 3, "voltage_v", 230)}));
  }
  auto const track = track_of(fusion, "meter:1");
  EXPECT_EQ(track.kind, state::Kind::sensor);
  EXPECT_FALSE(track.has_position);
  EXPECT_EQ(track.t_obs, at(93));
  ASSERT_EQ(track.readings.size(), 2U);
  auto const* power = reading_of(track, "power_kw");
  ASSERT_TRUE(power);
  EXPECT_EQ(power->value, 109);
  EXPECT_DOUBLE_EQ(power->rate_per_s.value(), 0.1);
  EXPECT_EQ(power->interval_s, 10);
  EXPECT_EQ(reading_of(track, "flow_m3ph"), nullptr);
  EXPECT_EQ(reading_of(track, "no such"), nullptr);
}

TEST(Sensors, APositionBesideAValueIsTaken) {
  Fusion fusion;
  auto o = fix("meter:2", 1, kPort, wire::SENSOR);
  *o.mutable_sensor() = value("meter:2", 1, "level_m", 2.5).sensor();
  fusion.take(at(1), batch("bus", {o}));
  auto const track = track_of(fusion, "meter:2");
  EXPECT_TRUE(track.has_position);
  EXPECT_EQ(reading_of(track, "level_m")->value, 2.5);
}

TEST(Sensors, LateValuesCountAsForTracksAndWhatIsNoValueIsInvalid) {
  Fusion fusion;
  fusion.take(at(20), batch("bus", {value("meter:3", 20, "power_kw", 1)}));
  fusion.take(at(20), batch("bus", {value("meter:3", 16, "power_kw", 2), value("meter:3", 14, "power_kw", 3),
                                    value("meter:3", 19, "valve_open", 7), value("meter:3", 19, "odour", 7)}));
  auto const outcomes = fusion.outcomes().at("bus");
  EXPECT_EQ(outcomes.get("used"), 1U);
  EXPECT_EQ(outcomes.get("used_late"), 1U);
  EXPECT_EQ(outcomes.get("too_late"), 1U);
  EXPECT_EQ(outcomes.get("invalid_detail"), 2U);
  EXPECT_EQ(reading_of(track_of(fusion, "meter:3"), "power_kw")->value, 1);
}

TEST(Flags, TwoShipsWithOneNumberAreFoundAndTheTrackStaysWithOne) {
  Fusion fusion;
  for (int i = 0; i < 40; ++i) {
    MapPoint const here{kPort.east_m + 20 * i, kPort.north_m}, there{kPort.east_m + 40000, kPort.north_m};
    auto o = fix("mmsi:412000001", 10 * i, i % 2 == 0 ? here : there);
    fusion.take(at(10 * i), batch("ais", {o}));
  }
  auto const track = track_of(fusion, "mmsi:412000001");
  ASSERT_EQ(track.integrity.size(), 2U);
  EXPECT_EQ(track.integrity[0], (state::IntegrityFlag{state::Integrity::jump, at(10)}));
  EXPECT_EQ(track.integrity[1], (state::IntegrityFlag{state::Integrity::duplicate_id, at(70)}));
  EXPECT_LT(track.position.east_m, kPort.east_m + 1000);
}

TEST(Flags, ARiseAndAFallAreChangesToPublish) {
  Fusion fusion;
  fusion.take(at(0), batch("ais", {fix("mmsi:1", 0, kPort)}));
  (void)fusion.take_changes();
  fusion.take(at(10), batch("ais", {fix("mmsi:1", 10, {kPort.east_m + 9000, kPort.north_m})}));
  auto changes = fusion.take_changes();
  ASSERT_EQ(changes.changed.size(), 1U);
  EXPECT_EQ(changes.changed[0].details->integrity.size(), 1U);
  for (double t = 20; t < 400; t += 10)
    fusion.take(at(t), batch("ais", {fix("mmsi:1", t, kPort)}));
  EXPECT_TRUE(track_of(fusion, "mmsi:1").integrity.empty());
}

class AllLand final : public SurfaceMap {
 public:
  std::optional<double> metres_from_water(MapPoint, double enough_m) const override { return enough_m; }
  std::optional<double> metres_from_road(MapPoint, double enough_m) const override { return enough_m; }
  std::uint64_t hash() const override { return 9; }
};

TEST(Flags, AMapTellsLandFromSeaAndASavedStateIsGoodWithItOnly) {
  AllLand const land;
  Fusion fusion;
  fusion.set_surface(&land);
  for (int i = 0; i < 40; ++i)
    fusion.take(at(10 * i), batch("ais", {fix("mmsi:1", 10 * i, kPort)}));
  auto const track = track_of(fusion, "mmsi:1");
  ASSERT_EQ(track.integrity.size(), 1U);
  EXPECT_EQ(track.integrity[0].flag, state::Integrity::off_sea);
  Fusion same, without;
  same.set_surface(&land);
  EXPECT_TRUE(same.load(fusion.save()));
  EXPECT_EQ(state_hash(same), state_hash(fusion));
  EXPECT_FALSE(without.load(fusion.save()));
}

/// The random log is what the tests of replay, threads and saved states go by: it must hold what they are to prove.
TEST(Flags, TheRandomLogRaisesFlagsAndHasReadings) {
  Fusion fusion;
  for (auto const& entry : random_log(31, 500))
    fusion.take(entry.t_twin, entry.batch);
  std::size_t flagged = 0, outliers = 0, readings = 0;
  fusion.for_each([&](state::TrackView track) {
    flagged += track.details().integrity.size();
    for (auto const& r : track.details().readings)
      ++readings, outliers += r.outlier ? 1 : 0;
  });
  EXPECT_GT(flagged, 0U);
  EXPECT_GT(readings, 10U);
  ASSERT_EQ(fusion.clocks().size(), 2U);
  EXPECT_EQ(fusion.clocks()[0].source, "radio");
}

} // namespace
} // namespace dalian::fusion
