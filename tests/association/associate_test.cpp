#include "twin/association/associate.hpp"

#include "tests/association/random_scene.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <numbers>

namespace dalian::association {
namespace {

/// Likelihood ratio of "detection is of track" to "foreign, and the track missed", written down once more.
double ratio(Position const& t, Position const& d, SensorModel const& sensor) {
  Separation const s = separation(t, d);
  double const density = std::exp(-s.nis() / 2) / (2 * std::numbers::pi * std::sqrt(s.determinant));
  double const pd = sensor.detection_probability;
  return pd * density / (sensor.foreign_density * (1 - pd * kGateProbability));
}

struct Best {
  double log = 0;
  std::map<std::uint32_t, std::uint32_t> detection_of;
};

/// The likeliest of all joint events within the gate.
void try_all(std::vector<std::vector<double>> const& ratios, std::uint32_t track, Best now, unsigned taken,
             Best& best) {
  if (track == ratios.size()) {
    if (now.log > best.log) best = now;
    return;
  }
  try_all(ratios, track + 1, now, taken, best);
  for (std::uint32_t d = 0; d < ratios[track].size(); ++d) {
    if ((taken >> d & 1) != 0 || ratios[track][d] <= 0) continue;
    Best next = now;
    next.log += std::log(ratios[track][d]);
    next.detection_of[track] = d;
    try_all(ratios, track + 1, next, taken | 1U << d, best);
  }
}

TEST(Associate, NearestIsTheLikeliestJointEvent) {
  Associator associator(Ambiguity::nearest);
  SensorModel const sensor{0.9, 1e-5};
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    auto const tracks = random_positions(random, 1 + seed % 6, 200, 3, 30);
    auto const detections = random_positions(random, 1 + seed / 6 % 6, 200, 3, 30);
    std::vector<std::vector<double>> ratios(tracks.size(), std::vector<double>(detections.size()));
    for (std::size_t t = 0; t < tracks.size(); ++t)
      for (std::size_t d = 0; d < detections.size(); ++d)
        if (separation(tracks[t], detections[d]).nis() <= kGateNis)
          ratios[t][d] = ratio(tracks[t], detections[d], sensor);
    Best best;
    try_all(ratios, 0, {}, 0, best);
    std::map<std::uint32_t, std::uint32_t> got;
    for (Link const& link : associator.associate(tracks, detections, sensor)) {
      EXPECT_EQ(link.probability, 1);
      got[link.track] = link.detection;
    }
    EXPECT_EQ(got, best.detection_of);
  }
}

TEST(Associate, OneTrackWithSevenDoubtfulDetections) {
  // PDA: L_k / (1 + ΣL); more of them than a joint cluster may have.
  SensorModel const sensor{0.8, 1e-3};
  std::vector<Position> const track{{{0, 0}, 100, 0, 100}};
  std::vector<Position> detections;
  for (int k = 0; k < 7; ++k)
    detections.push_back({{3.0 * k, 5}, 25, 0, 25});
  double sum = 1;
  for (Position const& d : detections)
    sum += ratio(track[0], d, sensor);
  Associator associator;
  auto const links = associator.associate(track, detections, sensor);
  ASSERT_EQ(links.size(), 7);
  for (Link const& link : links)
    EXPECT_NEAR(link.probability, ratio(track[0], detections[link.detection], sensor) / sum, 1e-12);
}

TEST(Associate, OneTrackWithOneDoubtfulDetection) {
  // PDA of one gated detection: L / (1 + L).
  SensorModel const sensor{0.8, 1e-3};
  std::vector<Position> const track{{{0, 0}, 100, 0, 100}}, detection{{{20, 10}, 25, 0, 25}};
  Associator associator;
  auto const links = associator.associate(track, detection, sensor);
  double const l = ratio(track[0], detection[0], sensor);
  ASSERT_EQ(links.size(), 1);
  EXPECT_NEAR(links[0].probability, l / (1 + l), 1e-12);
  EXPECT_GT(links[0].probability, 0.05);
  EXPECT_LT(links[0].probability, 0.95);
}

TEST(Associate, JointProbabilitiesWhereTwoTracksShareTwoDetections) {
  SensorModel const sensor{0.9, 1e-4};
  std::vector<Position> const tracks{{{0, 0}, 50, 0, 50}, {{15, 0}, 50, 0, 50}};
  std::vector<Position> const detections{{{5, 3}, 25, 0, 25}, {{12, -2}, 25, 0, 25}};
  double w[2][2]{};
  for (std::size_t t = 0; t < 2; ++t)
    for (std::size_t d = 0; d < 2; ++d)
      w[t][d] = ratio(tracks[t], detections[d], sensor);
  double const total = 1 + w[0][0] + w[0][1] + w[1][0] + w[1][1] + w[0][0] * w[1][1] + w[0][1] * w[1][0];
  Associator associator;
  auto const links = associator.associate(tracks, detections, sensor);
  ASSERT_EQ(links.size(), 4);
  EXPECT_EQ(associator.joint_clusters(), 1);
  EXPECT_NEAR(links[0].probability, w[0][0] * (1 + w[1][1]) / total, 1e-12);
  EXPECT_NEAR(links[1].probability, w[0][1] * (1 + w[1][0]) / total, 1e-12);
  EXPECT_NEAR(links[3].probability, w[1][1] * (1 + w[0][0]) / total, 1e-12);
}

TEST(Associate, ClearClustersOfAnySizeGetOneDetectionEach) {
  // A row of tracks whose gates overlap in a chain, each with a detection right on it.
  std::vector<Position> tracks, detections;
  for (int i = 0; i < 200; ++i) {
    tracks.push_back({{i * 30.0, 0}, 30, 0, 30});
    detections.push_back({{(199 - i) * 30.0 + 1, 0}, 30, 0, 30});
  }
  Associator associator;
  auto const links = associator.associate(tracks, detections, {0.9, 1e-6});
  ASSERT_EQ(links.size(), 200);
  for (std::uint32_t i = 0; i < 200; ++i) {
    EXPECT_EQ(links[i].track, i);
    EXPECT_EQ(links[i].detection, 199 - i);
  }
}

TEST(Associate, SameAnswerFromUsedAndFreshMemory) {
  Associator used;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    std::mt19937_64 random(seed);
    auto const tracks = random_positions(random, 50 * (seed % 4), 2000, 3, 30);
    auto const detections = random_positions(random, 60 * (seed % 5), 2000, 3, 30);
    Associator fresh;
    auto const a = used.associate(tracks, detections, {0.9, 1e-6}),
               b = fresh.associate(tracks, detections, {0.9, 1e-6});
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      EXPECT_EQ(a[i].track, b[i].track);
      EXPECT_EQ(a[i].detection, b[i].detection);
      EXPECT_EQ(a[i].probability, b[i].probability);
    }
  }
}

} // namespace
} // namespace dalian::association
