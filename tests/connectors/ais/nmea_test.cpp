#include "connectors/ais/nmea.hpp"

#include "connectors/ais/checksum.hpp"
#include "connectors/ais/six_bit.hpp"

#include "tests/connectors/ais/encoder.hpp"

#include <gtest/gtest.h>

namespace dalian::ais {
namespace {

using test::with_checksum;

Sentence sentence(std::string_view text) {
  auto const parsed = parse_sentence(text);
  EXPECT_TRUE(std::holds_alternative<Sentence>(parsed)) << text << ": " << name(std::get<Outcome>(parsed));
  return std::get<Sentence>(parsed);
}
Outcome reason(std::string_view text) {
  auto const parsed = parse_sentence(text);
  EXPECT_TRUE(std::holds_alternative<Outcome>(parsed)) << text;
  return std::get<Outcome>(parsed);
}

// The first sentence of gpsd's sample file, published with its fields.
constexpr std::string_view kGood = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";

TEST(Sentence, Fields) {
  auto const s = sentence(kGood);
  EXPECT_EQ(s.total, 1);
  EXPECT_EQ(s.number, 1);
  EXPECT_EQ(s.sequence, Sentence::kNoSequence);
  EXPECT_EQ(s.channel, 'A');
  EXPECT_EQ(s.payload, "15RTgt0PAso;90TKcjM8h6g208CQ");
  EXPECT_EQ(s.fill_bits, 0);
  EXPECT_FALSE(s.own_ship);
  auto const own = sentence(with_checksum("ANVDO,2,2,9,,88,5"));
  EXPECT_TRUE(own.own_ship);
  EXPECT_EQ(own.talker, ('A' << 8) | 'N');
  EXPECT_EQ(own.sequence, 9);
  EXPECT_EQ(own.channel, 0);
  EXPECT_EQ(own.fill_bits, 5);
}

TEST(Sentence, EveryTalker) {
  for (auto const* talker : {"AI", "AB", "AD", "AN", "AR", "AS", "AT", "AX", "BS", "SA"})
    sentence(with_checksum(std::string(talker) + "VDM,1,1,,A,1,0"));
}

TEST(Sentence, ChecksumInEitherCaseAndWhateverFollows) {
  sentence("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4a");
  sentence(std::string(kGood) + ",s27540,d-094,T24.68,S0525,rnhalifax,1225497552"); // US Coast Guard, before tag blocks
  sentence(std::string(kGood) + R"(\x0d\x0a)");
  sentence(std::string(kGood) + "\r");
}

TEST(Sentence, ChecksumIsTheXorOfAllBytes) {
  EXPECT_EQ(xor_checksum(""), 0);
  std::string text;
  unsigned expected = 0;
  for (int i = 0; i < 100; ++i) { // every length, so the part by words and the rest are both met
    text += static_cast<char>(i * 37 + 11);
    expected ^= static_cast<unsigned char>(text.back());
    ASSERT_EQ(xor_checksum(text), expected);
  }
}

TEST(Sentence, BadInputIsRejectedByItsReason) {
  EXPECT_EQ(reason("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4B"), Outcome::bad_checksum);
  EXPECT_EQ(reason("!AIVDM,1,1,,A,15RTgt0PAso;90TKcj"), Outcome::no_checksum); // truncated
  EXPECT_EQ(reason("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4"), Outcome::no_checksum);
  EXPECT_EQ(reason("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*XY"), Outcome::no_checksum);
  EXPECT_EQ(reason("AIVDM,2,2,1,B,00000000000,2*26"), Outcome::not_nmea);
  EXPECT_EQ(reason(""), Outcome::not_nmea);
  for (auto const* body :
       {"AIVDM,1,1,,A,1", "AIVDM,1,1,,A,1,0,0", "AIVDM,0,1,,A,1,0", "AIVDM,1,0,,A,1,0", "AIVDM,1,2,,A,1,0",
        "AIVDM,,1,,A,1,0", "AIVDM,10,1,,A,1,0", "AIVDM,1,1,10,A,1,0", "AIVDM,1,1,x,A,1,0", "AIVDM,1,1,,AB,1,0",
        "AIVDM,1,1,,A,1,6", "AIVDM,1,1,,A,1,9", "AIVDM,1,1,,A,1,", "AIVDM,2,3,1,A,1,0", "AIVDM"})
    EXPECT_EQ(reason(with_checksum(body)), Outcome::bad_fields) << body;
  EXPECT_EQ(reason(with_checksum("AIVDM,1,1,,A,,0")), Outcome::bad_payload);
}

TEST(Sentence, OtherSentencesAreNoErrors) {
  EXPECT_EQ(reason(with_checksum("GPGGA,123519,4807.038,N", '$')), Outcome::other_sentence);
  EXPECT_EQ(reason("$GPGGA,123519,4807.038,N"), Outcome::other_sentence); // the checksum is optional there
  EXPECT_EQ(reason("$GPGGA,123519,4807.038,N*00"), Outcome::bad_checksum);
  EXPECT_EQ(reason("$RAWPL,5200.00,N,0600.00,E,000000000000000000000HELLOWORLD*4e"), Outcome::other_sentence);
}

TEST(SixBit, EveryCharacterOfTheAlphabetAndNoOther) {
  int good = 0;
  for (int c = 0; c < 256; ++c) {
    PayloadBits bits;
    char const character = static_cast<char>(c);
    if (bits.append({&character, 1}, 0) != PayloadBits::Status::ok) continue;
    ++good;
    unsigned const expected = c < 88 ? static_cast<unsigned>(c) - 48 : static_cast<unsigned>(c) - 56;
    EXPECT_EQ(bits.reader().u(0, 6), expected);
  }
  EXPECT_EQ(good, 64);
}

TEST(SixBit, PartsWithFillBitsJoinInTheMiddleOfAByte) {
  PayloadBits bits;
  ASSERT_EQ(bits.append("w", 4), PayloadBits::Status::ok); // two bits
  ASSERT_EQ(bits.append("0w0", 0), PayloadBits::Status::ok);
  ASSERT_EQ(bits.size_bits(), 20U);
  EXPECT_EQ(bits.reader().u(0, 20), 0b11'000000'111111'000000U);
}

TEST(SixBit, TooLongIsTold) {
  PayloadBits bits;
  EXPECT_EQ(bits.append(std::string(256, 'w'), 0), PayloadBits::Status::ok);
  EXPECT_EQ(bits.append("w", 0), PayloadBits::Status::full);
  EXPECT_EQ(bits.size_bits(), 1536U);
}

TEST(SixBit, TextEndsAtTheFirstAtSign) {
  PayloadBits bits;
  test::Bits const text = test::Bits().text(10, "AB C  @XYZ");
  ASSERT_EQ(bits.append(text.payload(), text.fill()), PayloadBits::Status::ok);
  EXPECT_EQ((six_bit_text<20>(bits.reader(), 0, 20).view()), "AB C");
  EXPECT_EQ((six_bit_text<20>(bits.reader(), 42, 20).view()), "XYZ"); // what the message does not reach is left out
}

} // namespace
} // namespace dalian::ais
