#include "twin/base/quantities.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

namespace dalian {
namespace {

TEST(Quantities, EveryNameIsFoundOnceAndIsSmallLetters) {
  for (std::size_t i = 0; i < quantities().size(); ++i) {
    auto const& q = quantities()[i];
    EXPECT_EQ(find_quantity(q.name), i) << q.name;
    EXPECT_TRUE(std::all_of(q.name.begin(), q.name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    })) << q.name;
  }
  EXPECT_FALSE(find_quantity("power_kW"));
  EXPECT_FALSE(find_quantity(""));
}

TEST(Quantities, EveryNumberHasAUnitAndRoomAndOnlyNumbers) {
  for (auto const& q : quantities()) {
    EXPECT_EQ(q.unit.empty(), q.form != ValueForm::number) << q.name;
    EXPECT_EQ(q.low < q.high, q.form != ValueForm::text) << q.name;
    EXPECT_EQ(q.resolution > 0, q.form != ValueForm::text) << q.name;
  }
}

/// The ending of a name says its unit, so that two quantities never differ in it: codes of UCUM 2.1.
TEST(Quantities, TheEndingOfANameIsItsUnit) {
  std::map<std::string, std::string> const endings{
      {"kw", "kW"},     {"kvar", "kvar"}, {"kwh", "kW.h"},    {"v", "V"},     {"a", "A"},
      {"hz", "Hz"},     {"pct", "%"},     {"m3ph", "m3/h"},   {"m3", "m3"},   {"kpa", "kPa"},
      {"m", "m"},       {"c", "Cel"},     {"mgpm3", "mg/m3"}, {"mps", "m/s"}, {"deg", "deg"},
      {"rpm", "/min"},  {"s", "s"},       {"count", "1"},     {"hpa", "hPa"}, {"mmph", "mm/h"},
      {"wpm2", "W/m2"}, {"lx", "lx"},     {"ugpm3", "ug/m3"}, {"index", "1"}, {"ph", "/h"}};
  for (auto const& q : quantities()) {
    if (q.unit.empty() || q.name == "valve_open") continue;
    auto const ending = std::string(q.name.substr(q.name.rfind('_') + 1));
    ASSERT_TRUE(endings.count(ending)) << q.name;
    EXPECT_EQ(endings.at(ending), q.unit) << q.name;
  }
}

} // namespace
} // namespace dalian
