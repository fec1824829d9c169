#include "renderer/scene/season.hpp"

#include "renderer/scene/cloud_field.hpp"

#include <gtest/gtest.h>
#include <random>

#include <glm/geometric.hpp>

using namespace dalian;
using namespace dalian::scene;

namespace {
Instant day(char const* date) {
  return *parse_utc(std::string(date) + "T04:00:00Z");
}
float apart(Season const& a, Season const& b) {
  return glm::distance(a.leaf, b.leaf) + glm::distance(a.grass, b.grass) +
         glm::distance(a.field * a.field_share, b.field * b.field_share);
}
} // namespace

TEST(Season, LateSeptemberIsAsTheGroundIsPainted) {
  auto const s = season_of(day("2026-09-26"));
  EXPECT_EQ(s.leaf, glm::vec3(1));
  EXPECT_EQ(s.grass, glm::vec3(1));
  EXPECT_EQ(s.field_share, 0);
}

TEST(Season, FourOfThemDifferAndEachHasItsColour) {
  auto const winter = season_of(day("2027-01-16")), spring = season_of(day("2027-05-10")),
             summer = season_of(day("2027-08-10")), autumn = season_of(day("2026-10-24"));
  for (auto const& [a, b] : {std::pair{winter, spring}, {spring, summer}, {summer, autumn}, {autumn, winter}})
    EXPECT_GT(apart(a, b), 0.25F);
  EXPECT_GT(spring.grass.g, spring.grass.r) << "green";
  EXPECT_GT(autumn.leaf.r, autumn.leaf.g) << "gold";
  EXPECT_GT(winter.field.r, winter.field.g) << "ochre";
  EXPECT_GT(summer.field.g, summer.field.r);
}

TEST(Season, TheYearHasNoJumps) {
  Instant const begin = day("2026-01-01");
  for (int i = 0; i < 366; ++i) {
    auto const a = season_of(begin + std::chrono::hours(24 * i)),
               b = season_of(begin + std::chrono::hours(24 * i + 24));
    EXPECT_LT(apart(a, b), 0.16F) << "day " << i;
  }
}

TEST(CloudField, CoversMoreWithMoreCoverAndShadesAccordingly) {
  std::mt19937 random(20261126);
  std::uniform_real_distribution<float> place(-60e3F, 60e3F);
  double little = 0, much = 0, least = 1;
  for (int i = 0; i < 4000; ++i) {
    glm::vec2 const at{place(random), place(random)};
    little += cloud_over(at, 0.2F);
    much += cloud_over(at, 0.8F);
    float const sun = sun_past_clouds(at, glm::normalize(glm::vec3(-0.7F, -0.3F, 0.4F)), 0.4F);
    ASSERT_TRUE(sun > 0.3F && sun <= 1);
    least = std::min<double>(least, static_cast<double>(sun));
  }
  EXPECT_LT(little * 2, much);
  EXPECT_LT(least, 0.6);
  EXPECT_EQ(sun_past_clouds({10, 20}, {0, 0, 1}, 0), 1);
}
