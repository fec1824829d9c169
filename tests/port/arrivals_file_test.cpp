#include "twin/port/arrivals_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::port {
namespace {

using testing::HasSubstr;

constexpr char kGood[] = "[[quay]]\nname = 'a'\nlength_m = 800\ncranes = 6\nmoves_h = 28\n"
                         "[[quay]]\nname = 'b'\nlength_m = 300\ncranes = 2\nmoves_h = 25\ndepth_m = 14\n"
                         "[[ship]]\nname = 'x'\neta_h = 1.5\nlength_m = 250\nmoves = 900\n"
                         "[[ship]]\nname = 'y'\neta_h = 0\nlength_m = 200\nmoves = 100\nquay = 'b'\ncranes = 2\n";

TEST(ArrivalsFile, ShipsGoToTheirQuay) {
  auto const read = parse_arrivals(kGood, "f");
  ASSERT_TRUE(read) << read.error();
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ((*read)[0].ships.at(0).name, "x");
  EXPECT_EQ((*read)[1].ships.at(0).cranes, 2);
  EXPECT_EQ((*read)[1].quay.depth_m, 14);
}

TEST(ArrivalsFile, FaultsNameLineFieldAndRemedy) {
  std::string const good = kGood;
  auto const error = [](std::string const& text) { return parse_arrivals(text, "f").error(); };
  EXPECT_THAT(error("x = ["), HasSubstr("f:1"));
  EXPECT_THAT(error("[[ship]]\nname = 'x'\n"), HasSubstr("no [[quay]]"));
  EXPECT_THAT(error(good + "[[ship]]\nname = 'z'\neta_h = -1\n"), HasSubstr("'eta_h' is -1; it must be within"));
  EXPECT_THAT(error(good + "[[ship]]\nname = 'z'\neta_h = 0\nlength_m = 9\nmoves = 1\nquay = 'c'\n"),
              HasSubstr("no [[quay]] is called"));
  EXPECT_THAT(error(good + "[[quay]]\nname = 'a'\nlength_m = 8\ncranes = 6\nmoves_h = 28\n"), HasSubstr("twice"));
  EXPECT_THAT(error(good + "speed = 3\n"), HasSubstr("not known here"));
}

} // namespace
} // namespace dalian::port
