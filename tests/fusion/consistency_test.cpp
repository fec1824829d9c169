#include "tests/fusion/accuracy.hpp"

#include <gtest/gtest.h>

namespace dalian::fusion {
namespace {

constexpr std::uint32_t kSeed = 7;
constexpr int kRuns = 60;

/// Bar-Shalom, Li, Kirubarajan 2001, 5.4.2: over so many runs, 95 % of consistent filters have a mean in the band.
TEST(Consistency, ErrorsAgreeWithTheStatedCovarianceInEveryScene) {
  for (Scene const& scene : scenes()) {
    Compared const c = compare(scene, kRuns, kSeed, default_parameters());
    auto const nees = evaluation::nees_band(kRuns, 4), nis = evaluation::nees_band(kRuns, 2);
    EXPECT_TRUE(nees.contains(c.modes.nees))
        << scene.name << ": NEES " << c.modes.nees << " of " << nees.low << "…" << nees.high << ", seed " << kSeed;
    EXPECT_TRUE(nis.contains(c.modes.nis))
        << scene.name << ": NIS " << c.modes.nis << " of " << nis.low << "…" << nis.high << ", seed " << kSeed;
  }
}

TEST(Consistency, NoSceneIsFollowedWorseThanByThePlainFilter) {
  for (Scene const& scene : scenes()) {
    Compared const c = compare(scene, kRuns / 3, kSeed + 1, default_parameters());
    EXPECT_LT(c.modes.position_m, 1.02 * c.plain.position_m) << scene.name << ", seed " << kSeed + 1;
    // A road vehicle's speed is known better than its course; one sigma for both costs a tenth of the velocity.
    EXPECT_LT(c.modes.velocity_mps, 1.10 * c.plain.velocity_mps) << scene.name << ", seed " << kSeed + 1;
  }
}

} // namespace
} // namespace dalian::fusion
