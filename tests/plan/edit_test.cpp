#include "tests/plan/random_edits.hpp"
#include "twin/plan/document.hpp"

#include <gtest/gtest.h>

namespace dalian::plan {
namespace {

using namespace testing;

constexpr std::uint32_t kSeed = 20261127;

/// What a layout's hash must be: every entity added anew, in another order.
Layout rebuilt(Layout const& layout, std::mt19937& random) {
  Edits edits = difference({}, layout);
  std::shuffle(edits.begin(), edits.end(), random);
  return applied({}, edits);
}

TEST(Edit, AnInverseUndoesAndTheHashComesBack) {
  std::mt19937 random(kSeed);
  Layout const base = town();
  Layout layout = base;
  for (int i = 0; i < 500; ++i) {
    Edit const edit = random_edit(layout, random);
    auto const next = apply(layout, edit);
    ASSERT_TRUE(next) << next.error();
    auto const back = apply(*next, inverse(layout, edit));
    ASSERT_TRUE(back) << back.error();
    ASSERT_EQ(back->hash(), layout.hash()) << "seed " << kSeed << " edit " << i << " " << edit_line(edit);
    ASSERT_TRUE(difference(layout, *back).empty());
    layout = *next;
  }
  EXPECT_NE(layout.hash(), base.hash());
  EXPECT_EQ(rebuilt(layout, random).hash(), layout.hash()) << "the hash kept along the way is that of the content";
}

TEST(Edit, TheDifferenceOfTwoLayoutsTurnsOneIntoTheOther) {
  std::mt19937 random(kSeed + 1);
  Layout const base = town();
  for (int round = 0; round < 20; ++round) {
    Layout a = base, b = base;
    for (int i = 0; i < 60; ++i) {
      a = *apply(a, random_edit(a, random));
      b = *apply(b, random_edit(b, random));
    }
    Edits const edits = difference(a, b);
    Layout const there = applied(a, edits);
    ASSERT_EQ(there.hash(), b.hash());
    ASSERT_EQ(difference(a, there), edits) << "canonical";
  }
}

TEST(Edit, IndependentEditsInAnyOrderAreTheSameScenario) {
  std::mt19937 random(kSeed + 2);
  Layout const base = town();
  Edits edits; // each touches a field of its own
  for (int i = 0; i < 120; ++i)
    edits.push_back(set(Layer::parcel, fmt::format("p{:03}", i), i % 2 ? "far" : "density", i / 100.0));
  for (int i = 0; i < 20; ++i)
    edits.push_back(add(Layer::bus_stop, fmt::format("s{}", i), {{"at", Shape{{121.6 + i / 1000.0, 39.21}}}}));
  Layout const once = applied(base, edits);
  Edits const canonical = difference(base, once);
  for (int round = 0; round < 10; ++round) {
    std::shuffle(edits.begin(), edits.end(), random);
    Layout const again = applied(base, edits);
    ASSERT_EQ(again.hash(), once.hash());
    ASSERT_EQ(difference(base, again), canonical);
  }
}

TEST(Edit, WhatChangesNothingLeavesNoTrace) {
  Layout const base = town();
  Layout const same =
      applied(base, {set(Layer::parcel, "p001", "far", 2.0), set(Layer::parcel, "p001", "far", Value{}),
                     add(Layer::bus_stop, "s", {{"at", Shape{{121.6, 39.2}}}}), removed(Layer::bus_stop, "s"),
                     set(Layer::road, "row01", "closed", true), set(Layer::road, "row01", "closed", Value{})});
  EXPECT_EQ(same.hash(), base.hash());
  EXPECT_TRUE(difference(base, same).empty());
  Layout const last = applied(base, {set(Layer::parcel, "p001", "far", 2.0), set(Layer::parcel, "p001", "far", 3.0)});
  ASSERT_EQ(difference(base, last).size(), 1u);
  EXPECT_EQ(difference(base, last)[0].value, Value{3.0});
}

TEST(Edit, ReasonsNameEntityFieldAndRemedy) {
  Layout const base = town();
  auto const why = [&](Edit const& edit) { return apply(base, edit).error(); };
  EXPECT_EQ(why(set(Layer::parcel, "gone", "far", 1.0)),
            "parcel 'gone': is not there: it was removed or never was; mend the id or leave the edit out");
  EXPECT_EQ(why(set(Layer::parcel, "p001", "colour", 1.0)), "parcel 'p001': has no field 'colour': mend its name");
  EXPECT_EQ(why(set(Layer::parcel, "p001", "far", 31.0)), "parcel 'p001': field 'far' is 31 1; it must be within 0…30");
  EXPECT_EQ(why(set(Layer::parcel, "p001", "far", std::nan(""))), "parcel 'p001': field 'far' is no finite number");
  EXPECT_EQ(why(set(Layer::road, "row01", "lanes", 1.5)), "road 'row01': field 'lanes' must be a whole number");
  EXPECT_EQ(why(set(Layer::road, "row01", "direction", std::string("up"))),
            "road 'row01': field 'direction' is 'up'; it must be one of both|forward|backward");
  EXPECT_EQ(why(add(Layer::parcel, "p001", {})),
            "parcel 'p001': is there already: choose another id, or set its fields");
  EXPECT_NE(why(add(Layer::bus_stop, "s", {{"at", Shape{{12, 39}}}})).find("which is not on the map"),
            std::string::npos);
}

TEST(Edit, AnEditOfWhatIsGoneIsAFindingAndTheOthersGoOn) {
  Layout const base = town();
  auto const done = apply_all(base, {removed(Layer::parcel, "p001"), set(Layer::parcel, "p001", "far", 1.0),
                                     set(Layer::parcel, "p002", "far", 1.0)});
  ASSERT_EQ(done.findings.size(), 1u);
  EXPECT_EQ(to_text(done.findings[0]),
            "error: parcel 'p001', field 'far': the edit is left out: is not there: it was removed or never was; mend "
            "the id or leave the edit out");
  EXPECT_EQ(done.layout.find(Layer::parcel, "p002")->number("far"), 1.0);
}

TEST(Layout, HashesOfSlicesMoveWithTheirFieldsOnly) {
  Layout const base = town();
  constexpr std::array<std::string_view, 2> land{"use", "outline"};
  auto const slice = [&](Layout const& l) { return l.hash_of(Layer::parcel, land); };
  EXPECT_EQ(slice(applied(base, {set(Layer::parcel, "p001", "far", 2.0)})), slice(base));
  EXPECT_EQ(slice(applied(base, {set(Layer::road, "row01", "closed", true)})), slice(base));
  EXPECT_NE(slice(applied(base, {set(Layer::parcel, "p001", "use", std::string("clinic"))})), slice(base));
  EXPECT_NE(slice(applied(base, {removed(Layer::parcel, "p001")})), slice(base));
}

TEST(Layout, TablesFindWhatAMapWouldThroughAnyEdits) {
  std::mt19937 random(kSeed + 4);
  std::map<std::string, double> expected;
  Layout layout;
  for (int i = 0; i < 5000; ++i) {
    std::string const id = fmt::format("{}", random() % 700);
    if (expected.contains(id) && random() % 3 == 0) {
      layout = *apply(layout, removed(Layer::bus_line, id));
      expected.erase(id);
    } else {
      double const headway = 1.0 + static_cast<double>(random() % 100);
      layout = *apply(layout, expected.contains(id) ? set(Layer::bus_line, id, "headway_min", headway)
                                                    : add(Layer::bus_line, id, {{"headway_min", headway}}));
      expected[id] = headway;
    }
  }
  std::map<std::string, double> found;
  std::string last;
  layout.for_each(Layer::bus_line, [&](Entity const& e) {
    EXPECT_LT(last, e.id());
    last = e.id();
    found[e.id()] = e.number("headway_min");
    EXPECT_EQ(layout.find(Layer::bus_line, e.id())->number("headway_min"), e.number("headway_min"));
  });
  EXPECT_EQ(found, expected);
  EXPECT_EQ(layout.table(Layer::bus_line).size(), expected.size());
}

} // namespace
} // namespace dalian::plan
