// Other scenarios beside the one at hand: compared with, or kept with all that its picture hangs on.
#include "tests/renderer/app/city_desk.hpp"

#include <fmt/format.h>
#include <fstream>

namespace dalian::workplaces {
namespace {

using Desk = testing_desk::CityDesk;

TEST_F(Desk, AnothersScenarioIsComparedWithAndFollowedAsItIsSaved) {
  planner::Session other(app::read_planner_setup(assets()).value());
  auto const file = folder.path() / "theirs.json";
  auto const store = [&](std::size_t number) {
    auto const at = to_geo(spot(number));
    ASSERT_TRUE(other
                    .use_words({"storage", fmt::format("{:.6f},{:.6f}", at.lon_deg, at.lat_deg), "kind=heat",
                                "power_mw=3", "energy_mwh=12"})
                    .changed);
    ASSERT_TRUE(other.save(file));
  };
  store(3);
  desk.put(palette()[0], spot(5));
  desk.compare_with(file);
  ASSERT_FALSE(desk.said().refused) << desk.said().text;
  EXPECT_EQ(desk.things().size(), 1);
  EXPECT_EQ(desk.other_things().size(), 1);
  store(4);
  std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) + std::chrono::seconds(5));
  desk.follow_other(10);
  EXPECT_EQ(desk.said().key, "plan.against_new");
  EXPECT_EQ((desk.things(), desk.other_things().size()), 2);
  std::filesystem::remove(file);
  desk.follow_other(20);
  EXPECT_TRUE(desk.said().refused) << "it is gone: said, and what was read last stays";
  EXPECT_EQ((desk.things(), desk.other_things().size()), 2);
  desk.compare_with(file);
  EXPECT_EQ(desk.said().key, "plan.against_base");
  EXPECT_TRUE((desk.things(), desk.other_things().empty()));
}

TEST_F(Desk, ABundleOpensWithItsViewAndSaysWhetherTheFiguresAreTheSame) {
  auto& session = desk.session();
  desk.put(palette()[0], spot(3));
  session.name("works");
  auto const put = desk.chosen();
  planner::BundleView view;
  view.up_m = 321;
  view.language = "ja";
  view.column = "jobs";
  desk.keep_bundle(view);
  EXPECT_TRUE(desk.said().refused) << "the engines are at work";
  ASSERT_TRUE(test::wait_until([&] { return !session.answer_is_old() && !session.busy(); }));
  desk.keep_bundle(view);
  ASSERT_FALSE(desk.said().refused) << desk.said().text;
  auto const file = folder.path() / "works.bundle.json";
  ASSERT_EQ(desk.files().size(), 1u);
  EXPECT_EQ(desk.files()[0].file, file);
  auto const layout = session.layout().hash();
  desk.undo();
  desk.start();
  desk.discard();

  desk.open(file);
  EXPECT_EQ(session.layout().hash(), layout);
  EXPECT_EQ(session.scenario().name, "works");
  EXPECT_EQ(desk.chosen(), put);
  EXPECT_FALSE(desk.unsaved());
  auto const seen = desk.take_view();
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->up_m, 321);
  EXPECT_EQ(seen->column, "jobs");
  EXPECT_FALSE(desk.take_view()) << "once";
  ASSERT_TRUE(test::wait_until([&] { return !session.answer_is_old() && !session.busy(); }));
  desk.look_at_drift();
  EXPECT_EQ(desk.said().key, "plan.bundle.same");

  auto changed = *planner::read_bundle(file);
  changed.figures.front().kpi.value += 1;
  changed.assumptions.front().range.high += 1;
  ASSERT_TRUE(plan::write_text(to_text(changed), file));
  desk.open(file);
  ASSERT_TRUE(test::wait_until([&] { return !session.answer_is_old() && !session.busy(); }));
  desk.look_at_drift();
  EXPECT_EQ(desk.said().key, "plan.bundle.drift");
  EXPECT_TRUE(desk.said().refused);
  std::ofstream(file) << "{";
  desk.open(file);
  EXPECT_TRUE(desk.said().refused);
  EXPECT_EQ(session.layout().hash(), layout) << "what is open stays";
}

/// Three houses in parcels of Songmudao, as a survey knows them.
class ImportDesk : public Desk {
 protected:
  ImportDesk() { // where twingeo is
    std::string const path = std::string(std::getenv("DALIAN_BIN")) + ":" + std::getenv("PATH");
    setenv("PATH", path.c_str(), 1);
  }
  std::filesystem::path survey() {
    std::string features;
    for (std::size_t i = 0; i < 3; ++i) {
      std::string ring;
      for (MapPoint const corner :
           {MapPoint{-9, -6}, MapPoint{9, -6}, MapPoint{9, 6}, MapPoint{-9, 6}, MapPoint{-9, -6}}) {
        auto const middle = spot(10 + i);
        auto const p = to_geo({middle.east_m + corner.east_m, middle.north_m + corner.north_m});
        ring += fmt::format("{}[{:.8f},{:.8f}]", ring.empty() ? "" : ",", p.lon_deg, p.lat_deg);
      }
      features += fmt::format(R"({}{{"type":"Feature","properties":{{"id":"house {}","floors":{}}},)"
                              R"("geometry":{{"type":"Polygon","coordinates":[[{}]]}}}})",
                              i == 0 ? "" : ",", i, 2 + i, ring);
    }
    auto const file = folder.path() / "survey.geojson";
    std::ofstream(file) << R"({"type":"FeatureCollection","name":"survey","features":[)" << features << "]}";
    return file;
  }
  void wait_for_answer() {
    ASSERT_TRUE(test::wait_until([&] { return desk.follow_import(); }));
  }
};

