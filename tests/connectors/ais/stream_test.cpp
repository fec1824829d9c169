// From lines to messages: multi-part rules, bad input, and the promise that every line is counted exactly once.
#include "connectors/ais/stream.hpp"

#include "tests/connectors/ais/collect.hpp"
#include "tests/connectors/ais/encoder.hpp"

#include <gtest/gtest.h>

namespace dalian::ais {
namespace {

using namespace std::chrono_literals;
using test::Bits;
using test::Collected;
using test::kNow;
using test::outcome_of;
using test::part;
using test::tag_block;
using test::with_checksum;

/// A message 5 cut into parts of equal size.
std::vector<std::string> voyage_parts(std::uint32_t mmsi, unsigned total, std::string_view sequence,
                                      std::string_view channel = "A", std::string_view name = "DALIAN STAR") {
  Bits const bits = test::header(5, mmsi)
                        .u(2, 0)
                        .u(30, 0)
                        .text(7, "BOXY1")
                        .text(20, name)
                        .u(8, 70)
                        .u(30, 0)
                        .u(4, 1)
                        .u(20, 0)
                        .u(8, 100)
                        .text(20, "DALIAN")
                        .u(2, 0);
  std::string const payload = bits.payload();
  std::vector<std::string> parts;
  std::size_t const size = payload.size() / total + 1;
  for (unsigned i = 0; i < total; ++i)
    parts.push_back(part(std::string_view(payload).substr(i * size, size),
                         {total, i + 1, sequence, channel, i + 1 == total ? bits.fill() : 0U}));
  return parts;
}

TEST(Stream, OnePartAndManyParts) {
  Collected c;
  c.take(test::position_report(412'345'678).sentence());
  for (unsigned total = 2; total <= 9; ++total)
    for (auto const& line : voyage_parts(412'000'000 + total, total, "3"))
      c.take(line);
  EXPECT_EQ(c.messages.size(), 9U);
  EXPECT_EQ(c.count(Outcome::decoded), 1U + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9); // lines, not messages
  EXPECT_EQ(c.receptions.back().parts, 9U);
  EXPECT_EQ(std::get<StaticAndVoyageData>(c.messages.back().body).destination.view(), "DALIAN");
  EXPECT_TRUE(c.adds_up());
}

TEST(Stream, InterleavedSetsStayApart) {
  auto const a = voyage_parts(1, 2, "1", "A", "FIRST"), b = voyage_parts(2, 2, "1", "B", "SECOND"),
             d = voyage_parts(3, 2, "2", "A", "THIRD"), e = voyage_parts(4, 2, "", "A", "FOURTH");
  Collected c;
  for (std::size_t i = 0; i < 2; ++i)
    for (auto const* set : {&a, &b, &d, &e})
      c.take((*set)[i]);
  ASSERT_EQ(c.messages.size(), 4U);
  EXPECT_EQ(std::get<StaticAndVoyageData>(c.messages[1].body).name.view(), "SECOND");
  EXPECT_EQ(std::get<StaticAndVoyageData>(c.messages[3].body).name.view(), "FOURTH");
}

TEST(Stream, PartsOfDifferentSendersNeverJoin) {
  auto const parts = voyage_parts(1, 2, "1");
  Collected c;
  c.take(parts[0], kNow, 1).take(parts[1], kNow, 2).finish();
  EXPECT_TRUE(c.messages.empty());
  EXPECT_EQ(c.count(Outcome::part_out_of_order), 1U);
  EXPECT_EQ(c.count(Outcome::set_unfinished), 1U);
}

TEST(Stream, PartTwoWithoutPartOne) {
  Collected c;
  c.take(voyage_parts(1, 2, "1")[1]);
  EXPECT_EQ(c.count(Outcome::part_out_of_order), 1U);
  EXPECT_TRUE(c.adds_up());
}

TEST(Stream, AWrongPartGivesUpTheSet) {
  auto const parts = voyage_parts(1, 3, "1");
  Collected skipped; // 1, 3
  skipped.take(parts[0]).take(parts[2]).take(parts[1]);
  EXPECT_TRUE(skipped.messages.empty());
  EXPECT_EQ(skipped.count(Outcome::set_broken), 1U);
  EXPECT_EQ(skipped.count(Outcome::part_out_of_order), 2U);

  Collected repeated; // 1, 2, 2, 3
  repeated.take(parts[0]).take(parts[1]).take(parts[1]).take(parts[2]);
  EXPECT_TRUE(repeated.messages.empty());
  EXPECT_EQ(repeated.count(Outcome::set_broken), 2U);
  EXPECT_EQ(repeated.count(Outcome::part_out_of_order), 2U);

  Collected again; // 1, 1, 2, 3: a new beginning counts
  again.take(parts[0]).take(parts[0]).take(parts[1]).take(parts[2]);
  EXPECT_EQ(again.messages.size(), 1U);
  EXPECT_EQ(again.count(Outcome::set_broken), 1U);
  EXPECT_EQ(again.count(Outcome::decoded), 3U);
  for (auto const* c : {&skipped, &repeated, &again})
    EXPECT_TRUE(c->adds_up());
}

TEST(Stream, ALatePartIsNotJoined) {
  auto const parts = voyage_parts(1, 2, "1");
  Collected in_time, late;
  in_time.take(parts[0], kNow).take(parts[1], kNow + 3s);
  EXPECT_EQ(in_time.messages.size(), 1U);
  late.take(parts[0], kNow).take(parts[1], kNow + 3s + 1ms);
  EXPECT_TRUE(late.messages.empty());
  EXPECT_EQ(late.count(Outcome::set_timed_out), 1U);
  EXPECT_EQ(late.count(Outcome::part_out_of_order), 1U);

  Collected quiet; // live: nothing more comes
  quiet.take(parts[0], kNow);
  EXPECT_EQ(quiet.count(Outcome::waiting), 1U);
  EXPECT_TRUE(quiet.adds_up());
  quiet.stream.expire(kNow + 4s);
  EXPECT_EQ(quiet.count(Outcome::set_timed_out), 1U);
}

TEST(Stream, ARecordingsClockIsItsTagBlocks) {
  auto const parts = voyage_parts(1, 2, "1");
  auto const at = [](std::string_view c) { return tag_block("c:" + std::string(c)); };
  Collected slow(Stream::Kind::recording); // read at one instant, recorded ten seconds apart
  slow.take(at("1565218798") + parts[0]).take(at("1565218808") + parts[1]);
  EXPECT_EQ(slow.count(Outcome::set_timed_out), 1U);
  Collected fast(Stream::Kind::recording); // part 2 has no time of its own; read much later
  fast.take(at("1565218798") + parts[0]).take(parts[1], kNow + 1h);
  ASSERT_EQ(fast.messages.size(), 1U);
  EXPECT_EQ(to_unix_ns(fast.receptions[0].received), 1'565'218'798'000'000'000);
}

TEST(Stream, OpenSetsAreBounded) {
  Collected c;
  for (std::uint32_t i = 0; i < 1'000; ++i)
    c.take(voyage_parts(i, 2, "1")[0], kNow, i);
  EXPECT_EQ(c.count(Outcome::waiting), 64U);
  EXPECT_EQ(c.count(Outcome::set_evicted), 936U);
  EXPECT_TRUE(c.adds_up());
  c.finish();
  EXPECT_EQ(c.count(Outcome::set_unfinished), 64U);
  EXPECT_EQ(c.count(Outcome::waiting), 0U);
  EXPECT_TRUE(c.adds_up());
}

TEST(Stream, TheChannelMayBeMissingOnLaterParts) {
  auto first = voyage_parts(1, 2, "1", "A"), second = voyage_parts(1, 2, "1", "");
  Collected c;
  c.take(first[0]).take(second[1]);
  EXPECT_EQ(c.messages.size(), 1U);
}

TEST(Stream, FillBitsCountOnTheLastPartOnly) {
  auto const parts = voyage_parts(1, 2, "1");
  auto const payload = [](std::string const& s) { return s.substr(15, s.rfind(',') - 15); };
  std::string const second = payload(parts[1]);
  Collected c;
  c.take(part(payload(parts[0]), {2, 1, "1", "A", 2})).take(part(second, {2, 2, "1", "A", 2}));
  ASSERT_EQ(c.messages.size(), 1U);
  EXPECT_EQ(std::get<StaticAndVoyageData>(c.messages[0].body).destination.view(), "DALIAN");
}

TEST(Stream, AGroupSharesItsTags) {
  auto const parts = voyage_parts(1, 2, "1");
  Collected c;
  c.take(tag_block("g:1-2-77,s:ST1,c:1565218798") + parts[0]).take(tag_block("g:2-2-77") + parts[1]);
  ASSERT_EQ(c.messages.size(), 1U);
  EXPECT_EQ(c.stations[0], "ST1");
  EXPECT_TRUE(c.receptions[0].by_station_clock);
  EXPECT_EQ(to_unix_ns(c.receptions[0].received), 1'565'218'798'000'000'000);

  Collected other; // different groups never join
  other.take(tag_block("g:1-2-77") + parts[0]).take(tag_block("g:2-2-78") + parts[1]);
  EXPECT_TRUE(other.messages.empty());
}

TEST(Stream, ATagBlockAloneBelongsToTheNextLineOfItsSender) {
  auto const sentence = test::position_report(412'345'678).sentence();
  Collected c;
  c.take(tag_block("s:ST1,c:1565218798")).take(sentence).take(sentence);
  EXPECT_EQ(c.count(Outcome::tag_block_only), 1U);
  ASSERT_EQ(c.messages.size(), 2U);
  EXPECT_EQ(c.stations, (std::vector<std::string>{"ST1", ""}));
  EXPECT_FALSE(c.receptions[1].by_station_clock);

  Collected other;
  other.take(tag_block("s:ST1"), kNow, 1).take(sentence, kNow, 2);
  EXPECT_EQ(other.stations, (std::vector<std::string>{""}));
}

TEST(Stream, ADamagedTagBlockCostsOnlyItsData) {
  Collected c;
  c.take(R"(\c:1565218798*A\)" + test::position_report(412'345'678).sentence());
  ASSERT_EQ(c.messages.size(), 1U);
  EXPECT_EQ(c.receptions[0].received, kNow);
  EXPECT_EQ(c.stream.counts().tag_blocks_dropped, 1U);
}

TEST(Stream, DatagramHeadersAndByteOrderMarksAreSkipped) {
  auto const sentence = test::position_report(412'345'678).sentence();
  EXPECT_EQ(outcome_of(std::string("UdPbC\0", 6) + tag_block("s:AI0001") + sentence), Outcome::decoded);
  EXPECT_EQ(outcome_of("UdPbC" + sentence), Outcome::decoded);
  EXPECT_EQ(outcome_of("\xEF\xBB\xBF" + sentence), Outcome::decoded);
  EXPECT_EQ(outcome_of(std::string("UdPbC\0", 6)), Outcome::empty);
}

TEST(Stream, LinesThatAreNoSentences) {
  EXPECT_EQ(outcome_of(""), Outcome::empty);
  EXPECT_EQ(outcome_of(" \t\r"), Outcome::empty);
  EXPECT_EQ(outcome_of("# taken at the pier"), Outcome::comment);
  EXPECT_EQ(outcome_of("hello"), Outcome::not_nmea);
  EXPECT_EQ(outcome_of(R"(\c:1565218798*53!AIVDM,1,1,,A,1,0*00)"), Outcome::bad_tag_block);
  EXPECT_EQ(outcome_of(std::string(64 * 1024, 'x')), Outcome::line_too_long);
  EXPECT_EQ(outcome_of("!AIVDM,1,1,,A," + std::string(64 * 1024, '0') + ",0*00"), Outcome::line_too_long);
  EXPECT_EQ(outcome_of(std::string(100, '\0')), Outcome::not_nmea);
}

TEST(Stream, LatitudeNinetyOneIsAMessageWithoutPosition) {
  Collected c;
  c.take(test::position_report(412'345'678, 181, 91).sentence());
  c.take(test::position_report(412'345'678, 120, 90.5).sentence());
  ASSERT_EQ(c.messages.size(), 2U);
  for (auto const& m : c.messages)
    EXPECT_FALSE(std::get<PositionReport>(m.body).position.valid());
}

TEST(Stream, ParametersAtTheirLimitsAreCountedNotFollowed) {
  EXPECT_EQ(outcome_of(part("1", {})), Outcome::message_too_short);         // 6 bits
  EXPECT_EQ(outcome_of(part("0000000", {})), Outcome::unsupported_type);    // type 0
  EXPECT_EQ(outcome_of(part("w000000000", {})), Outcome::unsupported_type); // type 63
  EXPECT_EQ(outcome_of(part(std::string(300, '1'), {})), Outcome::message_too_long);
  EXPECT_EQ(outcome_of(part("15RTg\x01", {})), Outcome::bad_payload);
  EXPECT_EQ(outcome_of(part("15RTgX", {})), Outcome::bad_payload); // X is not in the alphabet
  EXPECT_EQ(outcome_of(part(std::string_view("15R\0Tg", 6), {})), Outcome::bad_payload);
  EXPECT_EQ(outcome_of(with_checksum("AIVDM,1,1,,A,15RTgt,7")), Outcome::bad_fields);
}

TEST(Stream, ASetThatGrowsTooLongIsRejectedWhole) {
  std::string const long_payload(120, '0');
  Collected c;
  for (unsigned i = 1; i <= 9; ++i)
    c.take(part(long_payload, {9, i, "1", "A", 0}));
  EXPECT_TRUE(c.messages.empty());
  EXPECT_EQ(c.count(Outcome::message_too_long), 3U); // 2 × 720 bits fit into 1,536
  EXPECT_EQ(c.count(Outcome::part_out_of_order), 6U);
  EXPECT_TRUE(c.adds_up());
}

// Inputs that crashed or misled other decoders; sources: issue trackers of libais (#263 = CVE-2026-56770, #81, #137,
// #138, #139, #140, #162, #172, #179) and OpenCPN (#1738).
TEST(Stream, InputsThatBrokeOtherDecoders) {
  struct Case {
    std::string line;
    Outcome outcome;
  };
  std::vector<Case> const cases{
      {"!AIVDM,2,1,,A,177KQ@,0*4E", Outcome::set_unfinished}, // no sequence number: an index out of bounds elsewhere
      {"!BSVDM,1,1,10,B,36So=l5000o?uF0K>pnpV0Nf0000,0*56", Outcome::bad_fields},
      {part("65E4;r5I0Q9R04D0@01000000000", {}), Outcome::decoded},
      {part("8<CSH0l0@00", {}), Outcome::decoded},
      {part("64W6V<0r`R720400", {}), Outcome::decoded},
      {part("677IKl=HQGw004D0@02000000000", {}), Outcome::decoded},
      {part("601uEODhrspP04<100", {}), Outcome::decoded},
      {part("64R:gF00UBf004@0@2000020000002000000000", {.fill = 2}), Outcome::decoded},
      {part("86:hqAh0J010", {}), Outcome::decoded},
      {part("?wwwwwrwwwwwwwwwrwwwwwwwwww", {.fill = 3}), Outcome::decoded}, // 159 bits, no legal length of type 15
      {part("?3:5uL0iuGmPD00", {.fill = 2}), Outcome::decoded},
      {part("83am8S@j<d8dtfMEuj9loFOM6@00", {}), Outcome::decoded},
      {"$RAWPL,5200.00,N,0600.00,E,000000000000000000000HELLOWORLD*4e", Outcome::other_sentence},
  };
  Collected all;
  for (auto const& c : cases) {
    EXPECT_EQ(outcome_of(c.line), c.outcome) << c.line;
    all.take(c.line);
  }
  all.finish();
  EXPECT_TRUE(all.adds_up());
  EXPECT_EQ(all.stream.counts().lines, cases.size());
}

TEST(Stream, OtherSentencesLeaveNothingBehind) {
  Collected c;
  for (int i = 0; i < 10'000; ++i) // an accumulator of another decoder grew without bound
    c.take(with_checksum("GPZDA,2,1,,A,15RTgt0PAso,0", '$'));
  EXPECT_EQ(c.count(Outcome::other_sentence), 10'000U);
  EXPECT_EQ(c.count(Outcome::waiting), 0U);
}

TEST(Stream, CountsByTypeWhateverBecomesOfTheMessage) {
  Collected c;
  c.take(test::position_report(1).sentence()).take(part("1000000", {})).take(part("w000000000", {}));
  EXPECT_EQ(c.stream.counts().by_type[1], 2U);
  EXPECT_EQ(c.stream.counts().by_type[63], 1U);
  EXPECT_EQ(c.stream.counts().messages, 1U);
}

} // namespace
} // namespace dalian::ais
