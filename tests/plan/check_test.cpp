#include "tests/plan/random_edits.hpp"
#include "twin/plan/check.hpp"

#include <gtest/gtest.h>

namespace dalian::plan {
namespace {

using namespace testing;

std::vector<std::string> faults(Edits const& edits) {
  std::vector<std::string> out;
  for (Finding const& f : check(applied(town(), edits)))
    out.push_back(to_text(f));
  return out;
}
using Texts = std::vector<std::string>;

TEST(Check, ASoundTownHasNone) {
  EXPECT_EQ(faults({}), Texts{});
}

TEST(Check, ReferencesToWhatIsNotThere) {
  EXPECT_EQ(faults({set(Layer::parcel, "p001", "zone", std::string("y"))}),
            Texts{"error: parcel 'p001', field 'zone': names zone 'y', which is not there: add it or mend the field"});
  EXPECT_EQ(faults({removed(Layer::zone, "z")}).size(), 200u);
  EXPECT_EQ(faults({add(Layer::bus_line, "b",
                        {{"stops", std::vector<std::string>{"s"}}, {"source", std::string("grid.json")}})}),
            Texts{"error: bus_line 'b', field 'stops': names bus_stop 's', which is not there: add it or mend the "
                  "field (grid.json)"});
}

TEST(Check, WhatIsMissingAndWhatCannotBe) {
  EXPECT_EQ(faults({add(Layer::junction, "j", {})}), Texts{"error: junction 'j', field 'at': is missing: set it"});
  EXPECT_EQ(faults({set(Layer::parcel, "p001", "outline",
                        Shape{{121.6, 39.2}, {121.61, 39.21}, {121.61, 39.2}, {121.6, 39.21}})}),
            Texts{"error: parcel 'p001', field 'outline': crosses or touches itself or has no area: draw it anew"});
  EXPECT_EQ(faults({set(Layer::road, "row01", "line", Shape{{121.6, 39.2}, {121.6, 39.2}})}),
            Texts{"error: road 'row01', field 'line': has no length: draw it anew"});
}

TEST(Check, BuildingsThatOverlapAreNamedThoseThatTouchAreNot) {
  auto const house = [](std::string id, double lon) {
    return add(Layer::building, std::move(id),
               {{"outline", square(lon, 39.2005, 0.001)}, {"use", std::string("office")}});
  };
  EXPECT_EQ(faults({house("a", 121.6005), house("b", 121.6015), house("c", 121.604)}), Texts{}) << "wall to wall";
  auto const found = faults({house("a", 121.6005), house("b", 121.604), house("c", 121.6008)});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].substr(0, 60), "error: building 'a', field 'outline': overlaps building 'c' ");
}

TEST(Check, ReferencesInACircle) {
  auto const feeder = [](std::string id, std::string upstream) {
    return add(Layer::feeder, std::move(id), {{"upstream", std::move(upstream)}});
  };
  EXPECT_EQ(
      faults({feeder("a", "b"), feeder("b", "c"), feeder("c", "a"), feeder("d", "a")}),
      Texts{"error: feeder 'c', field 'upstream': refers to feeder 'a', which leads back to it: a circle; mend one "
            "of the fields"});
  Edits chain; // long ones need no deep stack
  for (int i = 0; i < 20000; ++i)
    chain.push_back(feeder(fmt::format("{:05}", i), fmt::format("{:05}", i + 1)));
  chain.push_back(add(Layer::feeder, "20000", {}));
  EXPECT_EQ(faults(chain), Texts{});
}

} // namespace
} // namespace dalian::plan