TEST_F(ImportDesk, AForeignFileIsLookedAtMendedTakenAndUndone) {
  auto const before = desk.session().layout().hash();
  desk.import_from(survey());
  wait_for_answer();
  auto& importer = *desk.importing();
  ASSERT_NE(importer.offered(), nullptr) << importer.trouble();
  auto const table = [&]() -> plan::TableReport const& { return importer.offered()->tables.at(0); };
  EXPECT_EQ(table().layer, "") << "nothing in it says what it is";
  EXPECT_NE(std::ranges::find(table().could_be, "building"), table().could_be.end());
  EXPECT_FALSE(desk.in_hand());
  importer.take_as("survey", "building");
  wait_for_answer();
  auto const open = planner::open_fields(table());
  EXPECT_EQ(open.front(), "use") << "without it none is taken";
  EXPECT_NE(std::ranges::find(open, "storeys"), open.end());
  EXPECT_FALSE(desk.in_hand());
  importer.fill("storeys", "floors"); // an attribute
  wait_for_answer();
  importer.fill("use", "office"); // a value for all
  wait_for_answer();
  EXPECT_EQ(table().taken, 3u);
  ASSERT_TRUE(desk.in_hand()) << "seen before it is taken";
  EXPECT_EQ((desk.things(), desk.import_size()), 3u);
  EXPECT_EQ(desk.session().layout().hash(), before);
  EXPECT_GT(desk.import_reach(), 50);

  desk.take_import();
  EXPECT_EQ(desk.said().key, "plan.imported") << desk.said().text;
  EXPECT_EQ(desk.importing(), nullptr);
  ASSERT_EQ(desk.things().size(), 3u);
  EXPECT_EQ(desk.session().layout().find(plan::Layer::building, "house 2")->number("storeys"), 4);
  EXPECT_EQ(desk.session().layout().find(plan::Layer::building, "house 2")->text("provenance"), "imported");
  desk.undo();
  EXPECT_EQ(desk.session().layout().hash(), before) << "one step";
}

TEST_F(ImportDesk, WhatIsThereAlreadyOrCannotBeReadBringsNothing) {
  auto const file = survey();
  for (int round = 0; round < 2; ++round) {
    desk.import_from(file);
    wait_for_answer();
    for (auto const& [field, with] : {std::pair("storeys", "floors"), std::pair("use", "office")}) {
      desk.importing()->take_as("survey", "building");
      desk.importing()->fill(field, with);
      wait_for_answer();
    }
    EXPECT_EQ(desk.import_size(), round == 0 ? 3u : 0u);
    EXPECT_EQ(desk.in_hand().has_value(), round == 0);
    desk.take_import();
  }
  desk.leave_import();
  auto const after = desk.session().layout().hash();
  std::ofstream(file) << "no such thing";
  desk.import_from(file);
  wait_for_answer();
  EXPECT_EQ(desk.importing()->offered(), nullptr);
  EXPECT_NE(desk.importing()->trouble().find("survey.geojson"), std::string::npos) << desk.importing()->trouble();
  desk.take_import();
  desk.leave_import();
  EXPECT_EQ(desk.session().layout().hash(), after);
}

TEST_F(Desk, AVariantGoesOnFromWhatIsOpenAndStandsBehindIt) {
  desk.put(palette()[2], spot(3));
  desk.session().name("east");
  desk.save();
  auto const of = desk.file();
  desk.vary();
  EXPECT_EQ(desk.said().text, "east · 2");
  EXPECT_TRUE(desk.unsaved());
  desk.put(palette()[2], spot(5));
  desk.save();
  ASSERT_EQ(desk.files().size(), 2u);
  EXPECT_EQ(desk.files()[0].file, of);
  EXPECT_EQ(desk.files()[1].name, "east · 2");
  EXPECT_EQ(desk.files()[1].depth, 1u);
  EXPECT_EQ(desk.files()[0].edits, 1u) << "what it is of stays as it was";
  EXPECT_EQ(desk.files()[1].edits, 2u);
  desk.vary();
  EXPECT_EQ(desk.said().text, "east · 2 · 2");
  desk.open(of);
  desk.discard();
  desk.vary();
  EXPECT_EQ(desk.said().text, "east · 3") << "the second is taken";
}

} // namespace
} // namespace dalian::workplaces
