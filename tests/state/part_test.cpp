#include "twin/state/part.hpp"

#include "twin/state/track.hpp"

#include <gtest/gtest.h>

namespace dalian::state {
namespace {

TEST(Part, ReadsAsTheDefaultUntilItIsWritten) {
  Part<Aid> const nothing;
  EXPECT_EQ(*nothing, Aid{});
  EXPECT_TRUE(nothing.is_default());
  Part<Aid> some;
  some->name = "buoy";
  EXPECT_FALSE(some.is_default());
  EXPECT_EQ((*some).name, "buoy");
}

TEST(Part, ComparesAsItsValue) {
  Part<Aid> written;
  written->name = "buoy";
  EXPECT_FALSE(written == Part<Aid>());
  written->name.clear();
  EXPECT_TRUE(written == Part<Aid>()) << "memory without a value";
  EXPECT_TRUE(written.is_default());
}

TEST(Part, ACopyIsItsOwn) {
  Part<Aid> first(Aid{3U, "buoy", false, true});
  Part<Aid> second = first;
  second->name = "light";
  EXPECT_EQ(first->name, "buoy");
  first = second;
  second = Aid{};
  EXPECT_EQ(first->name, "light");
  EXPECT_TRUE(second.is_default());
}

TEST(Part, IsAPointerAtRest) {
  EXPECT_EQ(sizeof(Part<VesselStatic>), sizeof(void*));
}

} // namespace
} // namespace dalian::state
