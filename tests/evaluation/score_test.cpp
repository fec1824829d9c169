#include "twin/evaluation/score.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace dalian::evaluation {
namespace {

Instant at(double s) {
  return from_unix_ns(1'790'000'000'000'000'000) + from_seconds(s);
}

// Truth 1 moves 10 m/s east from 0 to 20 s; truth 2 stands from 10 to 20 s. Track 5 follows truth 1 by 3 m to the north
// and ends at 10 s; track 6 follows on from 15 s; nothing follows truth 2; at 15 s there is a false one.
std::vector<State> const kTruth{
    {at(0), 1, {0, 0}}, {at(20), 1, {200, 0}}, {at(10), 2, {0, 900}}, {at(20), 2, {0, 900}}};
std::vector<State> const kTracks{{at(0), 5, {0, 3}},    {at(5), 5, {50, 3}},    {at(10), 5, {100, 3}},
                                 {at(15), 6, {150, 4}}, {at(15), 7, {-500, 0}}, {at(20), 6, {200, 4}}};

TEST(Score, ByHand) {
  Score const s = score(kTracks, kTruth, 20);
  EXPECT_EQ(s.identity.instants, 5);
  EXPECT_EQ(s.identity.truths, 8);
  EXPECT_EQ(s.identity.matched, 5);
  EXPECT_EQ(s.identity.missed, 3);
  EXPECT_EQ(s.identity.spurious, 1);
  EXPECT_EQ(s.identity.switches, 1);
  // Squares per instant: 9; 9; 9 + 200; 16 + 200 + 200; 16 + 200.
  EXPECT_NEAR(s.gospa_rms_m, std::sqrt((9 + 9 + 209 + 416 + 216) / 5.0), 1e-9);
  EXPECT_NEAR(s.localisation_rms_m, std::sqrt(59 / 5.0), 1e-9);
  EXPECT_NEAR(s.missed_rms_m, std::sqrt(600 / 5.0), 1e-9);
  EXPECT_NEAR(s.false_rms_m, std::sqrt(200 / 5.0), 1e-9);
  EXPECT_NEAR(s.gospa_mean_m, (3 + 3 + std::sqrt(209.0) + std::sqrt(416.0) + std::sqrt(216.0)) / 5, 1e-9);
  EXPECT_NEAR(s.ospa_mean_m,
              (3 + 3 + std::sqrt((9 + 400) / 2.0) + std::sqrt((16 + 400) / 2.0) + std::sqrt((16 + 400) / 2.0)) / 5,
              1e-9);
}

TEST(Score, TheOrderOfTheLinesDoesNotMatter) {
  auto tracks = kTracks, truth = kTruth;
  std::mt19937_64 random(5);
  std::shuffle(tracks.begin(), tracks.end(), random);
  std::shuffle(truth.begin(), truth.end(), random);
  EXPECT_EQ(score(tracks, truth, 20).gospa_mean_m, score(kTracks, kTruth, 20).gospa_mean_m);
}

TEST(Score, InstantsThatTruthDoesNotCoverDoNotCount) {
  auto tracks = kTracks;
  tracks.push_back({at(-1), 5, {0, 0}});
  tracks.push_back({at(21), 6, {0, 0}});
  EXPECT_EQ(score(tracks, kTruth, 20).identity.instants, 5);
  EXPECT_EQ(score({{at(50), 1, {}}}, kTruth, 20).identity.instants, 0);
  EXPECT_EQ(score({}, kTruth, 20).gospa_mean_m, 0);
}

TEST(Score, OfTwoStatesAtOneTimeTheLaterCounts) {
  EXPECT_EQ(score({{at(0), 1, {99, 0}}, {at(0), 1, {4, 0}}}, kTruth, 20).gospa_mean_m, 4);
}

} // namespace
} // namespace dalian::evaluation
