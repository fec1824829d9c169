#include "connectors/common/recorded_source.hpp"

#include "tests/support/temp_folder.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <zlib.h>

namespace dalian::connectors {
namespace {

using namespace std::chrono_literals;
using Kind = RecordedInput::Kind;

Instant at_ms(int ms) {
  return from_unix_ns(1'800'000'000'000'000'000) + std::chrono::milliseconds(ms);
}

class RecordingTest : public testing::Test {
 protected:
  void write(std::vector<RecordedInput> const& inputs, std::string const& about = "{}") {
    auto writer = RecordingWriter::open(file_, about);
    ASSERT_TRUE(writer) << writer.error();
    for (auto const& input : inputs)
      (*writer)->write(input);
  }
  std::string bytes() const {
    std::ifstream in(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// The bytes of every whole record, and how many bytes were torn, records damaged.
  struct Found {
    std::vector<std::string> records;
    std::uint64_t torn = 0, damaged = 0;
    std::string error;
  };
  static Found read(std::string const& bytes) {
    auto reader = RecordingReader::read(std::make_unique<std::istringstream>(bytes), "x.rec");
    if (!reader) return {{}, 0, 0, reader.error()};
    Found found;
    while (auto const input = (*reader)->next())
      found.records.emplace_back(input->bytes);
    found.torn = (*reader)->torn_bytes();
    found.damaged = (*reader)->damaged();
    return found;
  }

  test::TempFolder folder_;
  std::filesystem::path file_ = folder_.path() / "x.rec";
};

TEST_F(RecordingTest, EveryFieldComesBack) {
  std::string const bytes("\0\xff any", 6);
  write({{Kind::packet, true, 7, 0xdeadbeef, at_ms(5), "v2x/v1", "192.0.2.1:4600", bytes}}, "{\"command\":\"v2x\"}");
  auto const reader = RecordingReader::open(file_);
  ASSERT_TRUE(reader) << reader.error();
  EXPECT_EQ((*reader)->about(), "{\"command\":\"v2x\"}");
  auto const back = (*reader)->next();
  ASSERT_TRUE(back);
  EXPECT_EQ(back->kind, Kind::packet);
  EXPECT_TRUE(back->cut);
  EXPECT_EQ(back->channel, 7);
  EXPECT_EQ(back->origin, 0xdeadbeef);
  EXPECT_EQ(back->arrival, at_ms(5));
  EXPECT_EQ(back->topic, "v2x/v1");
  EXPECT_EQ(back->from, "192.0.2.1:4600");
  EXPECT_EQ(back->bytes, bytes);
  EXPECT_FALSE((*reader)->next());
  EXPECT_EQ((*reader)->torn_bytes(), 0U);
}

TEST_F(RecordingTest, IsWrittenAsTheDocumentSays) {
  write({{Kind::line, false, 1, 2, from_unix_ns(3), "", "", "abc"}});
  auto const all = bytes();
  std::string const body("\x02\x00\x01\x00\x02\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                         "abc",
                         23);
  ASSERT_GE(all.size(), 16 + body.size());
  EXPECT_EQ(all.substr(0, 16), std::string("DTFEEDS\n\x01\0\0\0\0\0\0\0", 16));
  EXPECT_TRUE(all.ends_with(body));
  auto const prefix = all.substr(all.size() - body.size() - 8, 8);
  EXPECT_EQ(prefix.substr(0, 4), std::string("\x17\0\0\0", 4));
  auto const crc = crc32(0, reinterpret_cast<unsigned char const*>(body.data()), static_cast<unsigned>(body.size()));
  for (unsigned i = 0; i < 4; ++i)
    EXPECT_EQ(static_cast<unsigned char>(prefix[4 + i]), (crc >> (8 * i)) & 0xff);
}

TEST_F(RecordingTest, CutAnywhereItGivesTheWholeRecordsBeforeAndSaysHowMuchIsTorn) {
  write({{.arrival = at_ms(0), .bytes = "one"},
         {.arrival = at_ms(1), .bytes = "two"},
         {.arrival = at_ms(2), .bytes = "three"}});
  auto const all = bytes();
  std::size_t const three = 8 + 20 + 5, two = 8 + 20 + 3;
  for (std::size_t length = all.size() - three - two; length < all.size(); ++length) {
    auto const found = read(all.substr(0, length));
    bool const second = length >= all.size() - three;
    EXPECT_EQ(found.records, second ? std::vector<std::string>({"one", "two"}) : std::vector<std::string>{"one"});
    EXPECT_EQ(found.torn, length - (all.size() - three - (second ? 0 : two))) << length;
  }
  for (std::size_t length = 0; length < 16; ++length)
    EXPECT_NE(read(all.substr(0, length)).error, "");
}

TEST_F(RecordingTest, ADamagedRecordIsLeftOutAndCountedAlone) {
  write({{.arrival = at_ms(0), .bytes = "one"},
         {.arrival = at_ms(1), .bytes = "two"},
         {.arrival = at_ms(2), .bytes = "three"}});
  auto all = bytes();
  all[all.find("two")] ^= 1;
  auto const found = read(all);
  EXPECT_EQ(found.records, (std::vector<std::string>{"one", "three"}));
  EXPECT_EQ(found.damaged, 1U);
  EXPECT_EQ(found.torn, 0U);
}

TEST_F(RecordingTest, OtherFilesAndVersionsAreNamed) {
  EXPECT_NE(read("!AIVDM,1,1,,A,").error.find("x.rec: is no recording"), std::string::npos);
  write({});
  auto all = bytes();
  all[8] = 2;
  EXPECT_NE(read(all).error.find("version 2"), std::string::npos);
  EXPECT_NE(RecordingReader::open(folder_.path() / "none").error().find("none"), std::string::npos);
}

TEST_F(RecordingTest, GoesOnBehindTheLastWholeRecordOfTheSameFeed) {
  write({{.arrival = at_ms(0), .bytes = "one"}, {.arrival = at_ms(1), .bytes = "two"}});
  std::filesystem::resize_file(file_, std::filesystem::file_size(file_) - 1);
  write({{.arrival = at_ms(9), .bytes = "three"}});
  auto const found = read(bytes());
  EXPECT_EQ(found.records, (std::vector<std::string>{"one", "three"}));
  EXPECT_EQ(found.torn, 0U);
  auto const other = RecordingWriter::open(file_, "{\"command\":\"other\"}");
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().find("other options"), std::string::npos);
  std::ofstream(folder_.path() / "text") << "a text of somebody that must not be lost";
  EXPECT_FALSE(RecordingWriter::open(folder_.path() / "text", "{}"));
}

TEST_F(RecordingTest, WhatCannotBeWrittenIsAnErrorAtOnce) {
  auto writer = RecordingWriter::open("/dev/full", "{}");
  EXPECT_FALSE(writer);
}

std::unique_ptr<RecordingReader> reader_of(std::filesystem::path const& file) {
  return std::move(RecordingReader::open(file)).value();
}

TEST_F(RecordingTest, APlayerGivesEachChannelItsOwnInOrderAndHoldsTheClock) {
  write({{Kind::document, false, 1, 0, at_ms(0), "", "", "a"},
         {Kind::outcome, false, 0, 0, at_ms(10), "http_status", "", "503"},
         {Kind::document, false, 9, 0, at_ms(15), "", "", "a stranger"},
         {Kind::document, false, 0, 0, at_ms(20), "", "", "b"}});
  std::vector<std::string> notes;
  ArrivalClock clock;
  Player player(reader_of(file_), {0, Player::Time::keep, 2, [&](auto const& text) { notes.push_back(text); }}, clock);
  auto first = play_documents(player, "x", 0), second = play_documents(player, "x", 1);
  EXPECT_EQ(first->next(0ms), DocumentSource::Next::idle);
  EXPECT_EQ(second->next(0ms), DocumentSource::Next::document);
  EXPECT_EQ(second->text(), "a");
  EXPECT_EQ(clock.now(), at_ms(0));
  EXPECT_EQ(second->next(0ms), DocumentSource::Next::idle);
  EXPECT_EQ(first->next(0ms), DocumentSource::Next::outcome);
  EXPECT_EQ(first->outcome(), "http_status");
  EXPECT_EQ(first->reason(), "503");
  EXPECT_EQ(first->next(0ms), DocumentSource::Next::document);
  EXPECT_EQ(clock.now(), at_ms(20));
  EXPECT_EQ(first->next(0ms), DocumentSource::Next::ended);
  EXPECT_EQ(second->next(0ms), DocumentSource::Next::ended);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes[0].find("1 records of other sources"), std::string::npos);
}

TEST_F(RecordingTest, APlayerWaitsUntilAnInputIsDueBySpeed) {
  write({{.arrival = at_ms(0), .bytes = "one"}, {.arrival = at_ms(400), .bytes = "two"}});
  ArrivalClock clock;
  auto const begun = std::chrono::steady_clock::now();
  Player player(reader_of(file_), {4, Player::Time::keep, 1, {}}, clock);
  auto source = play_packets(player, "x");
  Packet packet;
  EXPECT_EQ(source->next(packet, 0ms), PacketSource::Next::packet);
  EXPECT_EQ(source->next(packet, 1ms), PacketSource::Next::idle); // 100 ms at four times the speed
  while (source->next(packet, 50ms) == PacketSource::Next::idle) {
  }
  EXPECT_EQ(packet.text(), "two");
  EXPECT_GE(std::chrono::steady_clock::now() - begun, 100ms);
}

} // namespace
} // namespace dalian::connectors
