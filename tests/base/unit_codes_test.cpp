#include "twin/base/unit_codes.hpp"

#include "twin/base/quantities.hpp"

#include <gtest/gtest.h>

namespace dalian {
namespace {

// Answers of GNU units 2.22: units -t '52.6 km/h' 'm/s', … and for Fahrenheit 'tempF(68)' 'tempC'.
TEST(UnitCodes, ConvertLikeAnotherProgram) {
  EXPECT_NEAR(*convert_unit(52.6, "KMH", "m/s"), 14.611111, 1e-6);
  EXPECT_NEAR(*convert_unit(10, "KNT", "m/s"), 5.1444444, 1e-6);
  EXPECT_NEAR(*convert_unit(68, "FAH", "Cel"), 20, 1e-9);
  EXPECT_NEAR(*convert_unit(300, "KEL", "Cel"), 26.85, 1e-9);
  EXPECT_NEAR(*convert_unit(0.76, "C62", "%"), 76, 1e-9);
  EXPECT_NEAR(*convert_unit(1013.25, "A97", "kPa"), 101.325, 1e-9);
  EXPECT_NEAR(*convert_unit(500, "GP", "ug/m3"), 500'000, 1e-6);
  EXPECT_NEAR(*convert_unit(20, "L2", "m3/h"), 1.2, 1e-9);
  EXPECT_NEAR(*convert_unit(4, "1", "1"), 4, 0);
}

TEST(UnitCodes, AnotherDimensionOrAnUnknownCodeIsNothing) {
  EXPECT_FALSE(convert_unit(1, "KMH", "m"));
  EXPECT_FALSE(convert_unit(1, "XYZ", "m"));
  EXPECT_FALSE(convert_unit(1, "", "m"));
}

TEST(UnitCodes, EveryNumberOfTheTableHasACommonCodeThatLeadsBack) {
  for (auto const& q : quantities()) {
    if (q.form != ValueForm::number) continue;
    auto const code = common_code(q.unit);
    EXPECT_FALSE(code.empty()) << q.name << " in " << q.unit;
    EXPECT_EQ(convert_unit(7.25, code, q.unit), 7.25) << q.name;
  }
}

} // namespace
} // namespace dalian
