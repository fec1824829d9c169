// What a planner has before him, on the city that the program comes with.
#include "renderer/workplaces/planning_picture.hpp"
#include "renderer/workplaces/planning_words.hpp"
#include "tests/renderer/app/city_desk.hpp"
#include "twin/view/static_city.hpp"
#include "twin/whatif/design.hpp"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>

namespace dalian::workplaces {
namespace {

using Desk = testing_desk::CityDesk;

TEST_F(Desk, EverythingOfThePaletteStandsWhereItIsPutAndUndoTakesItAway) {
  auto const before = desk.session().layout().hash();
  std::size_t put = 0;
  for (auto const& item : palette()) {
    for (std::size_t at = 0; at < 20 && desk.session().log().at() == put; ++at) // a parcel that has room
      desk.put(item, spot(10 * put + at));
    EXPECT_EQ(desk.session().log().at(), put + 1) << item.key << ": " << desk.said().text;
    ASSERT_TRUE(desk.chosen()) << item.key;
    EXPECT_EQ(desk.chosen()->layer, item.layer);
    EXPECT_EQ(desk.zone(), "songmudao");
    put = desk.session().log().at();
  }
  EXPECT_EQ(desk.things().size(), palette().size());
  for (std::size_t i = 0; i < put; ++i)
    desk.undo();
  EXPECT_EQ(desk.session().layout().hash(), before);
  EXPECT_TRUE(desk.things().empty());
  EXPECT_FALSE(desk.chosen()) << "what is gone is not chosen";
}

TEST_F(Desk, EveryKindOfLineIsDrawnChosenAndTakenBack) {
  auto const before = desk.session().layout().hash();
  auto const outline =
      plan::to_map(desk.session().base().find(plan::Layer::parcel, parcels().at(30))->shape("outline"));
  MapPoint const middle = plan::centroid(outline), other = spot(33);
  std::size_t steps = 0;
  for (LineItem const& item : line_palette()) {
    plan::MapLine line{middle, other};
    if (item.layer == plan::Layer::parcel) // across it, from beyond its edges
      line = {{middle.east_m - 2000, middle.north_m}, {middle.east_m + 2000, middle.north_m}};
    desk.hold(item, line);
    ASSERT_TRUE(desk.in_hand()) << item.key;
    EXPECT_FALSE(desk.in_hand()->refusal) << item.key << ": " << desk.in_hand()->refusal->message;
    auto const held = desk.drawn().size();
    desk.draw(item, line);
    EXPECT_EQ(desk.session().log().at(), ++steps) << item.key << ": " << desk.said().text;
    EXPECT_EQ(desk.drawn().size(), held) << item.key << " stands as it was held";
    EXPECT_TRUE(std::ranges::any_of(desk.drawn(), [&](auto const& d) { return d.layer == item.layer; })) << item.key;
    ASSERT_TRUE(desk.chosen()) << item.key;
    EXPECT_EQ(desk.chosen()->layer, item.layer);
  }
  desk.hold(line_palette()[0], {middle, other});
  for (; steps > 0; --steps)
    desk.undo();
  EXPECT_FALSE(desk.in_hand()) << "what was tried on another layout";
  EXPECT_EQ(desk.session().layout().hash(), before);
  EXPECT_TRUE(desk.drawn().empty());
}

TEST_F(Desk, ALineThatMayNotBeIsRefusedAndARoadIsClosedAndWidened) {
  desk.draw(line_palette()[0], {to_map(GeoPoint{122.3, 38.6}), to_map(GeoPoint{122.31, 38.6})}); // in the open sea
  EXPECT_TRUE(desk.said().refused);
  EXPECT_TRUE(desk.drawn().empty());
  desk.draw(line_palette()[0], {spot(30), spot(33)});
  ASSERT_TRUE(desk.chosen()) << desk.said().text;
  double const width_m = desk.entity()->number("width_m");
  desk.set("lanes", 4.0);
  EXPECT_EQ(desk.entity()->number("lanes"), 4);
  EXPECT_GT(desk.entity()->number("width_m"), width_m) << "room for its lanes";
  desk.close_or_open();
  EXPECT_TRUE(desk.entity()->flag("closed"));
  EXPECT_TRUE(desk.drawn().at(0).closed);
  desk.close_or_open();
  EXPECT_FALSE(desk.entity()->flag("closed"));
}

TEST(Drawing, EndsWithTheSamePlaceTwiceOrWithAsManyAsThereCanBe) {
  Drawing drawing;
  EXPECT_FALSE(drawing.add({0, 0})) << "nothing is being drawn";
  drawing.begin(line_palette()[0]);
  EXPECT_FALSE(drawing.add({0, 0}));
  EXPECT_FALSE(drawing.add({1, 0})) << "one place, clicked twice, is no line";
  EXPECT_FALSE(drawing.add({100, 0}));
  EXPECT_FALSE(drawing.add({100, 50}));
  EXPECT_TRUE(drawing.add({101, 51}));
  EXPECT_EQ(drawing.places().size(), 3u);
  drawing.take_back();
  EXPECT_TRUE(drawing.add({100, 1}));
  drawing.begin(line_palette()[3]); // a cut
  EXPECT_TRUE(drawing.places().empty());
  EXPECT_FALSE(drawing.add({0, 0}));
  EXPECT_TRUE(drawing.add({100, 0}));
  EXPECT_TRUE(drawing.add({200, 0})) << "there can be no third";
  EXPECT_EQ(drawing.places().size(), 2u);
}

TEST_F(Desk, RefusalsAndWrongNumbersAreSaidAndChangeNothing) {
  desk.put(palette()[0], to_map(GeoPoint{122.3, 38.6})); // in the open sea
  EXPECT_TRUE(desk.said().refused);
  EXPECT_NE(desk.said().text, "");
  desk.put(palette()[0], spot(3));
  ASSERT_TRUE(desk.chosen()) << desk.said().text;
  desk.set("power_mw", -5.0);
  EXPECT_TRUE(desk.said().refused);
  EXPECT_EQ(desk.entity()->number("power_mw"), 23);
  desk.set("power_mw", 40.0);
  EXPECT_EQ(desk.entity()->number("power_mw"), 40);
  EXPECT_EQ(desk.session().log().at(), 2);
}

TEST_F(Desk, WhatIsInHandIsDrawnAndRefusedBeforeItIsPut) {
  ASSERT_TRUE(test::wait_until([&] { return !desk.session().answer_is_old(); }));
  auto const before = desk.session().layout().hash();
  desk.hold(palette()[0], to_map(GeoPoint{122.3, 38.6})); // over the open sea
  ASSERT_TRUE(desk.in_hand());
  EXPECT_TRUE(desk.in_hand()->refusal);
  EXPECT_TRUE(desk.things().empty());
  desk.hold(palette()[0], spot(3));
  ASSERT_FALSE(desk.in_hand()->refusal) << desk.in_hand()->refusal->message;
  EXPECT_EQ(desk.things().size(), 1);
  auto const layout = desk.in_hand()->layout.hash();
  EXPECT_TRUE(test::wait_until([&] { return desk.session().answer()->layout == layout; }));
  EXPECT_EQ(desk.session().layout().hash(), before);
  desk.let_go();
  EXPECT_TRUE(desk.things().empty());
  EXPECT_TRUE(test::wait_until([&] { return !desk.session().answer_is_old(); }));
  desk.put(palette()[0], spot(3));
  ASSERT_TRUE(desk.chosen()) << desk.said().text;
  auto const stood = *planner::middle_of(*desk.entity());
  desk.hold_chosen({stood.east_m + 20, stood.north_m});
  ASSERT_FALSE(desk.in_hand()->refusal);
  EXPECT_NEAR(desk.things().at(0).at.east_m, stood.east_m + 20, 3) << "snapped";
  EXPECT_EQ(planner::middle_of(*desk.entity())->east_m, stood.east_m) << "not yet";
}

TEST(PlanWords, NumbersHaveTheDigitsTheyAreWorthAndGlyphsOfTheFont) {
  EXPECT_EQ(figure_text(0.12345), "0.123");
  EXPECT_EQ(figure_text(-12.375), "-12.38");
  EXPECT_EQ(figure_text(1234.5), "1234");
  EXPECT_EQ(figure_text(1234567), "1\u00a0234\u00a0567") << "a space that Noto Sans CJK has";
  EXPECT_EQ(figure_text(-123456), "-123\u00a0456");
  EXPECT_EQ(signed_text(2), "+2.00");
  EXPECT_EQ(signed_text(0), "±0");
  EXPECT_EQ(signed_text(-0.00123), "−0.0012");
}

TEST_F(Desk, SavedScenariosAreListedAndOpenAgain) {
  desk.put(palette()[2], spot(3));
  desk.session().name("sun / wind");
  EXPECT_EQ(desk.file().parent_path(), folder.path()) << "a name is no path";
  desk.save();
  ASSERT_FALSE(desk.said().refused) << desk.said().text;
  ASSERT_EQ(desk.files().size(), 1);
  auto const hash = desk.session().layout().hash();
  desk.start();
  EXPECT_NE(desk.session().layout().hash(), hash);
  desk.open(desk.files()[0].file);
  EXPECT_EQ(desk.session().layout().hash(), hash);
  EXPECT_FALSE(desk.session().unsaved());
}

TEST_F(Desk, AsksBeforeAnotherScenarioTakesThePlaceOfOneThatNoFileHas) {
  auto const hash = [&] { return desk.session().layout().hash(); };
  desk.start();
  EXPECT_FALSE(desk.asks()) << "nothing is lost";
  desk.put(palette()[2], spot(3));
  ASSERT_TRUE(desk.chosen()) << desk.said().text;
  auto const planned = hash();
  EXPECT_TRUE(desk.unsaved());
  desk.start();
  ASSERT_TRUE(desk.asks());
  EXPECT_EQ(hash(), planned) << "not before it is answered";
  desk.stay();
  EXPECT_FALSE(desk.asks());
  EXPECT_EQ(hash(), planned);
  desk.start();
  desk.save_and_go_on();
  EXPECT_FALSE(desk.asks());
  EXPECT_EQ(hash(), desk.session().base().hash());
  ASSERT_EQ(desk.files().size(), 1u);
  auto const file = desk.files()[0].file;
  desk.put(palette()[2], spot(20));
  ASSERT_TRUE(desk.unsaved()) << desk.said().text;
  desk.open(file);
  ASSERT_TRUE(desk.asks());
  desk.discard();
  EXPECT_EQ(hash(), planned);
  EXPECT_EQ(desk.files().size(), 1u);
  desk.undo();
  desk.session().name("no such file opens");
  desk.open(folder.path() / "none.json");
  desk.discard();
  EXPECT_TRUE(desk.said().refused);
  EXPECT_EQ(desk.session().scenario().name, "no such file opens") << "it stays where the other cannot be read";
}

TEST_F(Desk, AnothersScenarioIsJoinedAndConflictsAreChosen) {
  desk.put(palette()[0], spot(3));
  ASSERT_TRUE(desk.chosen()) << desk.said().text;
  desk.set("power_mw", 40.0);
  desk.session().name("theirs");
  desk.save();
  auto const theirs = desk.file();
  desk.start();
  desk.put(palette()[0], spot(3)); // the same at the same place, but its figures
  desk.set("power_mw", 30.0);
  desk.look_to_join(theirs);
  ASSERT_NE(desk.joining(), nullptr) << desk.said().text;
  ASSERT_EQ(desk.joining()->chosen.size(), 1u);
  EXPECT_EQ(desk.joining()->merged.conflicts[0].field, "power_mw");
  desk.join();
  EXPECT_NE(desk.joining(), nullptr) << "not before it is decided";
  desk.choose_side(0, planner::Side::theirs);
  desk.join();
  EXPECT_EQ(desk.joining(), nullptr);
  EXPECT_EQ(desk.entity()->number("power_mw"), 40);
  desk.undo();
  EXPECT_EQ(desk.entity()->number("power_mw"), 30);
  desk.look_to_join(theirs.parent_path() / "none.json");
  EXPECT_TRUE(desk.said().refused);
  EXPECT_EQ(desk.joining(), nullptr);
}

TEST_F(Desk, SaysWhichPartMovedWhichFigureOfWhatStands) {
  desk.put(palette()[0], spot(3));
  ASSERT_TRUE(desk.chosen()) << desk.said().text;
  EXPECT_EQ(desk.explanation(), nullptr);
  ASSERT_TRUE(test::wait_until([&] {
    desk.explain_if_old();
    return desk.explanation() != nullptr;
  }));
  auto const told = desk.explanation();
  ASSERT_EQ(told->parts.size(), 1u);
  EXPECT_EQ(told->parts[0].by, "put hydrogen");
  auto const grid = std::ranges::find_if(told->found.figures, [](auto const& figure) {
    return figure.change.after.name == "lowest_voltage" && figure.change.after.scope == "songmudao";
  });
  ASSERT_NE(grid, told->found.figures.end()) << "23 MW more are felt in the grid of the zone";
  EXPECT_EQ(grid->parts[0].share, grid->change.change);
  desk.undo();
  EXPECT_EQ(desk.explanation(), nullptr) << "that was of another layout";
}

TEST_F(Desk, ACaseOfASweepOpensAsAScenario) {
  std::string parcel;
  desk.session().base().for_each(plan::Layer::parcel, [&](plan::Entity const& each) {
    if (parcel.empty() && each.text("zone") == "songmudao") parcel = each.id();
  });
  std::string const design =
      R"({"format":"dalian-design","version":1,"name":"floor","kind":"grid","axes":[{"name":"far","layer":"parcel","id":")" +
      parcel + R"(","field":"far","values":[0.5,1.5]}]})";
  std::ofstream(folder.path() / "floor.design.json") << design;
  planner::SweepResults results;
  results.name = "floor";
  results.base = to_text(desk.session().base().hash());
  auto const file = folder.path() / "floor.jsonl";
  EXPECT_FALSE(desk.open_case(file, results, 2)) << "the design is not known by its hash";
  results.design = to_text(whatif::parse_design(design, "floor")->hash);
  ASSERT_TRUE(desk.open_case(file, results, 2)) << desk.said().text;
  EXPECT_EQ(desk.session().layout().find(plan::Layer::parcel, parcel)->number("far"), 1.5);
  EXPECT_EQ(desk.session().scenario().name, "floor · 2");
  auto const far = [&] { return desk.session().layout().find(plan::Layer::parcel, parcel)->number("far"); };
  EXPECT_FALSE(desk.open_case(file, results, 3));
  EXPECT_FALSE(desk.asks()) << "nothing is asked for a case that there is not";
  ASSERT_TRUE(desk.open_case(file, results, 1));
  ASSERT_TRUE(desk.asks()) << "what is not saved is not thrown away";
  EXPECT_EQ(far(), 1.5);
  desk.stay();
  EXPECT_EQ(far(), 1.5);
  ASSERT_TRUE(desk.open_case(file, results, 1));
  desk.save_and_go_on();
  EXPECT_EQ(far(), 0.5);
  EXPECT_EQ(desk.session().scenario().name, "floor · 1");
  EXPECT_EQ(desk.files().size(), 1u) << "the one before is kept";
  ASSERT_TRUE(desk.open_case(file, results, 2));
  desk.discard();
  EXPECT_EQ(far(), 1.5);
  EXPECT_EQ(desk.files().size(), 1u) << "this one is not";
}

TEST_F(Desk, AFigureOfParcelsLiesOnTheLotsOfTheCity) {
  ASSERT_TRUE(test::wait_until([&] { return !desk.session().answer_is_old(); }));
  auto const city = view::read_static_city(assets());
  ASSERT_TRUE(city) << city.error();
  auto const answer = desk.session().answer();
  auto const field = parcel_field(*answer, "jobs", false, *city->city);
  ASSERT_TRUE(field);
  EXPECT_TRUE(view::check_field(*field, city->city->parcels.size(), city->city->placements.size()).ok());
  auto const known =
      std::count_if(field->by_parcel.begin(), field->by_parcel.end(), [](float v) { return !std::isnan(v); });
  EXPECT_GT(known, static_cast<std::ptrdiff_t>(field->by_parcel.size() / 2));
  auto const change = parcel_field(*answer, "jobs", true, *city->city);
  ASSERT_TRUE(change);
  for (float const v : change->by_parcel)
    EXPECT_TRUE(std::isnan(v) || v == 0) << "nothing was edited";
  EXPECT_FALSE(parcel_field(*answer, "no such figure", false, *city->city));
}

} // namespace
} // namespace dalian::workplaces
