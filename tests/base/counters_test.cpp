#include "twin/base/counters.hpp"

#include <gtest/gtest.h>

namespace dalian {
namespace {

TEST(Counters, SumIsTheSumOfNames) {
  Counters counters;
  counters.add("decoded", 3);
  counters.add("bad_checksum");
  counters.add("decoded");
  EXPECT_EQ(counters.get("decoded"), 4U);
  EXPECT_EQ(counters.get("unknown"), 0U);
  EXPECT_EQ(counters.sum(), 5U);
}

} // namespace
} // namespace dalian
