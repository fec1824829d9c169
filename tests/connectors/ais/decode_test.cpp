// What holds for every message type.
#include "tests/connectors/ais/decoded.hpp"

namespace dalian::ais {
namespace {

using test::Decoded;
using test::header;

TEST(Decode, ShortMessagesAreRejectedBeforeAnyField) {
  constexpr unsigned kLeast[] = {
      0,  149, 149, 149, 168, 418, 88,  72,  56,  168, 70, 168, 72, 40, 40,
      88, 92,  80,  168, 312, 70,  271, 145, 154, 160, 72, 60,  96, 168}; // what receivers in use accept
  for (unsigned type = 1; type <= 28; ++type) {
    auto bits = header(type, 1);
    while (bits.size() + 1 < kLeast[type])
      bits.u(1, 0);
    EXPECT_EQ(Decoded(bits).outcome, Outcome::message_too_short) << "type " << type;
    EXPECT_EQ(Decoded(bits.u(1, 0)).outcome, Outcome::decoded) << "type " << type;
  }
}

TEST(Decode, TypesOutsideTheStandardAreUnsupported) {
  for (unsigned type = 29; type <= 63; ++type)
    EXPECT_EQ(Decoded(header(type, 1).u(32, 0)).outcome, Outcome::unsupported_type) << type;
  EXPECT_EQ(Decoded(header(0, 1).u(32, 0)).outcome, Outcome::unsupported_type);
}

TEST(Decode, SurplusBitsAreToldAndIgnored) {
  auto bits = test::position_report(412'345'678);
  EXPECT_EQ(Decoded(bits).message.surplus_bits, 0U);
  bits.u(32, 0xFFFFFFFF).u(4, 0);
  Decoded const d(bits); // 204 bits, as a source was seen to send
  EXPECT_EQ(d.message.surplus_bits, 36U);
  EXPECT_DOUBLE_EQ(*d.as<PositionReport>().speed_over_ground_kn, 12.3);
}

} // namespace
} // namespace dalian::ais
