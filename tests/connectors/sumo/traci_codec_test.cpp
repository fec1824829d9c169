// The bytes of TraCI. The examples are written out by hand from SUMO's page "TraCI/Protocol".
#include "connectors/sumo/traci_codec.hpp"

#include <gtest/gtest.h>
#include <random>

namespace dalian::sumo::traci {
namespace {

Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

using std::string_literals::operator""s;

TEST(TraciCodec, ASimulationStepInBytes) {
  // Length 14, command 2 of 10 bytes: the double 0.
  EXPECT_EQ(message(command(0x02, Writer().real(0).bytes())), "\0\0\0\x0e\x0a\x02\0\0\0\0\0\0\0\0"s);
  EXPECT_EQ(Writer().real(-2).integer(-2).string("ab").bytes(), "\xc0\0\0\0\0\0\0\0\xff\xff\xff\xfe\0\0\0\2ab"s);
}

TEST(TraciCodec, CommandsAreReadAsTheyAreWritten) {
  for (std::size_t const size : {0UL, 1UL, 253UL, 254UL, 255UL, 70'000UL}) {
    std::string const content(size, 'x');
    auto const written = command(0xab, content) + command(7, {});
    Reader reader(bytes_of(written));
    auto first = reader.command(), second = reader.command();
    ASSERT_TRUE(first && second) << size;
    EXPECT_EQ(first->id, 0xab);
    EXPECT_EQ(first->content.left(), size);
    EXPECT_EQ(second->id, 7);
    EXPECT_FALSE(reader.command());
    EXPECT_TRUE(reader.good());
  }
}

TEST(TraciCodec, ValuesOfAnyTypeAreSkipped) {
  Writer w;
  w.type(Type::compound).integer(3).type(Type::strings).integer(2).string("a").string("bc");
  w.type(Type::polygon).byte(1).real(1).real(2).type(Type::colour).integer(0);
  w.type(Type::xyz).real(1).real(2).real(3).type(Type::byte).byte(4).type(Type::integer).integer(77);
  Reader reader(bytes_of(w.bytes()));
  reader.skip_value();
  auto const p = reader.point_value();
  EXPECT_EQ(p.x, 1);
  EXPECT_EQ(p.y, 2);
  reader.skip_value();
  EXPECT_EQ(reader.integer_value(), 77);
  EXPECT_TRUE(reader.good() && reader.at_end());
}

TEST(TraciCodec, WhatIsCutOffOrLiesOfItsLengthIsBadAndStaysBad) {
  auto const bad = [](std::string const& text, auto read) {
    Reader reader(bytes_of(text));
    read(reader);
    return !reader.good() && reader.left() == 0 && reader.integer() == 0;
  };
  EXPECT_TRUE(bad("\0\0\0"s, [](Reader& r) { r.integer(); }));
  EXPECT_TRUE(bad("\0\0\0\4abc"s, [](Reader& r) { EXPECT_EQ(r.string(), ""); }));
  EXPECT_TRUE(bad("\xff\xff\xff\xff"s, [](Reader& r) { r.string(); }));
  EXPECT_TRUE(bad("\x0e\x7f\xff\xff\xff"s, [](Reader& r) { EXPECT_TRUE(r.strings_value().empty()); }));
  EXPECT_TRUE(bad("\x09\0\0\0\1"s, [](Reader& r) { r.real_value(); })); // another type
  EXPECT_TRUE(bad("\5\1xx"s, [](Reader& r) { EXPECT_FALSE(r.command()); }));
  EXPECT_TRUE(bad("\0\xff\xff\xff\xff\1"s, [](Reader& r) { EXPECT_FALSE(r.command()); }));
  EXPECT_TRUE(bad("\1\1"s, [](Reader& r) { EXPECT_FALSE(r.command()); })); // shorter than its own head
  std::string nested;
  for (int i = 0; i < 1000; ++i)
    nested += "\x0f\0\0\0\1"s;
  EXPECT_TRUE(bad(nested, [](Reader& r) { r.skip_value(); }));
  EXPECT_FALSE(message_size(bytes_of("\0\0\0\3"s)));
  EXPECT_FALSE(message_size(bytes_of("\x7f\0\0\0"s)));
  EXPECT_EQ(message_size(bytes_of("\0\0\0\4"s)), 4U);
}

} // namespace
} // namespace dalian::sumo::traci
