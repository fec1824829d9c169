#include "renderer/app/layers.hpp"

#include "renderer/app/command_line.hpp"

#include <array>
#include <cstdlib>
#include <gtest/gtest.h>

using namespace dalian;
using namespace dalian::viewer;

TEST(LayerNames, AreReadFromText) {
  EXPECT_TRUE(parse_layers("")->empty());
  EXPECT_EQ(*parse_layers("far"), std::set<std::string>{"far"});
  EXPECT_EQ(*parse_layers("density,flow,geofence"), (std::set<std::string>{"density", "flow", "geofence"}));
  EXPECT_EQ(*parse_layers("far,far"), std::set<std::string>{"far"});
}

TEST(LayerNames, UnknownOnesAndTwoFieldsAreToldInOneLine) {
  auto const unknown = parse_layers("heat");
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().find("there is no layer 'heat'; the layers are far, height, use"), std::string::npos)
      << unknown.error();
  EXPECT_FALSE(parse_layers("far,"
                            "nothing"));
  EXPECT_FALSE(parse_layers("FAR"));
  EXPECT_FALSE(parse_layers(",flow"));
  auto const two = parse_layers("far,height");
  ASSERT_FALSE(two);
  EXPECT_NE(two.error().find("one field at a time"), std::string::npos);
}

TEST(LayerNames, OnTheCommandLine) {
  std::array<char const*, 5> good{"twinview", "--layer", "use,corridor", "--view", "njip"};
  auto const parsed = parse_command_line(5, const_cast<char**>(good.data()));
  EXPECT_FALSE(parsed.exit_status);
  EXPECT_EQ(parsed.options.layers, (std::set<std::string>{"use", "corridor"}));
  std::array<char const*, 3> bad{"twinview", "--layer", "smoke"};
  testing::internal::CaptureStderr();
  EXPECT_EQ(parse_command_line(3, const_cast<char**>(bad.data())).exit_status, 2);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("there is no layer 'smoke'"), std::string::npos);
}

TEST(Storeys, AreReadOrMissedByName) {
  auto const file = std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/city/uses.toml";
  auto const storeys = scene::read_storeys(file);
  ASSERT_TRUE(storeys) << storeys.error();
  EXPECT_EQ(storeys->at("office_tower"), 24);
  auto const missing = scene::read_storeys("/nowhere/uses.toml");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().find("/nowhere/uses.toml"), std::string::npos);
}
