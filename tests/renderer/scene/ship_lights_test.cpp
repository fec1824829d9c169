// Arcs and ranges of navigation lights against COLREG 1972, rules 21 and 22 and annex I.
#include "renderer/scene/ship_lights.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>

using namespace dalian;
using namespace dalian::scene;

namespace {

constexpr float kDegree = std::numbers::pi_v<float> / 180;

MeshPack models() {
  auto pack = load_models(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "models");
  EXPECT_TRUE(pack) << pack.error();
  return std::move(pack).value();
}

/// Lights of a kind that an eye at a bearing from ahead sees, by the packed record's own rule.
struct Seen {
  int red = 0, green = 0, white = 0;
};
Seen seen_from(std::vector<Lamp> const& lamps, float bearing_deg) {
  Seen s;
  for (Lamp const& lamp : lamps) {
    if (sector_share(carried_light(lamp, 0), bearing_deg * kDegree) < 0.5F) continue;
    s.red += lamp.color == kRed;
    s.green += lamp.color == kGreen;
    s.white += lamp.color == kWhite;
  }
  return s;
}

} // namespace

// The table of annex I, 8(b).
TEST(ShipLights, CandelaOfARangeIsTheTables) {
  constexpr std::pair<float, float> kTable[] = {{1, 0.9F}, {2, 4.3F}, {3, 12}, {4, 27}, {5, 52}, {6, 94}};
  for (auto const& [miles, candela] : kTable)
    EXPECT_NEAR(candela_for(miles), candela, candela * 0.06F) << miles << " nautical miles";
}

TEST(ShipLights, EachShowsOverItsArcAndNoFurther) {
  auto const pack = models();
  auto const lamps = ship_lights(form_of(pack, *pack.find("container_ship")), {1, 1, 1}, 366, true);
  ASSERT_EQ(lamps.size(), 5U) << "two mastheads, two sides, stern";
  int measured[3] = {0, 0, 0}; // half degrees over which green, red, and the stern's white alone are seen
  for (int half = -360; half < 360; ++half) {
    auto const s = seen_from(lamps, static_cast<float>(half) / 2 + 0.25F);
    EXPECT_LE(s.red, 1);
    EXPECT_LE(s.green, 1);
    measured[0] += s.green;
    measured[1] += s.red;
    measured[2] += s.white == 1; // mastheads are two
  }
  constexpr float kEdge_deg = 6; // annex I, 9: practical cut-off within 3° on each side
  EXPECT_NEAR(static_cast<float>(measured[0]) / 2, 112.5F, kEdge_deg);
  EXPECT_NEAR(static_cast<float>(measured[1]) / 2, 112.5F, kEdge_deg);
  EXPECT_NEAR(static_cast<float>(measured[2]) / 2, 135, kEdge_deg);
}

TEST(ShipLights, TellWhichWayAShipGoes) {
  auto const pack = models();
  auto const lamps = ship_lights(form_of(pack, *pack.find("tanker")), {1, 1, 1}, 333, true);
  auto const ahead = seen_from(lamps, 0), starboard = seen_from(lamps, 60), port = seen_from(lamps, -60),
             astern = seen_from(lamps, 180);
  EXPECT_TRUE(ahead.red == 1 && ahead.green == 1 && ahead.white == 2);
  EXPECT_TRUE(starboard.red == 0 && starboard.green == 1 && starboard.white == 2);
  EXPECT_TRUE(port.red == 1 && port.green == 0 && port.white == 2);
  EXPECT_TRUE(astern.red == 0 && astern.green == 0 && astern.white == 1);
}

TEST(ShipLights, AShortShipHasOneMastheadAndOneThatLiesStillHasNoColours) {
  auto const pack = models();
  auto const tug = ship_lights(form_of(pack, *pack.find("tug")), {1, 1, 1}, 35, true);
  EXPECT_EQ(seen_from(tug, 10).white, 1);
  for (char const* name : {"tug", "ferry", "tanker"})
    for (Lamp const& lamp : ship_lights(form_of(pack, *pack.find(name)), {1, 1, 1}, 150, false))
      EXPECT_TRUE(lamp.color != kRed && lamp.color != kGreen) << name;
}

TEST(ShipLights, StandOnTheShipAndOnTheirSides) {
  auto const pack = models();
  for (char const* name : {"container_ship", "bulk_carrier", "tanker", "car_carrier", "ferry", "fishing_boat", "tug"}) {
    auto const mesh = *pack.find(name);
    auto const& box = pack.records()[mesh];
    for (Lamp const& lamp : ship_lights(form_of(pack, mesh), {1, 1, 1}, box.box_size.y, true)) {
      EXPECT_GT(lamp.at_m.z, 0) << name << ": above the water";
      EXPECT_LT(lamp.at_m.z, box.box_min.z + box.box_size.z + 1) << name;
      EXPECT_LT(std::abs(lamp.at_m.y), box.box_size.y / 2 + 1) << name;
      EXPECT_TRUE(lamp.color != kGreen || lamp.at_m.x > 0) << name << ": starboard";
      EXPECT_TRUE(lamp.color != kRed || lamp.at_m.x < 0) << name << ": port";
    }
  }
}
