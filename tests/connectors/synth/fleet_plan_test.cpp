#include "connectors/synth/fleet_plan.hpp"

#include <gmock/gmock.h>

namespace dalian::synth {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr char const* kKind = R"(
[[kind]]
id = "tug"
ship_type = 52
sizes = [[32, 10, 4.2]]
cruise_kn = 11
turn_rate_dpm = 150
bow_share = 0.4
names = ["LIAN GANG"]
)";

constexpr char const* kAnchorage = R"(
[[anchorage]]
id = "roads"
kind = "tug"
mmsi = 412990001
count = 3
first = [122.0, 38.9]
spacing_m = 500
columns = 2
heading_deg = 330
)";

std::string error_of(std::string const& text) {
  auto const plan = parse_fleet_plan(text, "fleet.toml");
  return plan ? "" : plan.error();
}

std::string without(std::string text, std::string const& line_start) {
  auto const at = text.find(line_start);
  return text.erase(at, text.find('\n', at) - at);
}

TEST(FleetPlan, ReadsWhatIsWritten) {
  auto const plan = parse_fleet_plan(std::string(kKind) + kAnchorage, "fleet.toml");
  ASSERT_TRUE(plan) << plan.error();
  ASSERT_EQ(plan->kinds.size(), 1u);
  EXPECT_EQ(plan->kinds[0].sizes[0].beam_m, 10);
  ASSERT_EQ(plan->anchorages.size(), 1u);
  EXPECT_EQ(plan->anchorages[0].count, 3);
  EXPECT_EQ(plan->anchorages[0].first.lon_deg, 122.0);
}

TEST(FleetPlan, ErrorsNameFileTableAndField) {
  EXPECT_THAT(error_of(std::string(kKind) + without(kAnchorage, "spacing_m")),
              AllOf(HasSubstr("fleet.toml"), HasSubstr("[[anchorage]] roads"), HasSubstr("'spacing_m'")));
  EXPECT_THAT(error_of(without(kKind, "sizes") + "sizes = [[1, 2]]"),
              AllOf(HasSubstr("[[kind]] tug"), HasSubstr("'sizes'")));
  EXPECT_THAT(error_of("[[kind]\n"), AllOf(HasSubstr("fleet.toml"), HasSubstr("line 1")));
}

TEST(FleetPlan, ReferencesMustHold) {
  EXPECT_THAT(error_of(kAnchorage), HasSubstr("no [[kind]] 'tug'"));
  std::string second = kAnchorage;
  EXPECT_THAT(error_of(std::string(kKind) + kAnchorage + second), HasSubstr("the id 'roads'"));
  second.replace(second.find("\"roads"), 7, "\"other\"");
  second.replace(second.find("412990001"), 9, "412990003");
  EXPECT_THAT(error_of(std::string(kKind) + kAnchorage + second), HasSubstr("MMSI 412990003 is used twice"));
}

/// A tug that calls, with all that she needs.
constexpr char const* kCall = R"(
[[lane]]
id = "way"
points = [[122.0, 38.9], [122.1, 38.9]]
width_m = 200
speed_kn = [8]
[[quay]]
id = "wall"
kind = "tug"
mmsi = 412990001
count = 1
from = [121.99, 38.9]
to = [121.995, 38.9]
gap_m = 10
[[call]]
id = "early"
kind = "tug"
size = 0
mmsi = 412990002
lane = "way"
quay = "wall"
berth_m = 200
)";

std::string error_with(std::string const& call, std::vector<ShipCall> hours) {
  DayStory story;
  story.calls = std::move(hours);
  auto const plan = parse_fleet_plan(kKind + call, "fleet.toml", story);
  return plan ? "" : plan.error();
}

TEST(FleetPlan, CallsAndTheHoursOfTheDayBelongTogether) {
  ShipCall const early{"early", 3600, 7200}, late{"late", 3600, 7200};
  EXPECT_EQ(error_with(kCall, {early}), "");
  EXPECT_THAT(error_with(kCall, {}), AllOf(HasSubstr("[[call]] early"), HasSubstr("no [[ship_call]] 'early'")));
  EXPECT_THAT(error_with(kCall, {early, late}),
              AllOf(HasSubstr("[[ship_call]] late"), HasSubstr("no [[call]] 'late'")));
  std::string call = kCall;
  EXPECT_THAT(error_with(call.replace(call.find("\"wall\"\nberth"), 6, "\"moor\""), {early}),
              HasSubstr("no [[quay]] 'moor'"));
}

TEST(FleetPlan, PlacesMustBeOnEarth) {
  std::string text = kAnchorage;
  text.replace(text.find("38.9"), 4, "91.0");
  EXPECT_THAT(error_of(std::string(kKind) + text), HasSubstr("'first'"));
}

TEST(FleetPlan, AMissingFileIsToldWithTheRemedy) {
  auto const plan = read_fleet_plan("/nowhere/synth.toml");
  ASSERT_FALSE(plan);
  EXPECT_THAT(plan.error(), AllOf(HasSubstr("/nowhere/synth.toml"), HasSubstr("--fleet")));
}

} // namespace
} // namespace dalian::synth
