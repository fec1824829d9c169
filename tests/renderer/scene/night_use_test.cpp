#include "renderer/scene/night_use.hpp"

#include <gtest/gtest.h>

namespace dalian::scene {
namespace {

TEST(NightUse, ModelsHaveTheirPeople) {
  EXPECT_EQ(use_of("house_gable"), USE_HOME);
  EXPECT_EQ(use_of("tower_slab"), USE_HOME);
  EXPECT_EQ(use_of("office_tower"), USE_OFFICE);
  EXPECT_EQ(use_of("assembly_hall"), USE_PLANT);
  EXPECT_EQ(use_of("something_new"), USE_SHOP);
}

// LOOK: 15–35 % of windows in the evening, offices out by 22:00, plants always.
TEST(NightUse, EveningAsTheLookWantsIt) {
  for (float hour = 19; hour <= 21; hour += 0.25F) {
    auto const lit = lit_shares(hour);
    EXPECT_GE(lit[USE_HOME], 0.15F) << hour;
    EXPECT_LE(lit[USE_HOME], 0.361F) << hour;
  }
  EXPECT_LT(lit_shares(22)[USE_OFFICE], 0.05F);
  for (float hour = 0; hour <= 24; hour += 0.5F)
    EXPECT_GT(lit_shares(hour)[USE_PLANT], 0.2F) << hour;
}

TEST(NightUse, TheDayEndsAsItBeginsAndNothingJumps) {
  EXPECT_EQ(lit_shares(0), lit_shares(24));
  for (float hour = 0; hour < 24; hour += 0.05F)
    for (std::size_t use = 0; use < 4; ++use)
      EXPECT_LT(std::abs(lit_shares(hour + 0.05F)[use] - lit_shares(hour)[use]), 0.02F) << hour;
}

} // namespace
} // namespace dalian::scene
