#include "twin/association/plot_tracker.hpp"
#include "twin/fusion/parameters.hpp"

#include "tests/support/scene_score.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dalian::association {
namespace {

PlotParameters parameters() {
  return fusion::tracker_parameters(fusion::default_parameters().plots);
}

Instant at(double s) {
  return test::kSceneStart + from_seconds(s);
}

SensorView const kRadar{{0.9, 1e-8}, true, {{0, 0}, 10'000, 0, 7}};
SensorView const kUnknown{{0.9, 1e-8}, false, {}};

class Tracker : public testing::Test {
 protected:
  ScanOutcome scan(double t, std::vector<MapPoint> const& places, std::uint32_t sensor = 0,
                   SensorView const& view = kRadar) {
    std::vector<Plot> plots;
    for (MapPoint const p : places)
      plots.push_back({{p, 25, 0, 25}, at(t), PlotClass::vessel, 0, 0});
    return tracker.take({sensor, at(t), plots, view});
  }
  std::vector<std::uint32_t> confirmed() const {
    std::vector<std::uint32_t> numbers;
    for (PlotTrack const& t : tracker.tracks())
      if (t.confirmed) numbers.push_back(t.number);
    return numbers;
  }
  PlotTracker tracker{parameters()};
};

using Numbers = std::vector<std::uint32_t>;

TEST_F(Tracker, ConfirmsWithThreeHitsInFiveScans) {
  scan(0, {{100, 0}});
  scan(3, {});
  scan(6, {{100, 20}});
  scan(9, {});
  EXPECT_EQ(confirmed(), Numbers{});
  scan(12, {{100, 40}});
  EXPECT_EQ(confirmed(), Numbers{1});
  EXPECT_EQ(tracker.tracks()[0].updates, 3);
}

TEST_F(Tracker, ForgetsWhatIsNotSeenOftenEnough) {
  scan(0, {{100, 0}});
  scan(3, {});
  scan(6, {});
  EXPECT_EQ(tracker.tracks().size(), 1);
  scan(9, {}); // three hits in five are out of reach
  EXPECT_EQ(tracker.tracks().size(), 0);
  EXPECT_EQ(tracker.take_ended(), Numbers{}); // never shown, so never ended
}

TEST_F(Tracker, CoastsThenEnds) {
  for (int i = 0; i < 4; ++i)
    scan(3 * i, {{100, 10.0 * i}});
  scan(12, {});
  ASSERT_EQ(confirmed(), Numbers{1});
  EXPECT_TRUE(tracker.tracks()[0].coasting());
  scan(15, {{100, 50}});
  EXPECT_FALSE(tracker.tracks()[0].coasting());
  EXPECT_NEAR(tracker.tracks()[0].state.mean[3], 10 / 3.0, 1); // and has its velocity
  for (int i = 6; i < 10; ++i)
    scan(3 * i, {});
  EXPECT_EQ(confirmed(), Numbers{1});
  scan(30, {}); // the fifth miss in a row
  EXPECT_EQ(confirmed(), Numbers{});
  EXPECT_EQ(tracker.take_ended(), Numbers{1});
  EXPECT_EQ(tracker.take_ended(), Numbers{});
}

TEST_F(Tracker, OnlyWhoLooksThereMisses) {
  for (int i = 0; i < 4; ++i)
    scan(3 * i, {{100, 0}});
  SensorView const elsewhere{{0.9, 1e-8}, true, {{50'000, 0}, 1000, 0, 7}};
  for (int i = 0; i < 20; ++i) {
    scan(10 + i, {}, 1, elsewhere);
    scan(10 + i, {}, 2, kUnknown); // has never seen it, and says nothing of where it looks
  }
  EXPECT_EQ(confirmed(), Numbers{1});
  EXPECT_EQ(tracker.tracks()[0].misses, 0);
}

TEST_F(Tracker, EndsWhenAllSensorsFallSilent) {
  for (int i = 0; i < 4; ++i)
    scan(3 * i, {{100, 0}});
  tracker.advance(at(9 + 59));
  EXPECT_EQ(confirmed(), Numbers{1});
  tracker.advance(at(9 + 61));
  EXPECT_EQ(tracker.take_ended(), Numbers{1});
}

TEST_F(Tracker, TwoSensorsMakeOneTrack) {
  for (int i = 0; i < 5; ++i) {
    scan(2 * i, {{100 + 10.0 * i, 0}}, 0);
    scan(2 * i + 1, {{105 + 10.0 * i, 0}}, 7, kUnknown);
  }
  ASSERT_EQ(confirmed(), Numbers{1});
  PlotTrack const& track = tracker.tracks()[0];
  ASSERT_EQ(track.sensors, 2);
  EXPECT_EQ(track.seen[0].sensor, 7);
  EXPECT_EQ(track.seen[1].sensor, 0);
  EXPECT_EQ(track.seen[1].t, at(8));
}

TEST_F(Tracker, AScanThatComesLateIsPutWhereItBelongs) {
  PlotTracker in_order(parameters());
  auto const plot = [&](double t) {
    return std::vector<Plot>{{{{100 + 5 * t, 0}, 25, 0, 25}, at(t), PlotClass::vessel, 0, 0}};
  };
  std::vector<double> times{0, 3, 6, 9, 12, 15, 14, 18};
  for (double const t : times)
    EXPECT_EQ(tracker.take({0, at(t), plot(t), kRadar}), ScanOutcome::used);
  std::sort(times.begin(), times.end());
  for (double const t : times)
    in_order.take({0, at(t), plot(t), kRadar});
  ASSERT_EQ(tracker.tracks().size(), 1);
  EXPECT_LT((tracker.tracks()[0].state.mean - in_order.tracks()[0].state.mean).norm(), 0.5);
  EXPECT_EQ(tracker.take({0, at(14.9), plot(14.9), kRadar}), ScanOutcome::too_late); // 18 is more than 3 s newer
  EXPECT_EQ(tracker.tracks()[0].updates, 8);
}

TEST_F(Tracker, ASecondPlotOfOneThingKeepsNoSecondTrackAlive) {
  for (int i = 0; i < 4; ++i)
    scan(3 * i, {{100, 0}, {112, 0}}); // two tracks, 12 m apart
  EXPECT_EQ(confirmed().size(), 2);
  for (int i = 4; i < 12; ++i)
    scan(3 * i, {{106, 0}});
  EXPECT_EQ(confirmed().size(), 1);
}

TEST(TrackerScenes, TheSameScansGiveTheSameTracks) {
  test::SceneRun const run(test::crossing_ships(), 1);
  PlotTracker a(parameters()), b(parameters());
  for (auto const& scan : run.scans()) {
    a.take({scan.sensor, scan.t, scan.plots, scan.view});
    b.take({scan.sensor, scan.t, scan.plots, scan.view});
  }
  ASSERT_EQ(a.tracks().size(), b.tracks().size());
  for (std::size_t i = 0; i < a.tracks().size(); ++i)
    EXPECT_EQ(a.tracks()[i].state.mean, b.tracks()[i].state.mean);
}

TEST(TrackerScenes, FollowsEveryThingAndKnowsHowWell) {
  for (auto const& scene : test::all_scenes()) {
    SCOPED_TRACE(scene.name);
    PlotParameters const used = parameters();
    test::SceneScore score;
    constexpr int kRuns = 4;
    for (std::uint64_t seed = 1; seed <= kRuns; ++seed)
      test::run_scene(scene, seed, PlotTracker(used), used, score);
    auto const n = static_cast<double>(score.instants);
    double const cutoff = scene.kind == PlotClass::vessel ? 50 : 5;
    RecordProperty(scene.name + " GOSPA", std::to_string(score.gospa_m / n));
    RecordProperty(scene.name + " NEES", std::to_string(score.mean_nees()));
    // Half a cut-off² a miss or false track: on average fewer than one in twenty instants has one.
    EXPECT_LT((score.missed_m2 + score.false_m2) / n, 0.05 * cutoff * cutoff / 2);
    EXPECT_LE(score.switches, scene.kind == PlotClass::vessel ? 2U : 5U * kRuns);
    EXPECT_GT(score.mean_nees(), 3.5);
    EXPECT_LT(score.mean_nees(), 4.7);
    EXPECT_GT(score.share_in_band(), 0.75);
  }
}

} // namespace
} // namespace dalian::association
