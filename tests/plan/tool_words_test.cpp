#include "tests/plan/random_edits.hpp"
#include "twin/plan/check.hpp"
#include "twin/plan/document.hpp"
#include "twin/plan/edit_log.hpp"
#include "twin/plan/tool_words.hpp"

#include <gtest/gtest.h>

namespace dalian::plan {
namespace {

using namespace testing;
using Words = std::vector<std::string>;

constexpr std::uint32_t kSeed = 20261129;

Layout town_with_grid() {
  return applied(
      town(),
      {add(Layer::power_bus, "a", {{"at", Shape{{121.61, 39.21}}}}),
       add(Layer::power_bus, "b", {{"at", Shape{{121.63, 39.23}}}}),
       add(Layer::feeder, "f",
           {{"from", std::string("a")}, {"to", std::string("b")}, {"line", Shape{{121.61, 39.21}, {121.63, 39.23}}}})});
}

/// A call that mostly can be done: places within the town, ids that are there or were.
Words random_call(std::mt19937& random) {
  auto const draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  auto const place = [&] { return fmt::format("{:.5f},{:.5f}", 121.6 + draw(6000) / 1e5, 39.2 + draw(5600) / 1e5); };
  auto const parcel = [&] { return fmt::format("p{:03}", draw(195)); };
  auto const road = [&] { return fmt::format("{}{:02}", draw(2) ? "row" : "column", draw(15)); };
  switch (draw(14)) {
  case 0:
    return {"building", place(), fmt::format("length={}", 10 + draw(60)), "width=15",
            fmt::format("bearing={}", draw(180))};
  case 1:
    return {"plant", place(), "product=ethylene"};
  case 2:
    return {"storage", place(), "kind=lithium_battery", "power_mw=2", "energy_mwh=8"};
  case 3:
    return {"hydrogen", place(), "kind=electrolyser", "power_mw=20"};
  case 4:
    return {"split", parcel(), place(), place()};
  case 5: {
    int const n = draw(180);
    return {"join", fmt::format("p{:03}", n), fmt::format("p{:03}", n + 1), "use=green"};
  }
  case 6:
    return {"road", place(), place(), "class=collector"};
  case 7:
    return {"change", road(), fmt::format("lanes={}", 1 + draw(3))};
  case 8:
    return {draw(2) ? "close" : "open", road(), draw(2) ? "trucks=true" : "trucks=false"};
  case 9:
    return {"signal", place(), "cycle_s=90"};
  case 10:
    return {"bus", place(), place(), place(), "headway_min=10"};
  case 11:
    return {"corridor", place(), place(), draw(2) ? "free=true" : "free=false"};
  case 12:
    return {"reroute", "feeder", "f", "121.6101,39.2101", place(), "121.6301,39.2301"};
  default:
    return {"solar", place(), "power_mw=1"};
  }
}

TEST(ToolWords, AnySequenceUndoneIsTheSameBytesAndRedoneToo) {
  std::mt19937 random(kSeed);
  Layout const base = town_with_grid();
  auto const before = to_text(Scenario{"", "", {}, difference({}, base)});
  EditLog log(base);
  std::map<std::string, int> done;
  for (int i = 0; i < 250; ++i) {
    auto const words = random_call(random);
    auto const draft = run_tool({log.layout(), nullptr}, words);
    ASSERT_TRUE(draft) << draft.error();
    if (draft->refused()) continue;
    ASSERT_TRUE(log.apply({words[0], draft->edits})) << "what a tool comes to applies";
    ++done[words[0]];
  }
  EXPECT_GE(done.size(), 13u) << "nearly every tool was at work";
  auto const faults = check(log.layout());
  EXPECT_TRUE(faults.empty()) << to_text(faults.front());
  auto const after = to_text(Scenario{"", "", base.hash(), log.edits()});
  while (log.undo())
    ;
  EXPECT_EQ(to_text(Scenario{"", "", {}, difference({}, log.layout())}), before) << "seed " << kSeed;
  EXPECT_EQ(log.layout().hash(), base.hash());
  while (log.redo())
    ;
  EXPECT_EQ(to_text(Scenario{"", "", base.hash(), log.edits()}), after);
}

TEST(ToolWords, InversesOfAToolsEditsRestoreTheBytes) {
  std::mt19937 random(kSeed + 1);
  Layout const base = town_with_grid();
  for (int i = 0; i < 60; ++i) {
    auto const draft = run_tool({base, nullptr}, random_call(random));
    ASSERT_TRUE(draft);
    Layout layout = base;
    Edits back;
    for (Edit const& edit : draft->edits) {
      back.insert(back.begin(), inverse(layout, edit));
      layout = *apply(layout, edit);
    }
    EXPECT_EQ(applied(layout, back).hash(), base.hash());
  }
}

TEST(ToolWords, ToolsThatTouchDifferentThingsMayComeInAnyOrder) {
  Layout const base = town_with_grid();
  std::vector<Words> calls{{"building", "121.602,39.202", "length=30", "width=20"},
                           {"storage", "121.606,39.202", "kind=flow_battery", "power_mw=5", "energy_mwh=20"},
                           {"split", "p031", "121.6055,39.19", "121.6055,39.25"},
                           {"change", "row05", "speed_kmh=20"},
                           {"close", "column09", "trucks=true"},
                           {"signal", "121.604,39.204", "cycle_s=80"}};
  std::mt19937 random(kSeed + 2);
  std::string first;
  for (int round = 0; round < 12; ++round) {
    Layout layout = base;
    for (auto const& call : calls) {
      auto const draft = run_tool({layout, nullptr}, call);
      ASSERT_TRUE(draft && !draft->refused()) << call[0];
      layout = applied(layout, draft->edits);
    }
    auto const text = to_text(Scenario{"", "", base.hash(), difference(base, layout)});
    if (first.empty()) first = text;
    ASSERT_EQ(text, first) << "round " << round;
    std::shuffle(calls.begin(), calls.end(), random);
  }
}

TEST(ToolWords, WrongWordsAreToldWithWhatFits) {
  Layout const base = town(3);
  auto const why = [&](Words const& words) { return run_tool({base, nullptr}, words).error(); };
  EXPECT_EQ(why({"stroll"}), "'stroll' is no tool: `twinctl whatif edit --help` lists them");
  EXPECT_EQ(why({"plant", "121.6,39.2", "product=\xff"}), "plant: word 2 is no UTF-8 text: write it anew");
  EXPECT_EQ(why({}), "'' is no tool: `twinctl whatif edit --help` lists them");
  EXPECT_EQ(
      why({"building", "121.6,39.2", "length=3"}),
      "building: this tool needs a position, length=… and width=… in metres: `twinctl whatif edit --help` shows it");
  EXPECT_EQ(why({"road", "121.6,39.2", "121.7,39.2", "lanes=many"}), "road: field 'lanes' must be a whole number");
  EXPECT_EQ(why({"move", "street", "a", "121.6,39.2"}),
            "move: this tool needs a layer and an id: `twinctl whatif edit --help` shows it");
  EXPECT_EQ(why({"close", "row01", "colour=red"}),
            "close: this tool needs roads, class=…, zone=… or trucks=true: `twinctl whatif edit --help` shows it");
}

} // namespace
} // namespace dalian::plan
