// Two planners on one scenario, and what moved what.
#include "twin/planner/session.hpp"

#include "tests/planner/made_session.hpp"
#include "tests/support/temp_folder.hpp"

#include <gtest/gtest.h>
#include <thread>

namespace dalian::planner {
namespace {

using namespace testing;

TEST(Session, TwoPlannersOnOneFileLoseNothing) {
  test::TempFolder folder;
  auto const file = folder.path() / "shared.json";
  auto a = session({counting()}), b = session({counting()});
  ASSERT_TRUE(a.save(file));
  ASSERT_TRUE(b.open(file));
  ASSERT_TRUE(build(a, spot(1, 1)).changed);
  ASSERT_TRUE(build(b, spot(2, 2)).changed);
  ASSERT_TRUE(a.save(file));
  EXPECT_TRUE(b.unsaved());
  ASSERT_TRUE(b.save(file));
  EXPECT_FALSE(b.unsaved());
  EXPECT_EQ(b.layout().table(Layer::building).size(), 2) << "what a built came along";
  ASSERT_TRUE(a.open(file));
  EXPECT_EQ(a.layout().hash(), b.layout().hash());

  auto const use = [](Session& s, char const* to) {
    return s.use("use", [&](plan::Site const&) {
      return plan::Draft{{plan::testing::set(Layer::parcel, "p001", "use", std::string(to))}, {}};
    });
  };
  ASSERT_TRUE(use(a, "school").changed);
  ASSERT_TRUE(use(b, "clinic").changed);
  ASSERT_TRUE(a.save(file));
  auto const refused = b.save(file);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("p001"), std::string::npos) << refused.error();
  EXPECT_EQ(plan::read_scenario(file)->edits, a.log().edits()) << "a's work is still in the file";
  EXPECT_EQ(b.layout().find(Layer::parcel, "p001")->text("use"), "clinic") << "and b's on b's desk";
  EXPECT_TRUE(b.save(folder.path() / "mine.json"));
}

TEST(Session, AConflictIsSettledByChoosingAndTheFileThenHoldsBoth) {
  test::TempFolder folder;
  auto const file = folder.path() / "shared.json";
  auto a = session({counting()}), b = session({counting()});
  a.name("campus"), a.note("as agreed");
  ASSERT_TRUE(a.save(file));
  ASSERT_TRUE(b.open(file));
  ASSERT_TRUE(use_of(a, "p001", "school").changed && use_of(a, "p002", "school").changed &&
              build(a, spot(9, 9)).changed);
  ASSERT_TRUE(use_of(b, "p001", "clinic").changed && use_of(b, "p002", "clinic").changed);
  a.note("as agreed, with schools"), b.note("as agreed, with clinics");
  ASSERT_TRUE(a.save(file));
  ASSERT_FALSE(b.save(file));
  auto joining = b.look(file);
  ASSERT_TRUE(joining) << joining.error();
  ASSERT_EQ(joining->merged.conflicts.size(), 2u);
  EXPECT_FALSE(joining->decided());
  joining->chosen = {Side::theirs, Side::mine};
  ASSERT_TRUE(b.join(*joining));
  EXPECT_EQ(b.layout().find(Layer::parcel, "p001")->text("use"), "school");
  EXPECT_EQ(b.layout().find(Layer::parcel, "p002")->text("use"), "clinic");
  EXPECT_EQ(b.layout().table(Layer::building).size(), 1) << "what was in no conflict came along";
  EXPECT_EQ(b.scenario().note, "as agreed, with clinics\nas agreed, with schools") << "no word of either is lost";
  ASSERT_TRUE(b.save(file)) << "it is settled";
  EXPECT_EQ(plan::read_scenario(file)->edits, b.log().edits());
  ASSERT_TRUE(b.undo());
  EXPECT_EQ(b.layout().find(Layer::parcel, "p001")->text("use"), "clinic") << "joining is a step like any other";
  ASSERT_TRUE(use_of(b, "p007", "clinic").changed);
  EXPECT_FALSE(b.join(*joining)) << "of a layout that is no longer on the desk";
}

TEST(Session, OneRemovesWhatTheOtherChangesAndEitherMayBeChosen) {
  test::TempFolder folder;
  auto const file = folder.path() / "theirs.json";
  for (Side const side : {Side::mine, Side::theirs}) {
    auto a = session({counting()}), b = session({counting()});
    ASSERT_TRUE(
        a.use("remove", [](plan::Site const& site) { return plan::take_away(site, Layer::parcel, "p001"); }).changed);
    std::filesystem::remove(file);
    ASSERT_TRUE(a.save(file));
    ASSERT_TRUE(use_of(b, "p001", "clinic").changed);
    auto joining = b.look(file);
    ASSERT_TRUE(joining);
    ASSERT_EQ(joining->chosen.size(), 1u);
    joining->chosen[0] = side;
    ASSERT_TRUE(b.join(*joining));
    auto const there = b.layout().find(Layer::parcel, "p001");
    EXPECT_EQ(there.has_value(), side == Side::mine);
    EXPECT_EQ(b.scenario().note, "");
  }
}

/// Fault: both save again and again at the same instants. Whatever the turns they take, all of both is in the file.
TEST(Session, TwoWhoSaveAtOnceLoseNothing) {
  test::TempFolder folder;
  auto const file = folder.path() / "shared.json";
  constexpr int kEach = 6;
  auto a = session({counting()}), b = session({counting()});
  ASSERT_TRUE(a.save(file));
  ASSERT_TRUE(b.open(file));
  auto const plan_and_save = [&](Session& s, int column) {
    for (int row = 0; row < kEach; ++row) {
      EXPECT_TRUE(build(s, spot(column, row)).changed);
      auto const saved = s.save(file);
      EXPECT_TRUE(saved) << saved.error();
    }
  };
  std::thread other([&] { plan_and_save(b, 3); });
  plan_and_save(a, 1);
  other.join();
  auto c = session({counting()});
  ASSERT_TRUE(c.open(file));
  EXPECT_EQ(c.layout().table(Layer::building).size(), 2 * kEach);
}

TEST(Session, SaysWhichPartMovedWhichFigure) {
  auto s = session({counting()});
  EXPECT_EQ(s.explanation(), nullptr);
  ASSERT_TRUE(build(s, spot(1, 1)).changed && build(s, spot(2, 2)).changed && use_of(s, "p001", "clinic").changed);
  s.explain();
  ASSERT_TRUE(test::wait_until([&] { return s.explanation() && !s.explaining(); }));
  auto const told = s.explanation();
  EXPECT_EQ(told->layout, s.layout().hash());
  EXPECT_TRUE(told->complete);
  ASSERT_EQ(told->parts.size(), 3u);
  EXPECT_EQ(told->parts[0].by, "a building");
  ASSERT_EQ(told->found.figures.size(), 1u);
  EXPECT_EQ(told->found.figures[0].parts[0].share, 1);
  EXPECT_TRUE(told->found.figures[0].parts[2].within_error) << "a parcel is no building";
  ASSERT_TRUE(s.undo());
  EXPECT_NE(s.explanation()->layout, s.layout().hash()) << "old, and seen to be";
}

TEST(Session, AnEditGivesUpWhatWasBeingExplained) {
  std::atomic<bool> open = true;
  std::atomic<int> begun = 0;
  auto s = session({gated("count", open, begun)});
  ASSERT_TRUE(build(s, spot(1, 1)).changed);
  ASSERT_TRUE(build(s, spot(2, 2)).changed);
  ASSERT_TRUE(settled(s));
  open = false;
  int const runs = begun;
  s.explain();
  ASSERT_TRUE(test::wait_until([&] { return begun > runs; })) << "the second building alone is not known yet";
  ASSERT_TRUE(build(s, spot(3, 3)).changed);
  ASSERT_TRUE(test::wait_until([&] { return !s.explaining(); })) << "while the engine would never have answered";
  EXPECT_EQ(s.explanation(), nullptr);
  open = true;
  ASSERT_TRUE(settled(s));
}

TEST(Session, ANoteIsSavedAndMissedUntilItIs) {
  test::TempFolder folder;
  auto s = session({counting()});
  EXPECT_FALSE(s.unsaved());
  s.note("why it is so");
  EXPECT_TRUE(s.unsaved());
  ASSERT_TRUE(s.save(folder.path() / "a.json"));
  EXPECT_FALSE(s.unsaved());
  EXPECT_EQ(plan::read_scenario(folder.path() / "a.json")->note, "why it is so");
}

} // namespace
} // namespace dalian::planner
