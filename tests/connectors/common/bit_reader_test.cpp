#include "connectors/common/bit_reader.hpp"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dalian::connectors {
namespace {

/// The same by the definition, bit by bit.
std::uint32_t slow(std::vector<std::uint8_t> const& bytes, std::size_t bits, std::size_t offset, unsigned width) {
  std::uint32_t value = 0;
  for (std::size_t i = offset; i < offset + width; ++i)
    value = (value << 1) | (i < bits ? (bytes[i / 8] >> (7 - i % 8)) & 1U : 0U);
  return value;
}

TEST(BitReader, EqualsBitByBitReadingEverywhere) {
  constexpr std::uint64_t kSeed = 20260926;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937_64 random(kSeed);
  for (std::size_t const size : {1UL, 2UL, 5UL, 8UL, 9UL, 40UL}) {
    std::vector<std::uint8_t> bytes(size);
    for (auto& b : bytes)
      b = static_cast<std::uint8_t>(random());
    for (std::size_t bits = 0; bits <= 8 * size; ++bits) {
      BitReader const reader(bytes, bits);
      for (int i = 0; i < 50; ++i) {
        auto const width = static_cast<unsigned>(1 + random() % 32);
        std::size_t const offset = random() % (bits + 40);
        ASSERT_EQ(reader.u(offset, width), slow(bytes, bits, offset, width))
            << offset << '+' << width << " of " << bits;
      }
    }
  }
}

TEST(BitReader, SignedFieldsAreTwosComplement) {
  std::vector<std::uint8_t> const bytes{0b10000000, 0b01111111, 0xFF, 0xFF};
  BitReader const reader(bytes, 32);
  EXPECT_EQ(reader.s(0, 8), -128);
  EXPECT_EQ(reader.s(8, 8), 127);
  EXPECT_EQ(reader.s(16, 1), -1);
  EXPECT_EQ(reader.s(0, 32), static_cast<std::int32_t>(0x807FFFFF));
  EXPECT_TRUE(reader.flag(0));
  EXPECT_FALSE(reader.flag(1));
}

TEST(BitReader, BeyondTheEndIsZero) {
  std::vector<std::uint8_t> const bytes{0xFF};
  BitReader const reader(bytes, 5); // the last three bits exist but do not belong to the message
  EXPECT_EQ(reader.u(0, 8), 0b11111000U);
  EXPECT_EQ(reader.u(1000, 32), 0U);
  EXPECT_FALSE(reader.has(0, 6));
  EXPECT_EQ(BitReader().u(0, 32), 0U);
}

} // namespace
} // namespace dalian::connectors
