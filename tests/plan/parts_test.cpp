#include "twin/plan/parts.hpp"

#include "tests/plan/random_edits.hpp"

namespace dalian::plan {
namespace {

using testing::add;
using testing::removed;
using testing::set;
using testing::town;

Edit works(std::string id) {
  return add(Layer::hydrogen, std::move(id), {{"at", Shape{{121.61, 39.21}}}, {"kind", std::string("electrolyser")}});
}
Edit hazard_of(std::string id, std::string works) {
  return add(Layer::hazard, std::move(id),
             {{"at", Shape{{121.61, 39.21}}}, {"substance", std::string("hydrogen")}, {"hydrogen", std::move(works)}});
}
Edit use(std::string parcel, std::string to) {
  return set(Layer::parcel, std::move(parcel), "use", std::move(to));
}

Edits canonical(Layout const& base, Edits const& edits) {
  return difference(base, testing::applied(base, edits));
}

TEST(Parts, WhatRefersToWhatComesOrGoesHangsTogether) {
  auto const base = town();
  auto const parts =
      parts_of(base, canonical(base, {works("h1"), works("h2"), hazard_of("z", "h1"), use("p003", "office")}), {});
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0].by, "set parcel 'p003' use");
  EXPECT_EQ(parts[1].by, "add hydrogen 'h1'");
  EXPECT_EQ(parts[1].edits.size(), 2u) << "the works and its hazard";
  EXPECT_EQ(parts[2].edits.size(), 1u);
  for (auto const& left_out : parts) { // none of the others loses its footing
    auto layout = base;
    for (auto const& part : parts)
      if (part != left_out) layout = testing::applied(layout, part.edits);
    layout.for_each(Layer::hazard, [&](Entity const& hazard) {
      EXPECT_TRUE(layout.find(Layer::hydrogen, hazard.text("hydrogen"))) << left_out.by;
    });
  }
}

/// A reference that is taken off what is removed: without the one the other would leave it in the air.
TEST(Parts, WhatIsTakenOffSomethingHangsTogetherWithItsRemoval) {
  auto const base = testing::applied(town(), {works("h1"), works("h2"), hazard_of("z", "h1")});
  EXPECT_EQ(parts_of(base,
                     canonical(base, {set(Layer::hazard, "z", "hydrogen", std::string("h2")),
                                      removed(Layer::hydrogen, "h1"), use("p003", "office")}),
                     {})
                .size(),
            2u);
  EXPECT_EQ(parts_of(base, canonical(base, {removed(Layer::hazard, "z"), removed(Layer::hydrogen, "h1")}), {}).size(),
            1u);
  EXPECT_EQ(parts_of(base,
                     canonical(base, {set(Layer::hydrogen, "h1", "capacity_kg_d", 500.0),
                                      set(Layer::hazard, "z", "mass_t", 3.0)}),
                     {})
                .size(),
            2u)
      << "the works stays there in any case";
}

TEST(Parts, StepsHoldTogetherWhatTheyChangedAndGiveTheirWords) {
  auto const base = town();
  EditLog log(base);
  ASSERT_TRUE(log.apply({"a school", {use("p005", "school"), set(Layer::road, "row03", "width_m", 12.0)}}));
  ASSERT_TRUE(log.apply({"an office", {use("p003", "office")}}));
  ASSERT_TRUE(log.apply({"wider", {set(Layer::road, "row03", "width_m", 15.0)}}));
  ASSERT_TRUE(log.apply({"never mind", {use("p006", "green")}}));
  ASSERT_TRUE(log.undo());
  auto const parts = parts_of(log);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].by, "a school; wider") << "in the order of the steps";
  EXPECT_EQ(parts[0].edits.size(), 2u);
  EXPECT_EQ(parts[1].by, "an office");
  Edits all;
  for (auto const& part : parts)
    all.insert(all.end(), part.edits.begin(), part.edits.end());
  EXPECT_EQ(canonical(base, all), log.edits()) << "all parts are the scenario";
}

TEST(Parts, WhatWasTypedOrReadStandsForItself) {
  auto const base = town();
  for (std::string const by : {"edit", "the file", "joined with other.json"}) {
    EditLog log(base);
    ASSERT_TRUE(log.apply({by, {use("p003", "office"), use("p004", "green")}}));
    auto const parts = parts_of(log);
    ASSERT_EQ(parts.size(), 2u) << by;
    EXPECT_EQ(parts[0].by, "set parcel 'p003' use");
  }
  EXPECT_TRUE(parts_of(EditLog(base)).empty());
}

} // namespace
} // namespace dalian::plan
