#include "tests/whatif/engines.hpp"
#include "tests/whatif/towns.hpp"
#include "twin/plan/merge.hpp"

#include <atomic>
#include <gtest/gtest.h>

namespace dalian::whatif {
namespace {

using namespace testing;
using plan::Layer;
using plan::Layout;

constexpr std::uint32_t kSeed = 4711;
constexpr int kParcels = 60, kEdits = 14;

/// Counts how often it runs; one figure, the number of parcels of a use.
Engine counting(std::string name, std::atomic<int>& runs) {
  Engine engine;
  engine.name = std::move(name);
  engine.reads = {{Layer::parcel, {"use"}}};
  engine.run = [&runs](Inputs const& inputs) {
    ++runs;
    Evaluation out;
    double schools = 0;
    inputs.for_each(Layer::parcel, [&](plan::Entity const& p) { schools += p.text("use") == "school"; });
    out.kpis = {{"schools", "", schools, schools, schools, "", "counted", 0}};
    out.columns = {{"schools", Layer::zone, "", {{"z", schools}}}};
    return out;
  };
  return engine;
}

Engine dependent(std::string name, std::string needs, std::atomic<int>& runs) {
  Engine engine;
  engine.name = std::move(name);
  engine.needs = {{needs, {"schools"}}};
  engine.run = [&runs, needs](Inputs const& inputs) {
    ++runs;
    Evaluation out;
    out.columns = {inputs.column(needs, "schools")};
    return out;
  };
  return engine;
}

Engine failing(std::string name) {
  Engine engine;
  engine.name = std::move(name);
  engine.reads = {{Layer::parcel, {"far"}}};
  engine.run = [](Inputs const& inputs) -> Evaluation {
    inputs.for_each(Layer::parcel, [&](plan::Entity const& p) {
      if (p.number("far") > 5) throw std::runtime_error("too high");
    });
    return {{}, {{"schools", Layer::zone, "", {}}}, {}, {}};
  };
  return engine;
}

Layout with_far(Layout const& base, double far) {
  return *plan::apply(base, plan::testing::set(Layer::parcel, "p001", "far", far));
}

TEST(Runner, OnlyWhatAnEditTouchesIsComputedAgain) {
  std::atomic<int> first = 0, second = 0;
  Runner runner({dependent("b", "a", second), counting("a", first)});
  Layout const base = plan::testing::town();
  EXPECT_EQ(runner.run(base, {})["a"].evaluation->kpi("schools")->value, 33);
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 1);
  auto const same = runner.run(with_far(base, 2), {}); // a field that nobody reads
  EXPECT_TRUE(same.at("a").kept && same.at("b").kept);
  auto const cut =
      runner.run(*plan::apply(base, plan::testing::set(Layer::parcel, "p001", "use", std::string("clinic"))), {});
  EXPECT_EQ(first, 2) << "it reads the field";
  EXPECT_EQ(second, 1) << "the same columns as before: cut off early";
  EXPECT_TRUE(cut.at("b").kept);
  EXPECT_EQ(runner.run(base, {})["a"].kept, true) << "undo is an older key";
}

TEST(Runner, AFailureStaysWithItsEngineAndItsScenario) {
  std::atomic<int> a = 0, b = 0;
  Runner runner({counting("a", a), failing("f"), dependent("g", "f", b)});
  Layout const base = plan::testing::town();
  for (unsigned const threads : {1u, 2u, 4u}) {
    auto const outcomes = runner.run({base, with_far(base, 9), with_far(base, 3)}, {threads, {}, {}});
    for (std::size_t s : {0u, 2u})
      for (auto const* name : {"a", "f", "g"})
        EXPECT_EQ(outcomes[s].at(name).ending, Ending::done);
    EXPECT_EQ(outcomes[1].at("a").ending, Ending::done);
    EXPECT_EQ(to_text(outcomes[1].at("f").failure), "error: engine f: too high");
    EXPECT_EQ(to_text(outcomes[1].at("g").failure), "error: engine g: left out, for it needs f, which failed");
  }
}

TEST(Runner, StopsWhenAskedAndTellsHowFarItCame) {
  std::atomic<int> runs = 0;
  Runner runner({counting("a", runs)});
  std::stop_source stop;
  std::size_t last = 0;
  Layout const base = plan::testing::town();
  std::vector<Layout> layouts;
  for (int i = 0; i < 50; ++i)
    layouts.push_back(*plan::apply(base, plan::testing::removed(Layer::parcel, fmt::format("p{:03}", i))));
  RunOptions options{2, stop.get_token(), [&](std::size_t done, std::size_t all) {
                       EXPECT_EQ(all, 50u);
                       EXPECT_EQ(done, ++last);
                       if (done == 10) stop.request_stop();
                     }};
  auto const outcomes = runner.run(layouts, options);
  EXPECT_EQ(last, 50u) << "also what is cancelled is told";
  auto const done = std::count_if(outcomes.begin(), outcomes.end(),
                                  [](Outcomes const& o) { return o.at("a").ending == Ending::done; });
  EXPECT_GE(done, 10);
  EXPECT_LE(done, 12) << "two threads finish what they had begun";
  EXPECT_EQ(to_text(outcomes[49].at("a").failure), "error: engine a: cancelled");
  EXPECT_EQ(runner.run(layouts, {})[49].at("a").ending, Ending::done) << "nothing of it stays";
}

TEST(Runner, WhatWasNotDeclaredCannotBeRead) {
  Engine engine;
  engine.name = "peeping";
  engine.reads = {{Layer::parcel, {"use"}}};
  engine.run = [](Inputs const& inputs) {
    inputs.for_each(Layer::parcel, [](plan::Entity const& p) { p.number("far"); });
    return Evaluation{};
  };
  EXPECT_DEATH(Runner({engine}).run(plan::testing::town(), {1, {}, {}}), "declared");
}

/// The property that peers fail at: an answer depends on base and edits alone.
TEST(Runner, AnswersAreTheSameBytesInAnyOrderWithAnyThreadsAfterAnyPast) {
  std::mt19937 random(kSeed);
  Layout const base = whole_town(kParcels);
  std::vector<Layout> layouts{base};
  for (int i = 0; i < kEdits; ++i) {
    plan::Edit const edit = random_edit_of(i % kEditKinds, layouts.back(), random);
    layouts.push_back(*plan::apply(layouts.back(), edit));
    if (i % 7 == 6) { // edit and undo
      auto const extra = random_edit_of((i + 4) % kEditKinds, layouts.back(), random);
      auto const there = *plan::apply(layouts.back(), extra);
      layouts.push_back(there);
      layouts.push_back(*plan::apply(there, plan::inverse(layouts[layouts.size() - 2], extra)));
    }
  }
  std::vector<std::vector<ContentHash>> expected;
  for (Layout const& layout : layouts) // each by engines that never saw another
    expected.push_back(hashes(every_engine(base).run(layout, {1, {}, {}})));
  for (std::size_t engine = 0; engine < expected.front().size(); ++engine)
    EXPECT_TRUE(std::any_of(expected.begin(), expected.end(),
                            [&](auto const& one) { return one[engine] != expected.front()[engine]; }))
        << "no edit reached engine " << engine;
  for (unsigned const threads : {1u, 2u, 4u}) {
    auto runner = every_engine(base, threads == 2 ? 3 : 4096, threads); // also when nearly nothing is kept
    for (int past = 0; past < 2; ++past) {
      auto const outcomes = runner.run(layouts, {threads, {}, {}});
      for (std::size_t i = 0; i < layouts.size(); ++i)
        ASSERT_EQ(hashes(outcomes[i]), expected[i]) << "seed " << kSeed << " layout " << i << " threads " << threads;
    }
  }
}

TEST(Runner, PermutedEditsGiveTheSameBytes) {
  std::mt19937 random(kSeed + 1);
  Layout const base = whole_town(kParcels);
  plan::Edits edits;
  for (int i = 0; i < 20; ++i)
    edits.push_back(plan::testing::set(Layer::parcel, fmt::format("p{:03}", i), "far", i / 10.0));
  for (int i = 0; i < 8; ++i)
    edits.push_back(plan::testing::add(Layer::bus_stop, fmt::format("s{}", i),
                                       {{"at", plan::Shape{{121.605 + i / 500.0, 39.21}}}}));
  for (auto const* pipe : {"ab", "bc", "ad"})
    edits.push_back(plan::testing::set(Layer::pipe, pipe, "diameter_m", 0.45));
  edits.push_back(plan::testing::set(Layer::crane, "crane3", "moves_h", 21.0));
  edits.push_back(plan::testing::set(Layer::hazard, "vessel", "mass_t", 7.0));
  edits.push_back(plan::testing::removed(Layer::building, "block4"));
  auto const expected = hashes(every_engine(base).run(plan::testing::applied(base, edits), {}));
  for (int round = 0; round < 3; ++round) {
    std::shuffle(edits.begin(), edits.end(), random);
    EXPECT_EQ(hashes(every_engine(base).run(plan::testing::applied(base, edits), {})), expected);
  }
}

TEST(Runner, MergedEitherWayRoundGivesTheSameBytes) {
  std::mt19937 random(kSeed + 2);
  Layout const base = whole_town(kParcels);
  auto runner = every_engine(base);
  for (int round = 0; round < 3; ++round) {
    std::array<Layout, 2> sides{base, base};
    for (Layout& side : sides)
      for (int i = 0; i < 8; ++i)
        side = *plan::apply(side, random_edit_of((i + round) % kEditKinds, side, random));
    auto const one = runner.run(plan::merge(base, sides[0], sides[1]).layout, {}),
               other = every_engine(base).run(plan::merge(base, sides[1], sides[0]).layout, {});
    EXPECT_EQ(hashes(one), hashes(other)) << "seed " << kSeed + 2 << " round " << round;
  }
}

} // namespace
} // namespace dalian::whatif
