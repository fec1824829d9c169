// The rules of ITU-T X.691 on small types whose bits are written out by hand, and what hostile bytes do.
#include "connectors/v2x/etsi_cam.hpp"
#include "connectors/v2x/etsi_denm.hpp"
#include "connectors/v2x/j2735_frame.hpp"
#include "connectors/v2x/json_printer.hpp"

#include "tests/connectors/v2x/hex.hpp"
#include "tests/connectors/v2x/uper_writer.hpp"

#include <random>

#include <gtest/gtest.h>

namespace dalian::v2x {
namespace {

/// "1 0110 …" → bytes, the last filled with zeros.
std::vector<std::uint8_t> bits(std::string_view digits) {
  test::UperWriter writer;
  for (char const c : digits)
    if (c != ' ') writer.put(c == '1' ? 1 : 0, 1);
  return writer.bytes();
}

struct Everything {
  std::int32_t number;
  std::optional<std::uint8_t> maybe;
  std::uint8_t word, new_word;
  BitField flags;
  std::optional<std::string> name;
  std::vector<std::uint8_t> list;
  std::uint32_t open;
};
template <class C>
void describe(C& c, Everything& v) {
  bool const more = c.begin(true, v.maybe, v.name);
  c.integer("number", v.number, range<-3, 6>); // 10 values: 4 bits
  c.integer("maybe", v.maybe, range<0, 255>);
  c.enumeration("word", v.word, Names<3>{"a", "b", "c"});
  c.extensible_enumeration("newWord", v.new_word, Names<2>{"x", "y"});
  c.extensible_bit_string("flags", v.flags, 3);
  c.text("name", v.name, range<1, 4>);
  c.numbers("list", v.list, range<0, 3>, range<0, 1>);
  c.open([&](C& inner) { inner.integer("open", v.open, range<0, 15>); });
  c.end(more);
}

struct Read {
  Fault fault;
  std::string json;
  std::size_t used;
};
Read read(std::string_view digits) {
  auto const bytes = bits(digits);
  UperReader reader(bytes);
  Everything value{};
  describe(reader, value);
  Read result{reader.fault(), {}, reader.position_bits()};
  if (reader.ok()) JsonPrinter(result.json).whole(value);
  return result;
}

TEST(UperReader, ReadsEveryForm) {
  //                       ext,opt num  word new flags  list   open type of 1 octet
  auto const plain = read("0 00    0101 01   0 1 0 110  10 1 0 00000001 1001 0000");
  EXPECT_EQ(plain.json, R"({"number":2,"word":"b","newWord":"y","flags":"110","list":[1,0],"open":9})");
  //                      maybe and name present; 0xAB; name of 2: 'H' 'i' in 7 bits each
  auto const full = read("0 11 0000 10101011 10 0 0 0 000 01 1001000 1101001 00 00000001 0000 0000");
  EXPECT_EQ(full.json,
            R"({"number":-3,"maybe":171,"word":"c","newWord":"x","flags":"000","name":"Hi","list":[],"open":0})");
}

TEST(UperReader, SkipsWhatLaterEditionsAdded) {
  // Extension bit; a new word (1, small number 5); flags of 5 bits by length; the open type is longer than what is
  // known of it; then two additions, the second present with two octets.
  auto const later = read(
      "1 00 0101 01 1 0000101 1 00000101 10101 00 00000010 1111 0000 11111111 0 000001 01 00000010 1010101010101010");
  EXPECT_EQ(later.json, R"({"number":2,"word":"b","newWord":7,"flags":"10101","list":[],"open":15})");
  EXPECT_EQ(later.used, 1U + 2 + 4 + 2 + 8 + 9 + 5 + 2 + 8 + 16 + 7 + 2 + 8 + 16);
}

TEST(UperReader, RefusesWhatIsOutOfItsType) {
  EXPECT_EQ(read("0 00 1010 01 0 1 0 110 00 00000001 00000000").fault, Fault::out_of_range); // 10 > 9
  EXPECT_EQ(read("0 00 0101 11 0 1 0 110 00 00000001 00000000").fault, Fault::out_of_range); // fourth of three words
  EXPECT_EQ(read("0 00 0101 01 0 1 0 110 00 00000011 00000000").fault, Fault::past_end);     // open type of 3 octets
  EXPECT_EQ(read("0 00 0101 01 0 1 0 110 00 00000000").fault, Fault::past_end);              // … of none
  EXPECT_EQ(read("0 00 0101 01 0 1 0 110 00 11000001 00000000").fault, Fault::fragmented);
  EXPECT_EQ(read("").fault, Fault::past_end);
}

TEST(UperReader, LengthsOfTwoOctetsAreRead) {
  auto const long_form = read("0 00 0101 01 0 1 0 110 00 10 00000000000001 1001 0000"); // longer than need be
  EXPECT_EQ(long_form.fault, Fault::none);
  EXPECT_NE(long_form.json.find("\"open\":9"), std::string::npos);
}

// ---- whole messages ------------------------------------------------------------------------------------------------

template <class Message>
Fault fault_of(std::span<std::uint8_t const> bytes) {
  Message message{};
  UperReader reader(bytes);
  describe(reader, message);
  return reader.fault();
}

TEST(UperReader, NoPrefixOfAMessageIsAMessage) {
  for (auto const hex : {test::kCoreOnly, test::kHardBraking, test::kSpat, test::kSpecialVehicle}) {
    auto const whole = test::from_hex(hex);
    std::span<std::uint8_t const> const bytes(whole);
    auto const octets = j2735::frame_octets(bytes);
    ASSERT_TRUE(octets);
    for (std::size_t n = 0; n < *octets; ++n)
      EXPECT_EQ(fault_of<j2735::Frame>(bytes.first(n)), Fault::past_end) << n << " octets of " << hex;
  }
  auto const cam = test::from_hex(test::kCam);
  for (std::size_t n = 0; n < cam.size(); ++n)
    EXPECT_EQ(fault_of<etsi::Cam>(std::span(cam).first(n)), Fault::past_end) << n;
}

template <class Message>
void write_again(std::string_view hex) {
  auto const bytes = test::from_hex(hex);
  Message message{};
  UperReader reader(bytes);
  describe(reader, message);
  ASSERT_TRUE(reader.ok());
  auto written = test::write_uper(message);
  ASSERT_LE(written.size(), bytes.size());
  EXPECT_TRUE(std::equal(written.begin(), written.end(), bytes.begin())) << hex; // what follows is padding
}

TEST(UperReader, WhatItReadsWritesBackToTheSameBytes) {
  write_again<j2735::Frame>(test::kCoreOnly);
  write_again<j2735::Frame>(test::kHardBraking);
  write_again<j2735::Frame>(test::kSpat);
  write_again<etsi::Cam>(test::kCam);
}

TEST(UperReader, DamagedMessagesEndInAValueOrAFault) {
  std::mt19937_64 random(20260727);
  std::array<unsigned, 4> ends{};
  std::string json;
  for (auto const hex : {test::kHardBraking, test::kSpat, test::kSpecialVehicle})
    for (int round = 0; round < 20'000; ++round) {
      auto bytes = test::from_hex(hex);
      for (unsigned flips = 1 + random() % 4; flips > 0; --flips)
        bytes[random() % bytes.size()] ^= static_cast<std::uint8_t>(1U << random() % 8);
      j2735::Frame frame{};
      UperReader reader(bytes);
      describe(reader, frame);
      ++ends[static_cast<std::size_t>(reader.fault())];
      if (!reader.ok()) continue;
      json.clear();
      JsonPrinter(json).whole(frame);
      EXPECT_EQ(json.front(), '{');
    }
  EXPECT_GT(ends[0], 0U);
  EXPECT_GT(ends[1], 0U);
  EXPECT_GT(ends[2], 0U);
}

} // namespace
} // namespace dalian::v2x
