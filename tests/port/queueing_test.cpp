// Against values that were published or follow by hand.
#include "twin/port/queueing.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dalian::port {
namespace {

/// Erlang B tables as every handbook of telephone traffic prints them (ITU-T, Teletraffic Engineering Handbook): the
/// erlangs offered to n lines of which 1 % are lost.
TEST(Queueing, ErlangBOfThePublishedTable) {
  struct {
    int lines;
    double erlangs;
  } const table[]{{1, 0.0101}, {2, 0.153}, {5, 1.361}, {10, 4.461}, {20, 12.03}, {50, 37.90}};
  for (auto const& row : table)
    EXPECT_NEAR(erlang_b(row.erlangs, row.lines), 0.01, 0.01 * 0.01) << row.lines;
}

TEST(Queueing, ErlangCFollowsByHand) {
  EXPECT_DOUBLE_EQ(erlang_c(0.7, 1), 0.7);     // ρ
  EXPECT_NEAR(erlang_c(1, 2), 1.0 / 3, 1e-15); // 2ρ²/(1+ρ) at ρ = 1/2
  EXPECT_NEAR(erlang_c(2, 3), 4.0 / 9, 1e-15); // a³/3!·3/(3-a) over 1 + a + a²/2 + that
  EXPECT_EQ(erlang_c(5, 3), 1);
}

TEST(Queueing, WaitOfOneServer) {
  Queue const q{0.8, 1, 1};
  EXPECT_NEAR(wait_mmc_h(q), 0.8 / 0.2, 1e-12);
  EXPECT_NEAR(wait_mdc_h(q), 0.5 * 0.8 / 0.2, 1e-12);
  for (double const cv2 : {0.0, 0.3, 1.0, 4.0}) // Pollaczek and Khinchine
    EXPECT_NEAR(wait_mgc_h(q, cv2), 0.8 * (1 + cv2) / (2 * 0.2), 1e-12) << cv2;
}

TEST(Queueing, MoreServersOfTheSameSpeedWaitLessAndFullOnesForEver) {
  EXPECT_LT(wait_mmc_h({1.6, 1, 3}), wait_mmc_h({1.6, 1, 2}));
  EXPECT_TRUE(std::isinf(wait_mmc_h({2, 1, 2})));
  EXPECT_TRUE(std::isinf(wait_mgc_h({2.5, 1, 2}, 0.5)));
  EXPECT_EQ(wait_mgc_h({0, 1, 2}, 0), 0);
  EXPECT_NEAR(wait_ggc_h({1.6, 1, 2}, 0.5, 0.5), 0.5 * wait_mmc_h({1.6, 1, 2}), 1e-15);
}

} // namespace
} // namespace dalian::port
