#include "connectors/synth/ais_encode.hpp"

#include "connectors/synth/nmea_write.hpp"

#include <gtest/gtest.h>

namespace dalian::synth {
namespace {

/// Payload characters to bits, by the table of NMEA 0183, written independently of the encoder.
std::string unarmour(std::string_view payload) {
  std::string bits;
  for (char const c : payload) {
    int v = c - 48;
    if (v > 40) v -= 8;
    for (int k = 5; k >= 0; --k)
      bits.push_back((v >> k & 1) != 0 ? '1' : '0');
  }
  return bits;
}

std::uint64_t field(std::string const& bits, std::size_t at, std::size_t width) {
  return std::stoull(bits.substr(at, width), nullptr, 2);
}

std::int64_t signed_field(std::string const& bits, std::size_t at, std::size_t width) {
  auto const value = static_cast<std::int64_t>(field(bits, at, width));
  return bits[at] == '1' ? value - (std::int64_t{1} << width) : value;
}

std::string text_field(std::string const& bits, std::size_t at, std::size_t characters) {
  std::string out;
  for (std::size_t i = 0; i < characters; ++i) {
    auto const v = field(bits, at + 6 * i, 6);
    if (v == 0) break;
    out.push_back(static_cast<char>(v < 32 ? v + 64 : v));
  }
  return out;
}

// A transmission recorded off the air, with its published decoding (MMSI 371798000, 12.3 kn, 224.0°, heading 215°,
// second 33). Rate of turn (−127, no sensor) and the radio's own state are not things this encoder says.
TEST(AisEncode, TypeOneAgreesWithARecordedTransmission) {
  auto const heard = unarmour("15RTgt0PAso;90TKcjM8h6g208CQ");
  AisPosition p;
  p.lon_deg = -74037230 / 600000.0;
  p.lat_deg = 29028980 / 600000.0;
  p.accurate = true;
  p.speed_kn = 12.3;
  p.course_deg = 224.0;
  p.heading_deg = 215;
  p.utc_second = 33;
  auto const said = encode_class_a(1, 371798000, 0, 0.0, p).bits();
  ASSERT_EQ(said.size(), 168u);
  EXPECT_EQ(said.substr(0, 42), heard.substr(0, 42));
  EXPECT_EQ(said.substr(50, 93), heard.substr(50, 93)); // speed … second
}

// Recorded likewise: EVER DIADEM to NEW YORK. The ETA (bits 274…293) is not sent by this encoder.
TEST(AisEncode, TypeFiveAgreesWithARecordedTransmission) {
  auto const heard = unarmour("55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp888888888880").substr(0, 424);
  AisStatic s;
  s.imo = 9134270;
  s.call_sign = "3FOF8";
  s.name = "EVER DIADEM";
  s.ship_type = 70;
  s.dimensions = {225, 70, 1, 31};
  s.draught_m = 12.2;
  s.destination = "NEW YORK";
  auto const said = encode_static_voyage(351759000, s).bits();
  ASSERT_EQ(said.size(), 424u);
  EXPECT_EQ(said.substr(0, 38), heard.substr(0, 38));
  EXPECT_EQ(field(said, 40, 30), field(heard, 40, 30));
  EXPECT_EQ(text_field(said, 70, 7), "3FOF8");
  EXPECT_EQ(text_field(said, 112, 20), "EVER DIADEM");
  EXPECT_EQ(said.substr(232, 42), heard.substr(232, 42)); // type … EPFD
  EXPECT_EQ(field(said, 294, 8), 122u);
  EXPECT_EQ(text_field(said, 302, 20), "NEW YORK");
}

// Offsets, widths and "not available" values of ITU-R M.1371-5, Annex 8.
TEST(AisEncode, MissingValuesAreSentAsNotAvailable) {
  AisPosition p;
  p.lon_deg = 121.5;
  p.lat_deg = 39;
  auto const a = encode_class_a(3, 412990001, 5, std::nullopt, p).bits();
  EXPECT_EQ(field(a, 0, 6), 3u);
  EXPECT_EQ(field(a, 8, 30), 412990001u);
  EXPECT_EQ(signed_field(a, 42, 8), -128);
  EXPECT_EQ(field(a, 50, 10), 1023u);
  EXPECT_EQ(signed_field(a, 61, 28), 121.5 * 600000);
  EXPECT_EQ(signed_field(a, 89, 27), 39 * 600000);
  EXPECT_EQ(field(a, 116, 12), 3600u);
  EXPECT_EQ(field(a, 128, 9), 511u);
  EXPECT_EQ(field(a, 137, 6), 60u);
}

TEST(AisEncode, ClassB) {
  AisPosition p;
  p.lon_deg = -0.25;
  p.lat_deg = -39;
  p.speed_kn = 4.06;
  p.course_deg = 359.97; // rounds up to north, not to "not available"
  p.utc_second = 7;
  auto const b = encode_class_b(412990421, p).bits();
  ASSERT_EQ(b.size(), 168u);
  EXPECT_EQ(field(b, 0, 6), 18u);
  EXPECT_EQ(field(b, 46, 10), 41u);
  EXPECT_EQ(signed_field(b, 57, 28), -150000);
  EXPECT_EQ(signed_field(b, 85, 27), -39 * 600000);
  EXPECT_EQ(field(b, 112, 12), 0u);
  EXPECT_EQ(field(b, 133, 6), 7u);
  EXPECT_EQ(field(b, 141, 1), 1u); // carrier sense
}

TEST(AisEncode, TypeTwentyFourInBothParts) {
  AisStatic s;
  s.name = "SYN LIAO DA YU 421";
  s.call_sign = "SY90421";
  s.ship_type = 30;
  s.dimensions = {8, 16, 2, 3};
  auto const a = encode_static_part_a(412990421, s).bits(), b = encode_static_part_b(412990421, s).bits();
  ASSERT_EQ(a.size(), 168u);
  ASSERT_EQ(b.size(), 168u);
  EXPECT_EQ(field(a, 38, 2), 0u);
  EXPECT_EQ(text_field(a, 40, 20), "SYN LIAO DA YU 421");
  EXPECT_EQ(field(b, 38, 2), 1u);
  EXPECT_EQ(field(b, 40, 8), 30u);
  EXPECT_EQ(text_field(b, 90, 7), "SY90421");
  EXPECT_EQ(field(b, 132, 9), 8u);
  EXPECT_EQ(field(b, 141, 9), 16u);
  EXPECT_EQ(field(b, 150, 6), 2u);
  EXPECT_EQ(field(b, 156, 6), 3u);
}

TEST(AisEncode, AidWithALongName) {
  AisPosition p;
  p.lon_deg = 122;
  p.lat_deg = 39;
  p.utc_second = 20;
  auto const b = encode_aid(994129901, 29, "SYN DAYAOWAN SAFE WATER", p).bits();
  EXPECT_EQ(b.size(), 272u + 18u);
  EXPECT_EQ(field(b, 38, 5), 29u);
  EXPECT_EQ(text_field(b, 43, 20) + text_field(b, 272, 3), "SYN DAYAOWAN SAFE WATER");
  EXPECT_EQ(signed_field(b, 164, 28), 122 * 600000);
  EXPECT_EQ(field(b, 253, 6), 20u);
}

TEST(AisEncode, BaseStation) {
  AisPosition p;
  p.lon_deg = 121.79;
  p.lat_deg = 39.0953;
  auto const b = encode_base_station(4129901, {2026, 9, 26, 8, 40, 3}, p).bits();
  ASSERT_EQ(b.size(), 168u);
  EXPECT_EQ(field(b, 38, 14), 2026u);
  EXPECT_EQ(field(b, 52, 4), 9u);
  EXPECT_EQ(field(b, 56, 5), 26u);
  EXPECT_EQ(field(b, 61, 5), 8u);
  EXPECT_EQ(field(b, 66, 6), 40u);
  EXPECT_EQ(field(b, 72, 6), 3u);
  EXPECT_EQ(field(b, 134, 4), 7u);
}

// ITU-R M.1371-5 table 48: ROT = 4.733 √rate; 720° a minute or more is ±126 (rate indicator fitted), the last value
// 708.
TEST(AisEncode, RateOfTurn) {
  EXPECT_EQ(turn_rate_code(0), 0);
  EXPECT_EQ(turn_rate_code(10), 15);
  EXPECT_EQ(turn_rate_code(-10), -15);
  EXPECT_EQ(turn_rate_code(708), 126);
  EXPECT_EQ(turn_rate_code(5000), 126);
}

// The tag block of a published recording: XOR of the bytes between the backslashes is 4A.
TEST(NmeaWrite, Checksum) {
  EXPECT_EQ(nmea_checksum("g:1-2-73874,n:157036,s:r003669945,c:1241544035"), "4A");
  EXPECT_EQ(nmea_checksum("AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0"), "4A");
}

TEST(NmeaWrite, OnePart) {
  BitString bits;
  bits.put(1, 6);
  bits.put(63, 6);
  bits.put(40, 6);
  bits.put(2, 2); // four fill bits
  NmeaLine line;
  line.received = from_unix_ns(1'790'412'000'900'000'000);
  EXPECT_EQ(to_nmea(bits, line), "\\s:synth,c:1790412000*" + nmea_checksum("s:synth,c:1790412000") +
                                     "\\!AIVDM,1,1,,A,1w`P,4*" + nmea_checksum("AIVDM,1,1,,A,1w`P,4") + "\r\n");
}

TEST(NmeaWrite, LongMessagesAreCutIntoPartsWithinTheLineLimit) {
  NmeaLine line;
  line.sequence = 7;
  line.channel = 'B';
  auto const text = to_nmea(encode_static_voyage(412990001, {}), line);
  auto const cut = text.find("\r\n");
  auto const first = text.substr(0, cut), second = text.substr(cut + 2);
  EXPECT_NE(first.find("!AIVDM,2,1,7,B,"), std::string::npos);
  EXPECT_NE(second.find("!AIVDM,2,2,7,B,"), std::string::npos);
  EXPECT_NE(second.find(",2*"), std::string::npos);   // 424 bits = 71 characters less 2
  EXPECT_LE(first.size() - first.find('!') + 2, 82u); // with CR LF
}

} // namespace
} // namespace dalian::synth
