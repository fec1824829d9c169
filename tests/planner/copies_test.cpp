#include "twin/planner/copies.hpp"

#include "tests/planner/made_session.hpp"

#include <gtest/gtest.h>
#include <set>

namespace dalian::planner {
namespace {

using namespace testing;

plan::Entity only(Session const& s, Layer layer) {
  std::optional<plan::Entity> found;
  s.layout().for_each(layer, [&](plan::Entity const& entity) { found = entity; });
  return found.value();
}

Done put(Session& s, Copied const& thing, MapPoint to) {
  auto const from = middle_of(thing);
  return s.use("copy", [&](plan::Site const& site) {
    return put_copy(site, thing, to.east_m - from.east_m, to.north_m - from.north_m);
  });
}

TEST(Copies, StandElsewhereAndAreTheSameOtherwise) {
  auto s = session({counting()});
  ASSERT_TRUE(s.use_words({"storage", "121.602,39.202", "kind=heat", "power_mw=3", "energy_mwh=12"}).changed);
  auto const thing = copied(only(s, Layer::storage));
  ASSERT_TRUE(thing);
  ASSERT_TRUE(put(s, *thing, spot(3, 3)).changed);
  EXPECT_EQ(s.layout().table(Layer::storage).size(), 2);
  s.layout().for_each(Layer::storage, [&](plan::Entity const& e) {
    EXPECT_EQ(e.number("energy_mwh"), 12);
    EXPECT_EQ(e.text("kind"), "heat");
  });
  EXPECT_FALSE(put(s, *thing, spot(3, 3)).changed) << "one is there";
  ASSERT_TRUE(build(s, spot(5, 5)).changed);
  auto const building = copied(only(s, Layer::building));
  ASSERT_TRUE(put(s, *building, spot(6, 6)).changed);
  std::set<std::string> parcels;
  s.layout().for_each(Layer::building, [&](plan::Entity const& e) {
    EXPECT_EQ(e.text("use"), "office");
    parcels.insert(e.text("parcel"));
  });
  EXPECT_EQ(parcels.size(), 2) << "each is of the one under it";
}

TEST(Copies, GoWhereWhatIsMovedAwayWasPut) {
  auto s = session({counting()});
  ASSERT_TRUE(build(s, spot(2, 2)).changed);
  auto const thing = *copied(only(s, Layer::building));
  auto const id = only(s, Layer::building).id();
  ASSERT_TRUE(s.use("move", [&](plan::Site const& site) {
                 return plan::move_to(site, Layer::building, id, spot(4, 4));
               }).changed);
  ASSERT_TRUE(put(s, thing, spot(2, 2)).changed) << "its id is taken by what stands elsewhere now";
  EXPECT_EQ(s.layout().table(Layer::building).size(), 2);
}

} // namespace
} // namespace dalian::planner
