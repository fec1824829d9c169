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
  EXPECT_EQ(desk.files(), std::vector{file});
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

} // namespace
} // namespace dalian::workplaces
