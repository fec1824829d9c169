#include "twin/planner/session.hpp"

#include "tests/planner/made_session.hpp"
#include "tests/support/temp_folder.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <set>

namespace dalian::planner {
namespace {

using namespace testing;

TEST(Session, UndoGivesTheSameBytesAndTheSameAnswer) {
  auto s = session({counting()});
  ASSERT_TRUE(settled(s));
  auto const before = bytes(s);
  auto const hash = s.layout().hash();
  ASSERT_TRUE(build(s, spot(2, 3)).changed);
  auto const built = bytes(s);
  EXPECT_NE(built, before);
  ASSERT_TRUE(settled(s));
  EXPECT_EQ(figures_of(*s.answer(), "").at(0).change, 1);
  EXPECT_EQ(figures_of(*s.answer(), "").at(0).verdict, Verdict::moved);
  ASSERT_TRUE(s.undo());
  EXPECT_FALSE(s.undo());
  EXPECT_EQ(bytes(s), before);
  EXPECT_EQ(s.layout().hash(), hash);
  ASSERT_TRUE(settled(s));
  EXPECT_EQ(s.answer()->layout, hash);
  EXPECT_EQ(figures_of(*s.answer(), "").at(0).verdict, Verdict::same);
  ASSERT_TRUE(s.redo());
  EXPECT_EQ(bytes(s), built);
}

TEST(Session, ARefusedEditChangesNothingAndSaysWhy) {
  auto s = session({counting()});
  auto const before = bytes(s);
  auto const done = build(s, to_map(GeoPoint{121.62, 39.21})); // where two streets cross
  EXPECT_FALSE(done.changed);
  EXPECT_TRUE(std::any_of(done.findings.begin(), done.findings.end(),
                          [](plan::Finding const& f) { return f.severity == plan::Severity::error; }));
  EXPECT_EQ(bytes(s), before);
  EXPECT_EQ(s.log().steps().size(), 0);
  EXPECT_FALSE(s.use_words({"building", "121.7"}).changed);
}

TEST(Session, ASlowEngineNeverBlocksAndTheLatestWins) {
  std::atomic<int> begun = 0, given_up = 0;
  std::atomic<bool> slow = true;
  auto s = session({engine("slow", [&](whatif::Inputs const& inputs) {
    ++begun;
    try {
      while (slow)
        inputs.stop_if_asked();
    } catch (whatif::Cancelled const&) {
      ++given_up;
      throw;
    }
    return counted(inputs, 0);
  })});
  ASSERT_TRUE(test::wait_until([&] { return begun > 0; }));
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(build(s, spot(i, 1)).changed) << "an edit is made while the engine is at work";
  EXPECT_TRUE(s.busy());
  EXPECT_TRUE(s.answer_is_old());
  ASSERT_TRUE(test::wait_until([&] { return given_up > 0; })) << "what was asked before is given up";
  slow = false;
  ASSERT_TRUE(settled(s));
  EXPECT_EQ(s.answer()->layout, s.layout().hash());
  EXPECT_EQ(figures_of(*s.answer(), "").at(0).value, 3);
}

TEST(Session, QuickEnginesAnswerFirstAndSlowOnesCompleteIt) {
  std::atomic<bool> open = false;
  std::atomic<int> begun = 0;
  auto s = session({counting(), gated("slow", open, begun)}, {"slow"});
  ASSERT_TRUE(build(s, spot(1, 1)).changed);
  ASSERT_TRUE(test::wait_until([&] { return s.answer() && s.answer()->layout == s.layout().hash(); }));
  EXPECT_EQ(s.answer()->awaited, std::vector<std::string>{"slow"});
  EXPECT_EQ(figures_of(*s.answer(), "").at(0).value, 1);
  EXPECT_TRUE(s.answer_is_old()) << "a preview is no answer";
  open = true;
  ASSERT_TRUE(settled(s));
  EXPECT_EQ(figures_of(*s.answer(), "").size(), 2);
}

TEST(Session, WhatIsInHandIsLookedAtAndNotMade) {
  std::atomic<bool> open = true;
  std::atomic<int> begun = 0;
  auto s = session({counting(), gated("slow", open, begun)}, {"slow"});
  ASSERT_TRUE(settled(s));
  auto const before = s.layout().hash();
  int const slow_runs = begun;
  auto const building_at = [](MapPoint at) {
    return [at](plan::Site const& site) {
      return plan::place_building(site, plan::ring_of({at, 40, 20, 0}), {{"use", std::string("office")}});
    };
  };
  auto const tried = s.attempt(building_at(spot(1, 1)));
  EXPECT_TRUE(tried.done.changed);
  ASSERT_TRUE(test::wait_until([&] { return s.answer()->layout == tried.layout.hash(); }));
  EXPECT_EQ(figures_of(*s.answer(), "").at(0).value, 1);
  EXPECT_EQ(begun, slow_runs) << "the slow ones are not asked";
  EXPECT_EQ(s.layout().hash(), before);
  EXPECT_EQ(s.log().steps().size(), 0);
  auto const refused = s.attempt(building_at(to_map(GeoPoint{121.62, 39.21}))); // where two streets cross
  EXPECT_FALSE(refused.done.changed);
  EXPECT_FALSE(refused.done.findings.empty());
  EXPECT_EQ(refused.layout.hash(), before);
  s.let_go();
  ASSERT_TRUE(settled(s));
  EXPECT_EQ(s.answer()->layout, before);
}

TEST(Session, GlancesThatFollowEachOtherFasterThanTheEnginesAreAnsweredAllTheSame) {
  std::atomic<bool> open = true;
  std::atomic<int> begun = 0;
  auto s = session({gated("count", open, begun)});
  ASSERT_TRUE(settled(s));
  open = false;
  int const runs = begun;
  auto const glance = [&](int column) {
    return s
        .attempt([&](plan::Site const& site) {
          return plan::place_building(site, plan::ring_of({spot(column, 1), 40, 20, 0}),
                                      {{"use", std::string("office")}});
        })
        .layout.hash();
  };
  auto const first = glance(0);
  ASSERT_TRUE(test::wait_until([&] { return begun > runs; }));
  (void)glance(1);
  auto const last = glance(2);
  open = true; // nothing was given up for what came after
  ASSERT_TRUE(test::wait_until([&] { return s.answer()->layout == last; }));
  EXPECT_EQ(begun, runs + 2) << "the one between was never looked at";
  EXPECT_NE(first, last);
}

TEST(Engines, AreSplitWithWhatTheyNeed) {
  auto needing = [](std::string name, std::string other) {
    auto out = engine(std::move(name), [](whatif::Inputs const&) { return whatif::Evaluation(); });
    if (!other.empty()) out.needs = {{std::move(other), {}}};
    return out;
  };
  auto const names = [](std::shared_ptr<whatif::Runner> const& runner) {
    std::set<std::string> out;
    for (auto const& each : runner->engines())
      out.insert(each.name);
    return out;
  };
  auto const parts =
      split({needing("land", ""), needing("traffic", "land"), needing("noise", "traffic"), needing("power", "land")},
            {"traffic"});
  EXPECT_EQ(names(parts.quick), (std::set<std::string>{"land", "power"}));
  EXPECT_EQ(names(parts.slow), (std::set<std::string>{"land", "noise", "traffic"}));
  EXPECT_EQ(split({needing("land", "")}, {"traffic"}).slow, nullptr);
}

TEST(Session, EndsWhileAnEngineIsAtWork) {
  std::atomic<int> begun = 0;
  auto s =
      std::make_unique<Session>(session({engine("endless", [&](whatif::Inputs const& inputs) -> whatif::Evaluation {
        ++begun;
        for (;;)
          inputs.stop_if_asked();
      })}));
  ASSERT_TRUE(test::wait_until([&] { return begun > 0; }));
  s.reset();
}

TEST(Session, AnEngineThatFailsIsShownAndTheOthersGoOn) {
  auto s = session({counting(), engine("broken", [](whatif::Inputs const& inputs) -> whatif::Evaluation {
                      inputs.for_each(Layer::building, [](auto const&) { throw std::runtime_error("no way out"); });
                      return {};
                    })});
  ASSERT_TRUE(build(s, spot(4, 4)).changed);
  ASSERT_TRUE(settled(s));
  auto const lines = engine_lines(*s.answer());
  ASSERT_EQ(lines.size(), 2);
  EXPECT_EQ(lines[0].name, "broken");
  EXPECT_EQ(lines[0].ending, whatif::Ending::failed);
  EXPECT_NE(lines[0].trouble.find("no way out"), std::string::npos) << lines[0].trouble;
  EXPECT_EQ(lines[1].ending, whatif::Ending::done);
  auto const marks = marks_of(*s.answer(), s.base(), s.layout());
  ASSERT_FALSE(marks.empty());
  EXPECT_TRUE(marks[0].fresh) << "the base has no building, so there it did not fail";
  EXPECT_NE(marks[0].finding.message.find("no way out"), std::string::npos);
}

TEST(Session, AChangeWithinTheErrorIsNoDifference) {
  auto s = session({counting(1)});
  ASSERT_TRUE(build(s, spot(4, 4)).changed);
  ASSERT_TRUE(settled(s));
  auto const figures = figures_of(*s.answer(), "");
  EXPECT_EQ(figures.at(0).verdict, Verdict::no_difference);
  EXPECT_EQ(figures.at(0).before, 0);
  EXPECT_EQ(figures.at(0).value, 1);
}

TEST(Session, MarksStandWhereTheEntityIs) {
  auto s = session({engine("picky", [](whatif::Inputs const& inputs) {
    whatif::Evaluation out;
    inputs.for_each(Layer::building, [&](plan::Entity const& b) {
      out.findings.push_back({plan::Severity::warning, "building", b.id(), "", "too near"});
    });
    return out;
  })});
  auto const at = spot(5, 5);
  ASSERT_TRUE(build(s, at).changed);
  ASSERT_TRUE(settled(s));
  auto const marks = marks_of(*s.answer(), s.base(), s.layout());
  auto const mine =
      std::find_if(marks.begin(), marks.end(), [](Mark const& m) { return m.finding.message == "too near"; });
  ASSERT_NE(mine, marks.end());
  ASSERT_TRUE(mine->at);
  EXPECT_LT(distance_m(*mine->at, at), 0.1);
  EXPECT_TRUE(mine->fresh);
}

TEST(Session, IsComparedWithAnothersScenarioAndWithTheBaseAgain) {
  test::TempFolder folder;
  auto const file = folder.path() / "theirs.json";
  auto theirs = session({counting()});
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(build(theirs, spot(i, 1)).changed);
  theirs.name("three");
  ASSERT_TRUE(theirs.save(file));
  auto s = session({counting()});
  ASSERT_TRUE(build(s, spot(0, 0)).changed);
  ASSERT_TRUE(settled(s));
  EXPECT_EQ(figures_of(*s.answer(), "").at(0).change, 1);

  ASSERT_TRUE(s.compare_with(file));
  ASSERT_TRUE(settled(s));
  auto const figure = figures_of(*s.answer(), "").at(0);
  EXPECT_EQ(figure.before, 3);
  EXPECT_EQ(figure.value, 1);
  EXPECT_EQ(figure.change, -2);
  ASSERT_NE(s.other(), nullptr);
  EXPECT_EQ(s.other()->scenario.name, "three");
  s.explain();
  ASSERT_TRUE(test::wait_until([&] { return s.explanation() && !s.explaining(); }));
  EXPECT_EQ(s.explanation()->parts.size(), 4) << "three fewer, one more";
  double told = 0;
  for (auto const& part : s.explanation()->found.figures.at(0).parts)
    told += part.share;
  EXPECT_EQ(told, -2);

  EXPECT_FALSE(s.compare_with(folder.path() / "none.json"));
  ASSERT_NE(s.other(), nullptr) << "what is compared with stays";
  s.compare_with_base();
  ASSERT_TRUE(settled(s));
  EXPECT_EQ(figures_of(*s.answer(), "").at(0).change, 1);
  EXPECT_EQ(s.explanation(), nullptr);
}

TEST(Session, OpeningWhatIsDamagedKeepsWhatIsOpen) {
  test::TempFolder folder;
  auto s = session({counting()});
  ASSERT_TRUE(build(s, spot(1, 1)).changed);
  EXPECT_FALSE(s.open(folder.path() / "none.json"));
  std::ofstream(folder.path() / "bad.json") << R"({"format": "dalian-scenario", "version": 7})";
  auto const newer = s.open(folder.path() / "bad.json");
  ASSERT_FALSE(newer);
  EXPECT_NE(newer.error().find("version"), std::string::npos) << newer.error();
  EXPECT_EQ(s.layout().table(Layer::building).size(), 1);
  s.start("fresh");
  EXPECT_EQ(s.layout().hash(), s.base().hash());
}

} // namespace
} // namespace dalian::planner
