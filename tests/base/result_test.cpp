#include "twin/base/result.hpp"

#include <gtest/gtest.h>

namespace dalian {
namespace {

TEST(Result, HoldsAValueOrAReason) {
  Result<int> good = 3;
  Result<int> bad = Error{"file x: no"};
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 3);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error(), "file x: no");
}

TEST(Status, IsTrueWithoutAnError) {
  EXPECT_TRUE(Status{});
  EXPECT_EQ(Status(Error{"disk full"}).error(), "disk full");
}

} // namespace
} // namespace dalian
