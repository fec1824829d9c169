#include "twin/plan/group.hpp"

#include "tests/plan/random_edits.hpp"
#include "twin/plan/tools.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dalian::plan {
namespace {

using namespace testing;

class Group : public ::testing::Test {
 protected:
  MapPoint place(double east_m, double north_m) const { return {middle_.east_m + east_m, middle_.north_m + north_m}; }
  std::string build(double east_m, double north_m) {
    auto const draft = place_building(site(), ring_of({place(east_m, north_m), 40, 20, 0}), {});
    EXPECT_FALSE(draft.refused());
    layout_ = applied(layout_, draft.edits);
    return draft.edits.at(0).id;
  }
  Site site() const { return {layout_, nullptr}; }
  Draft carried(std::vector<std::string> const& ids, Motion const& motion) const {
    std::vector<GroupPart> parts;
    for (std::string const& id : ids)
      parts.push_back({Layer::building, id, [=](Site const& s) { return carry(s, Layer::building, id, motion); }});
    return all_or_none(site(), parts);
  }
  MapPoint at(std::string const& id) const {
    return centroid(to_map(layout_.find(Layer::building, id)->shape("outline")));
  }

  Layout layout_ = town();
  MapPoint middle_ = dalian::to_map(GeoPoint{121.602, 39.202}); // of a parcel of 345 by 444 m
};

TEST_F(Group, ThingsThatTakeEachOthersPlaceAreNotInTheWay) {
  std::vector<std::string> const ids{build(0, 0), build(30, 0), build(60, 0)};
  for (double const way_m : {30.0, -30.0, 5.0}) {
    auto const draft = carried(ids, {{}, 0, way_m, 0});
    ASSERT_FALSE(draft.refused()) << to_text(draft.findings.front());
    auto const moved = applied(layout_, draft.edits);
    EXPECT_EQ(difference(layout_, moved), draft.edits);
  }
  layout_ = applied(layout_, carried({ids[0], ids[2]}, {place(30, 0), 180}).edits);
  EXPECT_NEAR(distance_m(at(ids[0]), place(60, 0)), 0, 0.05) << "they changed places about the one between";
  EXPECT_NEAR(distance_m(at(ids[2]), place(0, 0)), 0, 0.05);
}

TEST_F(Group, ATurnGoesAboutOneMiddleAndTurnsEach) {
  std::vector<std::string> const ids{build(0, 30), build(0, -30)};
  layout_ = applied(layout_, carried(ids, {place(0, 0), 90}).edits);
  EXPECT_NEAR(distance_m(at(ids[0]), place(30, 0)), 0, 0.05) << "clockwise";
  auto const ring = to_map(layout_.find(Layer::building, ids[0])->shape("outline"));
  EXPECT_NEAR(std::abs(ring[0].north_m - ring[1].north_m), 20, 0.5) << "its short side stood west to east";
}

TEST_F(Group, IsRefusedAsAWholeWithTheReasonOfEach) {
  std::string const other = build(100, 0);
  std::vector<std::string> const ids{build(0, 0), build(0, 80), build(30, 0)};
  auto const draft = carried(ids, {{}, 0, 80, 0}); // the first and the third onto the other, the second is free
  ASSERT_TRUE(draft.refused());
  EXPECT_TRUE(draft.edits.empty());
  auto const first = std::ranges::find(draft.findings, Severity::error, &Finding::severity);
  ASSERT_NE(first, draft.findings.end());
  EXPECT_EQ(first->id, ids[0]);
  ASSERT_EQ(first->code, "plan.overlaps");
  EXPECT_EQ(first->values.at(0), other);
  EXPECT_EQ(refused_things(draft.findings), 2u);
  auto const gone = all_or_none(
      site(), {{Layer::building, "gone", [](Site const& s) { return take_away(s, Layer::building, "gone"); }}});
  EXPECT_TRUE(gone.refused());
}

} // namespace
} // namespace dalian::plan
