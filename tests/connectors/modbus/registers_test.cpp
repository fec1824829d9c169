#include "connectors/modbus/registers.hpp"

#include <gtest/gtest.h>
#include <limits>

namespace dalian::modbus {
namespace {

// Reference: Python's struct, struct.pack(">f", 123456.78) = 47 f1 20 64, ">d" of 2.5 = 40 04 00 00 …
TEST(Registers, HoldNumbersInFourOrders) {
  std::uint16_t const abcd[] = {0x47F1, 0x2064}, cdab[] = {0x2064, 0x47F1}, badc[] = {0xF147, 0x6420},
                      dcba[] = {0x6420, 0xF147};
  EXPECT_FLOAT_EQ(static_cast<float>(*number_of(abcd, Type::f32, Order::abcd)), 123456.78F);
  EXPECT_EQ(number_of(cdab, Type::f32, Order::cdab), number_of(abcd, Type::f32, Order::abcd));
  EXPECT_EQ(number_of(badc, Type::f32, Order::badc), number_of(abcd, Type::f32, Order::abcd));
  EXPECT_EQ(number_of(dcba, Type::f32, Order::dcba), number_of(abcd, Type::f32, Order::abcd));
  std::uint16_t const d[] = {0x4004, 0, 0, 0}, reversed[] = {0, 0, 0, 0x4004};
  EXPECT_EQ(number_of(d, Type::f64, Order::abcd), 2.5);
  EXPECT_EQ(number_of(reversed, Type::f64, Order::cdab), 2.5);
}

TEST(Registers, HoldSignedAndUnsignedNumbers) {
  std::uint16_t const one[] = {0xFFFE}, two[] = {0xFFFF, 0xFFFE}, four[] = {0xFFFF, 0xFFFF, 0xFFFF, 0xFFFE};
  EXPECT_EQ(number_of(one, Type::u16, Order::abcd), 65534);
  EXPECT_EQ(number_of(one, Type::i16, Order::abcd), -2);
  EXPECT_EQ(number_of(two, Type::u32, Order::abcd), 4294967294.0);
  EXPECT_EQ(number_of(two, Type::i32, Order::abcd), -2);
  EXPECT_EQ(number_of(four, Type::i64, Order::abcd), -2);
  EXPECT_EQ(number_of(four, Type::u64, Order::abcd), 18446744073709551614.0);
}

TEST(Registers, ANaNIsNoNumber) {
  std::uint16_t const nan[] = {0x7FC0, 0}, infinite[] = {0x7F80, 0};
  EXPECT_FALSE(number_of(nan, Type::f32, Order::abcd));
  EXPECT_FALSE(number_of(infinite, Type::f32, Order::abcd));
}

TEST(Registers, HoldText) {
  std::uint16_t const padded[] = {0x4142, 0x4320, 0x2020}, ended[] = {0x4142, 0x4300, 0x5A5A}, bad[] = {0xFF41};
  EXPECT_EQ(text_of(padded), "ABC");
  EXPECT_EQ(text_of(ended), "ABC");
  EXPECT_EQ(text_of(bad), "\uFFFDA");
}

} // namespace
} // namespace dalian::modbus
