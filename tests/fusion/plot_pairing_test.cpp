#include "twin/fusion/plot_pairing.hpp"

#include <gtest/gtest.h>

namespace dalian::fusion {
namespace {

using association::PlotClass;

Carried carried_at(double east, PlotClass kind = PlotClass::vessel) {
  Carried c;
  c.state.mean << east, 0, 5, 0;
  c.state.covariance = Eigen::Matrix4d::Identity() * 50; // two of them: a variance of 100
  c.kind = kind;
  return c;
}

// Named ones 10 m and 20 m away: NIS 1 and 4, nearer together than e^-4.5.
TEST(PlotPairing, APartnerOfLastTimeIsKeptWhileItFitsNearlyAsWell) {
  std::vector<Carried> plots{carried_at(0)};
  std::vector<Carried> const named{carried_at(10), carried_at(-20)};
  EXPECT_EQ(pair_up(plots, named)[0], 0U);
  plots[0].favoured = 1;
  EXPECT_EQ(pair_up(plots, named)[0], 1U);
  std::vector<Carried> const far{carried_at(0), carried_at(35)}; // NIS 0 and 12.25: more than chance
  EXPECT_EQ(pair_up(plots, far)[0], 0U);
}

TEST(PlotPairing, ClassesMustNotContradictEachOther) {
  std::vector<Carried> const plots{carried_at(0, PlotClass::road_vehicle)};
  std::vector<Carried> const ship{carried_at(5)}, either{carried_at(5, PlotClass::unknown)};
  EXPECT_EQ(pair_up(plots, ship)[0], Carried::kNoPartner);
  EXPECT_EQ(pair_up(plots, either)[0], 0U);
}

} // namespace
} // namespace dalian::fusion
