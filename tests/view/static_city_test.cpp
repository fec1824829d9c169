#include "twin/view/static_city.hpp"

#include "twin/base/paths.hpp"

#include <gtest/gtest.h>

namespace dalian::view {
namespace {

TEST(StaticCity, IsTheBakedOne) {
  auto const assets = assets_dir();
  ASSERT_TRUE(assets) << assets.error();
  auto const city = read_static_city(*assets);
  ASSERT_TRUE(city) << city.error();
  EXPECT_EQ(city->city->zones.size(), 5U); // four zones of the plan, Huayuankou in two parts
  EXPECT_GT(city->terrain->window.columns, 1000U);
}

TEST(StaticCity, NamesTheFileThatIsMissing) {
  auto const city = read_static_city("/nowhere");
  ASSERT_FALSE(city);
  EXPECT_NE(city.error().find("city.pb"), std::string::npos) << city.error();
}

} // namespace
} // namespace dalian::view
