#include "twin/sun/spans.hpp"

#include <gtest/gtest.h>

namespace dalian::sun {
namespace {

TEST(Spans, AreJoinedCutAndSummed) {
  Spans spans{{5, 6}, {1, 2}, {2, 3}, {7, 7}, {5.5, 5.8}};
  join(spans);
  EXPECT_EQ(spans, (Spans{{1, 3}, {5, 6}}));
  EXPECT_EQ(rest_of({0, 6}, spans), (Spans{{0, 1}, {3, 5}}));
  EXPECT_EQ(rest_of({2, 5.5}, spans), (Spans{{3, 5}}));
  EXPECT_EQ(rest_of({0, 1}, {}), (Spans{{0, 1}}));
  EXPECT_EQ(rest_of({1, 2}, spans), Spans{});
  EXPECT_EQ(common(spans, {{0, 1.5}, {2.5, 5.5}}), (Spans{{1, 1.5}, {2.5, 3}, {5, 5.5}}));
  EXPECT_EQ(total(spans), 3);
  EXPECT_EQ(longest(spans), 2);
  EXPECT_EQ(longest({}), 0);
  EXPECT_EQ(total_of_long(spans, 1.5), 2);
}

} // namespace
} // namespace dalian::sun
