#include "connectors/common/teller.hpp"

#include "twin/wire/codec.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace dalian::connectors {
namespace {

Instant const kNow = from_unix_ns(1'800'000'000'000'000'000);

TEST(WireText, IsCutBetweenCharactersAndHoldsNoControls) {
  EXPECT_EQ(wire_text("a\tb\nc\x7f"), "a b c ");
  EXPECT_EQ(wire_text("大连港", 7), "大连");
  EXPECT_EQ(wire_text("大连港", 9), "大连港");
  EXPECT_EQ(wire_text("ab\xff", 4), "ab") << "the replacement has three bytes and does not fit";
  EXPECT_EQ(wire_text(std::string(1000, 'x')).size(), 256U);
  EXPECT_EQ(wire_text(std::string(1000, '\xff')).size(), 255U);
}

TEST(WireEntity, ALongOneIsToldApartByAHash) {
  EXPECT_EQ(wire_entity("transit", "124"), "transit:124");
  EXPECT_EQ(wire_entity("", std::string(64, 'a')), std::string(64, 'a'));
  std::string const a(65, 'a'), b = std::string(64, 'a') + "b";
  EXPECT_LE(wire_entity("", a).size(), 64U);
  EXPECT_NE(wire_entity("", a), wire_entity("", b));
  EXPECT_EQ(wire_entity("", a), wire_entity("", a));
}

TEST(Teller, SaysWhatTheQuantityAllowsAndNothingElse) {
  std::vector<wire::Observation> out;
  Teller teller("station:1", wire::SENSOR, kNow, out);
  EXPECT_TRUE(teller.number("temperature_c", -3.5, kNow));
  EXPECT_TRUE(teller.state("congested", 1, kNow));
  EXPECT_TRUE(teller.text("weather", "-SN BR", kNow));
  for (double const bad : {-300.0, 5000.0, std::nan(""), std::numeric_limits<double>::infinity()})
    EXPECT_FALSE(teller.number("temperature_c", bad, kNow)) << bad;
  EXPECT_FALSE(teller.state("congested", 2, kNow));
  EXPECT_FALSE(teller.text("weather", "", kNow));
  ASSERT_EQ(out.size(), 3U);
  for (auto const& o : out)
    EXPECT_EQ(wire::check(o), "") << o.ShortDebugString();
  EXPECT_EQ(out[0].sensor().number(), -3.5);
  EXPECT_EQ(out[2].sensor().text(), "-SN BR");
}

} // namespace
} // namespace dalian::connectors
