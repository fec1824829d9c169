#include "renderer/app/live_figures.hpp"

#include "tests/view/tracks.hpp"
#include "twin/state/snapshot_store.hpp"

#include <gtest/gtest.h>

namespace dalian::viewer {
namespace {

using std::chrono::seconds;
using view::kNow;

std::shared_ptr<view::CityView const> city(std::vector<state::Track> tracks) {
  state::SnapshotStore store(1);
  std::vector<state::TrackRecord> records;
  std::uint32_t handle = 0;
  for (state::Track& track : tracks)
    track.handle = ++handle, records.emplace_back(track);
  return std::make_shared<view::CityView const>(store.publish(kNow, records, {}));
}

TEST(LiveFigures, CountWhatIsFresh) {
  state::Track live = view::car();
  live.provenance = Provenance::live;
  auto const seen = city({view::ship(), view::car(), live});
  Figure const cars = figure_of(Count::vehicles, *seen, kNow + seconds(1));
  EXPECT_TRUE(cars.known);
  EXPECT_EQ(cars.value, 2);
  EXPECT_TRUE(cars.synthetic) << "one of them is";
  EXPECT_EQ(cars.age_s, 1);
  EXPECT_EQ(figure_of(Count::ships, *seen, kNow).value, 1);
  EXPECT_FALSE(figure_of(Count::meters, *seen, kNow).known);
}

TEST(LiveFigures, SayOfASilentFeedSinceWhen) {
  auto const seen = city({view::car()});
  Figure const cars = figure_of(Count::vehicles, *seen, kNow + seconds(40));
  EXPECT_FALSE(cars.known);
  EXPECT_EQ(cars.age_s, 40);
  EXPECT_EQ(figure_of(Count::vehicles, *city({}), kNow).age_s, 0) << "never heard of any";
}

TEST(LiveFigures, RememberADayInHalfMinutes) {
  LiveFigures figures;
  auto const at = [](int s) {
    state::Track ship = view::ship();
    ship.t_obs += seconds(s);
    return city({ship});
  };
  for (int s = 0; s < 120; s += 5)
    figures.look(*at(s), kNow + seconds(s));
  EXPECT_EQ(figures.trend(Count::ships).size(), 4U);
  EXPECT_TRUE(figures.trend(Count::vehicles).empty());
  figures.look(*at(0), kNow); // back in time
  EXPECT_EQ(figures.trend(Count::ships).size(), 1U);
}

} // namespace
} // namespace dalian::viewer
