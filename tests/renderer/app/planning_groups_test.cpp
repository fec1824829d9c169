// Several things chosen, and edited as one.
#include "renderer/workplaces/planning_choice.hpp"
#include "tests/renderer/app/city_desk.hpp"

#include <cmath>

namespace dalian::workplaces {
namespace {

constexpr std::size_t kBattery = 4, kBuilding = 5; // of the palette

class Groups : public testing_desk::CityDesk {
 protected:
  /// Of the palette, on the first parcel of the zone from `from` on that has room; its place.
  MapPoint put(std::size_t item, std::size_t from, std::string const& zone = "songmudao") {
    for (std::size_t number = from; number < from + 20; ++number) {
      desk.put(palette()[item], spot(number, zone));
      if (!desk.said().refused) return middle(*desk.chosen());
    }
    ADD_FAILURE() << desk.said().text;
    return {};
  }
  MapPoint middle(Chosen const& c) { return *planner::middle_of(*desk.session().layout().find(c.layer, c.id)); }
  std::vector<MapPoint> middles() {
    std::vector<MapPoint> out;
    for (Chosen const& c : desk.all_chosen())
      out.push_back(middle(c));
    return out;
  }
  auto hash() const { return desk.session().layout().hash(); }
  std::size_t steps() const { return desk.session().log().at(); }
};

/// As a screen has it that looks straight down from the north-west corner.
OnScreen seen_from(MapPoint corner) {
  return [corner](MapPoint p) -> std::optional<ui::ScreenPoint> {
    if (p.east_m < corner.east_m) return std::nullopt; // behind the eye
    return ui::ScreenPoint{static_cast<float>(p.east_m - corner.east_m), static_cast<float>(corner.north_m - p.north_m),
                           0};
  };
}

TEST(ChoiceFrame, HoldsWhatIsInItWhicheverWayItIsPulled) {
  std::vector<planner::Thing> things(3);
  std::vector<MapPoint> const places{{10, -10}, {50, -40}, {-5, -10}};
  for (std::size_t i = 0; i < things.size(); ++i)
    things[i].id = std::string(1, static_cast<char>('a' + i)), things[i].at = places[i];
  ChoiceFrame frame;
  frame.begin({60, 50, 0});
  frame.reach({58, 49, 0});
  EXPECT_FALSE(frame.is_drawn()) << "a click";
  frame.reach({20, 5, 0});
  ASSERT_TRUE(frame.is_drawn());
  auto const in_it = [&] { return things_in(frame.box(), things, seen_from({0, 0})); };
  EXPECT_EQ(in_it(), (std::vector<Chosen>{{plan::Layer::building, "b"}}));
  frame.reach({-100, -100, 0});
  EXPECT_EQ(in_it().size(), 2u) << "not what is not in the picture";
  frame.leave();
  EXPECT_FALSE(frame.is_drawn());
}

TEST_F(Groups, ThingsAreAddedTakenAwayAndChosenByTheZone) {
  (void)put(kBattery, 3);
  (void)put(kBuilding, 30);
  auto const second = *desk.chosen();
  (void)put(kBattery, 3, "xizhongdao");
  desk.choose(std::nullopt);
  desk.choose_all();
  EXPECT_EQ(desk.all_chosen().size(), 3u) << "everywhere";
  desk.choose(second);
  desk.choose_all();
  EXPECT_EQ(desk.all_chosen().size(), 2u) << "of Songmudao";
  desk.choose_also(second);
  ASSERT_EQ(desk.all_chosen().size(), 1u);
  EXPECT_NE(*desk.chosen(), second);
  desk.choose_also(second);
  EXPECT_NE(*desk.chosen(), second) << "the first leads";
  desk.choose(second);
  desk.choose_next(true);
  ASSERT_EQ(desk.all_chosen().size(), 2u);
  EXPECT_NE(*desk.chosen(), second) << "the next leads, so that it can go on";
  desk.choose(std::nullopt);
  desk.choose_all();
  desk.undo();
  (void)desk.things();
  EXPECT_EQ(desk.all_chosen().size(), 2u) << "what is gone is not chosen";
}

TEST_F(Groups, MovedTurnedCopiedAndRemovedInOneStepAndUndoGivesTheSame) {
  (void)put(kBattery, 3);
  (void)put(kBuilding, 30);
  desk.choose_all();
  auto const before = hash();
  auto const stood = middles();
  std::size_t const begun = steps();
  auto const undone = [&](char const* what) {
    EXPECT_FALSE(desk.said().refused) << what << ": " << desk.said().text;
    EXPECT_EQ(steps(), begun + 1) << what;
    EXPECT_NE(hash(), before) << what;
    desk.undo();
    (void)desk.things();
    EXPECT_EQ(hash(), before) << what;
  };
  MapPoint const to{stood[0].east_m + 21, stood[0].north_m - 14};
  desk.hold_chosen(to);
  ASSERT_TRUE(desk.in_hand() && !desk.in_hand()->refusal);
  EXPECT_EQ(hash(), before) << "not yet";
  ASSERT_EQ(desk.in_hand()->others.size(), 1u);
  auto const held = *desk.in_hand();
  desk.move(held.at);
  auto const now = middles();
  EXPECT_LT(distance_m(now[0], held.at), 0.05) << "snapped";
  EXPECT_LT(distance_m(now[1], held.others[0]), 0.05) << "as far from it as it was";
  EXPECT_NEAR(now[1].east_m - now[0].east_m, stood[1].east_m - stood[0].east_m, 0.05);
  undone("move");
  desk.turn(1);
  EXPECT_GT(distance_m(middles()[0], stood[0]), 0.5) << "about their common middle";
  undone("turn");
  desk.duplicate();
  ASSERT_FALSE(desk.said().refused) << desk.said().text;
  EXPECT_EQ(desk.all_chosen().size(), 2u) << "the copies";
  EXPECT_EQ(desk.things().size(), 4u);
  auto const copies = middles();
  EXPECT_NEAR(copies[1].east_m - copies[0].east_m, stood[1].east_m - stood[0].east_m, 0.05);
  undone("copy");
  desk.choose_all();
  desk.remove();
  EXPECT_TRUE(desk.things().empty());
  undone("remove");
}

TEST_F(Groups, IsRefusedAsAWholeAndSaysHowMany) {
  (void)put(kBattery, 3);
  (void)put(kBattery, 30);
  (void)put(kBuilding, 50);
  desk.choose_all();
  auto const before = hash();
  MapPoint const far_out = to_map(GeoPoint{122.3, 38.6}); // all come into the sea
  desk.hold_chosen(far_out);
  ASSERT_TRUE(desk.in_hand() && desk.in_hand()->refusal);
  EXPECT_EQ(desk.in_hand()->refused_things, 3u);
  desk.move(far_out);
  EXPECT_TRUE(desk.said().refused);
  ASSERT_TRUE(desk.said().finding);
  EXPECT_EQ(desk.said().finding->id, desk.chosen()->id) << "the reason of the first";
  EXPECT_EQ(desk.said().refused_things, 3u);
  EXPECT_EQ(hash(), before);
}

TEST_F(Groups, CopiedThingsArePastedInAnotherZoneAndInAnotherScenario) {
  desk.paste(spot(3));
  EXPECT_TRUE(desk.said().refused) << "nothing is copied";
  auto const building = put(kBuilding, 30);
  desk.turn(30);
  auto const ring = plan::to_map(desk.entity()->shape("outline"));
  desk.put(palette()[kBattery], {building.east_m + 20, building.north_m - 30});
  desk.set("power_mw", 7.0);
  ASSERT_FALSE(desk.said().refused) << desk.said().text;
  desk.choose_all();
  auto const stood = middles();
  desk.copy();
  EXPECT_FALSE(desk.said().refused);
  desk.save();
  desk.start();
  ASSERT_EQ(hash(), desk.session().base().hash());
  for (std::size_t number = 0; number < 40 && steps() == 0; ++number) // where there is room for both
    desk.paste(spot(number, "xizhongdao"));
  ASSERT_EQ(steps(), 1u) << desk.said().text;
  ASSERT_EQ(desk.all_chosen().size(), 2u);
  EXPECT_EQ(desk.zone(), "xizhongdao");
  auto const now = middles();
  EXPECT_NEAR(now[1].east_m - now[0].east_m, stood[1].east_m - stood[0].east_m, 0.1);
  EXPECT_NEAR(now[1].north_m - now[0].north_m, stood[1].north_m - stood[0].north_m, 0.1);
  for (Chosen const& c : desk.all_chosen()) {
    auto const entity = *desk.session().layout().find(c.layer, c.id);
    if (c.layer == plan::Layer::storage) {
      EXPECT_EQ(entity.number("power_mw"), 7);
    } else {
      auto const same = plan::to_map(entity.shape("outline"));
      ASSERT_EQ(same.size(), ring.size());
      EXPECT_NEAR(same[1].east_m - same[0].east_m, ring[1].east_m - ring[0].east_m, 0.1) << "its heading";
    }
  }
  desk.paste(to_map(GeoPoint{122.3, 38.6})); // into the sea
  EXPECT_TRUE(desk.said().refused);
  EXPECT_EQ(desk.said().refused_things, 2u);
  desk.undo();
  EXPECT_EQ(hash(), desk.session().base().hash());
}

TEST_F(Groups, ABuildingIsRaisedByStoreysWithinItsLimitsAndUndoGivesTheSame) {
  (void)put(kBuilding, 3);
  auto const building = *desk.chosen();
  (void)put(kBattery, 30);
  desk.choose_all();
  auto const before = hash();
  auto const number = [&](char const* field) {
    return desk.session().layout().find(building.layer, building.id)->number(field);
  };
  ASSERT_EQ(number("storeys"), 6) << "as the palette has it, without a height";
  ASSERT_TRUE(desk.raised()) << "one of them is a building";
  desk.hold_raised(2);
  ASSERT_TRUE(desk.in_hand() && !desk.in_hand()->refusal);
  EXPECT_EQ(desk.raised()->number("storeys"), 8) << "as it is held";
  EXPECT_EQ(desk.raised()->number("height_m"), 8 * planner::kStorey_m);
  EXPECT_TRUE(std::ranges::any_of(desk.things(), [](auto const& t) { return t.height_m == 8 * planner::kStorey_m; }));
  EXPECT_EQ(hash(), before);
  desk.hold_raised(-6);
  ASSERT_TRUE(desk.in_hand() && desk.in_hand()->refusal);
  EXPECT_EQ(desk.in_hand()->refusal->code, "plan.storeys");
  desk.let_go();
  desk.raise(2);
  EXPECT_EQ(number("storeys"), 8) << desk.said().text;
  EXPECT_EQ(number("height_m"), 28);
  desk.raise(300);
  EXPECT_TRUE(desk.said().refused);
  EXPECT_EQ(desk.said().finding->code, "plan.storeys");
  desk.undo();
  EXPECT_EQ(hash(), before);
  desk.redo();
  desk.choose(building);
  desk.set("height_m", 800.0);
  desk.raise(3);
  EXPECT_TRUE(desk.said().refused);
  EXPECT_EQ(desk.said().finding->code, "plan.height");
  desk.set("storeys", 4.0);
  EXPECT_EQ(number("height_m"), 400) << "typed, it goes with them too";
}

} // namespace
} // namespace dalian::workplaces
