#include "twin/view/city_view.hpp"

#include "tests/view/tracks.hpp"
#include "twin/state/snapshot_store.hpp"

#include <gtest/gtest.h>

namespace dalian::view {
namespace {

TEST(CityView, ShowsTheSnapshotItWasMadeOf) {
  state::SnapshotStore store(1);
  auto without_position = ship();
  without_position.handle = 8;
  without_position.has_position = false;
  without_position.vessel->name = "ONLY STATIC";
  auto const snapshot = store.publish(kNow + std::chrono::seconds(5), {ship(), without_position}, {});
  CityView const view(snapshot);
  EXPECT_EQ(view.version(), 1U);
  EXPECT_EQ(view.time(), kNow + std::chrono::seconds(5));
  ASSERT_EQ(view.movers().size(), 1U);
  EXPECT_EQ(view.movers()[0].handle, 7U);
  EXPECT_EQ(view.label(7), "mmsi:413000007");
  EXPECT_EQ(view.label(8), "ONLY STATIC");
  EXPECT_EQ(view.label(9), "");
  EXPECT_EQ(view.inspect(7, kNow + std::chrono::seconds(6))->age_s, 6);
  EXPECT_EQ(view.inspect(8, kNow)->name, "ONLY STATIC");
  EXPECT_FALSE(view.inspect(9, kNow));
}

} // namespace
} // namespace dalian::view
