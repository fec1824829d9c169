#include "twin/evaluation/identity.hpp"

#include <gtest/gtest.h>

namespace dalian::evaluation {
namespace {

using Set = std::vector<Named>;

TEST(Identity, CountsWhatIsCountedByHand) {
  IdentityScore score(10);
  score.add(Set{{7, {0, 1}}}, Set{{1, {0, 0}}, {2, {100, 0}}});                // 2 is missed
  score.add(Set{{7, {1, 0}}, {8, {100, 0}}}, Set{{1, {0, 0}}, {2, {100, 0}}}); // both
  score.add(Set{{8, {100, 2}}}, Set{{1, {0, 0}}, {2, {100, 0}}});              // 1 is lost …
  score.add(Set{{9, {0, 3}}, {8, {100, 0}}}, Set{{1, {0, 0}}, {2, {100, 0}}}); // … and found as 9: a fragment, a switch
  score.add(Set{{9, {0, 0}}, {8, {300, 0}}}, Set{{1, {0, 0}}, {2, {100, 0}}}); // 8 has run away: missed and spurious
  score.add(Set{{9, {0, 0}}, {8, {100, 0}}}, Set{{1, {0, 0}}, {2, {100, 0}}}); // 8 is back: a fragment, no switch
  auto const& c = score.counts();
  EXPECT_EQ(c.instants, 6);
  EXPECT_EQ(c.truths, 12);
  EXPECT_EQ(c.matched, 9);
  EXPECT_EQ(c.missed, 3);
  EXPECT_EQ(c.spurious, 1);
  EXPECT_EQ(c.switches, 1);
  EXPECT_EQ(c.fragments, 2);
  EXPECT_NEAR(c.mota(), 1 - 5.0 / 12, 1e-12);
  EXPECT_NEAR(c.motp_m(), (1 + 1 + 2 + 3) / 9.0, 1e-12);
}

TEST(Identity, APairIsKeptWhileItHoldsEvenIfAnotherIsNearer) {
  IdentityScore score(10);
  score.add(Set{{1, {0, 0}}, {2, {8, 0}}}, Set{{1, {0, 0}}, {2, {8, 0}}});
  score.add(Set{{1, {5, 0}}, {2, {3, 0}}}, Set{{1, {3, 0}}, {2, {5, 0}}}); // crossing: nearest would switch both
  EXPECT_EQ(score.counts().switches, 0);
  EXPECT_EQ(score.counts().matched, 4);
}

TEST(Identity, TracksThatChangePlacesAreTwoSwitches) {
  IdentityScore score(10);
  score.add(Set{{1, {0, 0}}, {2, {50, 0}}}, Set{{1, {0, 0}}, {2, {50, 0}}});
  score.add(Set{{2, {0, 0}}, {1, {50, 0}}}, Set{{1, {0, 0}}, {2, {50, 0}}});
  EXPECT_EQ(score.counts().switches, 2);
  EXPECT_EQ(score.counts().fragments, 0);
}

TEST(Identity, ATruthThatLeavesAndReturnsIsNoFragment) {
  IdentityScore score(10);
  score.add(Set{{1, {0, 0}}}, Set{{1, {0, 0}}});
  score.add({}, {});
  score.add(Set{{1, {0, 0}}}, Set{{1, {0, 0}}});
  EXPECT_EQ(score.counts().fragments, 0);
  EXPECT_EQ(score.counts().mota(), 1);
}

TEST(Identity, NothingIsNoDivision) {
  IdentityScore score(10);
  EXPECT_EQ(score.counts().mota(), 0);
  EXPECT_EQ(score.counts().motp_m(), 0);
}

} // namespace
} // namespace dalian::evaluation
