// Files and datagrams → observations, each packet under one outcome.
#include "connectors/common/datagram_source.hpp"
#include "connectors/v2x/feed.hpp"
#include "connectors/v2x/file_source.hpp"
#include "connectors/v2x/j2735_frame.hpp"

#include "tests/connectors/v2x/hex.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sstream>
#include <sys/socket.h>

#include <gtest/gtest.h>

namespace dalian::v2x {
namespace {

using namespace std::chrono_literals;

struct ListSink final : connectors::ObservationSink {
  std::vector<wire::Observation> observations;
  void publish(wire::Observation o) override { observations.push_back(std::move(o)); }
  void report(wire::FeedReport) override {}
  void poll() override {}
  bool flush(Duration) override { return true; }
};

std::string as_text(std::vector<std::uint8_t> const& bytes) {
  return {bytes.begin(), bytes.end()};
}

struct Played {
  ManualClock clock{*parse_utc("2026-11-20T10:36:00Z")};
  ListSink sink;
  std::ostringstream json;
  Feed feed;
  Played(std::unique_ptr<connectors::PacketSource> source, std::unique_ptr<Reader> reader)
      : feed({std::move(source), std::move(reader), {}}, {&sink, &json}, clock) {}
  std::uint64_t outcome(std::string_view name) const { return feed.counts().outcomes.get(name); }
};

TEST(V2xFeed, FramesOfAFileAddUp) {
  std::string content;
  for (auto const hex : {test::kCoreOnly, test::kSpat, test::kHardBraking})
    content += as_text(test::from_hex(hex)).substr(0, *j2735::frame_octets(test::from_hex(hex)));
  content += as_text(test::from_hex("001f0100")) + as_text(test::from_hex("0014ff"));
  Played played(std::make_unique<FileSource>(content, Framing::frames, "file"), make_j2735_reader());
  while (played.feed.step(0ms)) {
  }
  EXPECT_EQ(played.outcome("decoded"), 3U);
  EXPECT_EQ(played.outcome("other_message"), 1U);
  EXPECT_EQ(played.feed.counts().inputs(), 5U);
  EXPECT_EQ(played.feed.counts().details.get("bsm"), 2U);
  EXPECT_EQ(played.feed.counts().details.get("events"), 7U); // six signals seen first, hard braking
  std::istringstream lines(played.json.str());
  unsigned count = 0;
  for (std::string line; std::getline(lines, line);)
    ++count;
  EXPECT_EQ(count, 3U);
  EXPECT_EQ(played.sink.observations.size(), played.feed.counts().details.get("observations"));
}

TEST(V2xFeed, LinesInHexadecimal) {
  std::string const content =
      "# recorded by hand\n" + std::string(test::kCam) + "\r\n\nno hex\n" + std::string(test::kCam);
  Played played(std::make_unique<FileSource>(content, Framing::hex_lines, "file"), make_etsi_reader());
  while (played.feed.step(0ms)) {
  }
  EXPECT_EQ(played.outcome("decoded"), 2U);
  EXPECT_EQ(played.outcome("empty"), 1U);
}

TEST(V2xFeed, DatagramsOfARealSocket) {
  auto source = connectors::DatagramSource::open({"127.0.0.1", "0"});
  ASSERT_TRUE(source) << source.error();
  auto const port = (*source)->port();
  Played played(std::move(*source), make_j2735_reader());
  int const sender = ::socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto const send = [&](std::vector<std::uint8_t> const& bytes) {
    ::sendto(sender, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr const*>(&to), sizeof to);
  };
  send(test::from_hex(test::kHardBraking));
  send({});
  send({0xff, 0xff, 0xff, 0xff});
  send(test::from_hex(test::kSpat));
  for (int i = 0; i < 100 && played.feed.counts().inputs() < 4; ++i)
    EXPECT_TRUE(played.feed.step(50ms));
  ::close(sender);
  EXPECT_EQ(played.outcome("decoded"), 2U);
  EXPECT_EQ(played.outcome("empty"), 1U);
  EXPECT_EQ(played.feed.counts().inputs(), 4U);
  EXPECT_EQ(played.sink.observations[0].entity(), "bsm:9D59FB77");
}

TEST(V2xFeed, WhatIsTooLongIsNotRead) {
  Played played(std::make_unique<FileSource>(std::string(2 << 20, '0'), Framing::hex_lines, "file"),
                make_j2735_reader());
  while (played.feed.step(0ms)) {
  }
  EXPECT_EQ(played.outcome("too_long"), 1U);
}

} // namespace
} // namespace dalian::v2x
