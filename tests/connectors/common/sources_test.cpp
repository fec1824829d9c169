// Sources of lines with real files, pipes and sockets on the loopback interface.
#include "connectors/common/line_source.hpp"
#include "connectors/common/tcp.hpp"
#include "connectors/common/udp.hpp"

#include "tests/connectors/common/loopback_server.hpp"

#include <fstream>
#include <unistd.h>

#include <gtest/gtest.h>

namespace dalian::connectors {
namespace {

using namespace std::chrono_literals;
using Next = LineSource::Next;
using test::LoopbackServer;

/// Waits for the next line, well beyond what any machine needs.
std::string line_from(LineSource& source) {
  LineSource::Line line;
  for (int i = 0; i < 200; ++i) {
    auto const next = source.next(line, 50ms);
    if (next == Next::line) return std::string(line.text);
    if (next == Next::ended) return "(ended)";
  }
  return "(nothing)";
}

struct TemporaryFile {
  std::filesystem::path path;
  explicit TemporaryFile(std::string_view content) {
    std::string name = (std::filesystem::temp_directory_path() / "dalian_lines_XXXXXX").string();
    int const fd = ::mkstemp(name.data());
    path = name;
    EXPECT_EQ(::write(fd, content.data(), content.size()), static_cast<ssize_t>(content.size()));
    ::close(fd);
  }
  ~TemporaryFile() { std::filesystem::remove(path); }
};

TEST(FileSource, ReadsToTheEndAndAgain) {
  TemporaryFile const file("one\ntwo");
  auto const source = open_file(file.path).value();
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(line_from(*source), "one");
    EXPECT_EQ(line_from(*source), "two");
    EXPECT_EQ(line_from(*source), "(ended)");
    EXPECT_TRUE(source->rewind());
  }
}

TEST(FileSource, NamesWhatCannotBeRead) {
  auto const missing = open_file("/no/such/file.nm4");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error(), "/no/such/file.nm4: cannot be read: No such file or directory");
  EXPECT_FALSE(open_file("/tmp"));
}

TEST(UdpSource, TakesEveryLineOfEveryDatagram) {
  auto opened = UdpSource::open(parse_address("127.0.0.1:0").value());
  ASSERT_TRUE(opened) << opened.error();
  UdpSource& source = **opened;
  Descriptor const sender(::socket(AF_INET, SOCK_DGRAM, 0));
  auto to = LoopbackServer::loopback(source.port());
  auto const send = [&](std::string_view bytes) {
    ASSERT_EQ(::sendto(sender.get(), bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&to), sizeof to),
              static_cast<ssize_t>(bytes.size()));
  };
  LineSource::Line line;
  EXPECT_EQ(source.next(line, 1ms), Next::idle);
  send("first\r\nsecond\r\n");
  send("");
  send("third");
  send(std::string(5'000, 'x'));
  EXPECT_EQ(line_from(source), "first");
  EXPECT_EQ(line_from(source), "second");
  EXPECT_EQ(line_from(source), "third");
  ASSERT_EQ(source.next(line, 1'000ms), Next::line);
  EXPECT_TRUE(line.cut);
  EXPECT_EQ(line.text.size(), kMaxLine);
  EXPECT_EQ(source.details().at("datagrams"), 3U);
}

TEST(UdpSource, APortInUseIsAClearError) {
  auto const first = UdpSource::open(parse_address("127.0.0.1:0").value());
  ASSERT_TRUE(first);
  std::string const address = "127.0.0.1:" + std::to_string(first.value()->port());
  auto const second = UdpSource::open(parse_address(address).value());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error(), "udp://" + address + ": cannot listen: Address already in use");
}

TcpSource::Options fast() {
  return {.backoff = {.first = 10ms, .longest = 40ms}, .connect_limit = 2'000ms, .silence_limit = 10'000ms, .note = {}};
}
Address loopback_address(std::uint16_t port) {
  return {"127.0.0.1", std::to_string(port)};
}

TEST(TcpSource, ReadsLinesAndSurvivesAServerThatDiesAndComesBack) {
  auto server = std::make_unique<LoopbackServer>();
  auto const port = server->port();
  TcpSource source(loopback_address(port), fast());
  LineSource::Line line;
  EXPECT_EQ(source.next(line, 20ms), Next::idle);
  ASSERT_TRUE(server->accept(2'000));
  ASSERT_TRUE(server->send("one\r\ntwo\r\nhalf a li"));
  EXPECT_EQ(line_from(source), "one");
  EXPECT_EQ(line_from(source), "two");

  server.reset();                            // dies, listener and all
  EXPECT_EQ(line_from(source), "half a li"); // nothing that came is lost without a trace
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(source.next(line, 20ms), Next::idle); // refused again and again
  EXPECT_NE(source.describe().find("refused"), std::string::npos) << source.describe();

  server = std::make_unique<LoopbackServer>(port);
  ASSERT_TRUE(server->listening());
  for (int i = 0; i < 200 && !server->accept(0); ++i)
    source.next(line, 10ms);
  ASSERT_TRUE(server->send("ne li\nthree\n"));
  EXPECT_EQ(line_from(source), "ne li"); // never joined with what came before the loss
  ASSERT_EQ(source.next(line, 1'000ms), Next::line);
  EXPECT_EQ(line.text, "three");
  EXPECT_EQ(line.origin, 2U); // the second connection
  EXPECT_EQ(source.details().at("tcp_connections"), 2U);
  EXPECT_GE(source.details().at("tcp_failures"), 2U);
}

TEST(TcpSource, AServerThatClosesAtOnceIsMetWithGrowingWaits) {
  LoopbackServer server;
  auto options = fast();
  options.backoff = {.first = 20ms, .longest = 10'000ms, .jitter = 0};
  TcpSource source(loopback_address(server.port()), options);
  LineSource::Line line;
  auto const start = std::chrono::steady_clock::now();
  while (source.details().at("tcp_failures") < 4) {
    source.next(line, 5ms);
    if (server.accept(0)) server.drop_client();
  }
  EXPECT_GE(std::chrono::steady_clock::now() - start, 20ms + 40ms + 80ms); // connecting does not reset the wait
}

TEST(TcpSource, SilenceEndsADeadConnection) {
  LoopbackServer server;
  auto options = fast();
  options.silence_limit = 50ms;
  TcpSource source(loopback_address(server.port()), options);
  LineSource::Line line;
  for (int i = 0; i < 400 && source.details().at("tcp_failures") == 0; ++i)
    source.next(line, 10ms);
  EXPECT_GE(source.details().at("tcp_failures"), 1U);
}

TEST(Backoff, DoublesToItsLimitAndStartsAgain) {
  Backoff backoff({.first = 500ms, .longest = 3'000ms, .jitter = 0}, 1);
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 5; ++i)
    waits.push_back(backoff.next().count());
  EXPECT_EQ(waits, (std::vector<std::int64_t>{500, 1000, 2000, 3000, 3000}));
  backoff.reset();
  EXPECT_EQ(backoff.next(), 500ms);
}

TEST(Backoff, JitterStaysWithinItsShareAndSpreads) {
  std::int64_t least = 1'000'000, most = 0;
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    auto const wait = Backoff({.first = 1'000ms, .longest = 30'000ms, .jitter = 0.2}, seed).next().count();
    least = std::min(least, wait);
    most = std::max(most, wait);
  }
  EXPECT_GE(least, 799);
  EXPECT_LE(most, 1'200);
  EXPECT_LT(least, 850);
  EXPECT_GT(most, 1'150);
}

TEST(Address, IsHostAndPort) {
  EXPECT_EQ(parse_address("127.0.0.1:10110").value().port, "10110");
  EXPECT_EQ(parse_address("[::1]:80").value().host, "::1");
  EXPECT_EQ(parse_address("[::1]:80").value().text(), "[::1]:80");
  EXPECT_EQ(parse_address("*:4001").value().host, "*");
  for (auto const* bad : {"", "localhost", ":80", "host:", "host:x", "host:65536", "host:-1"})
    EXPECT_FALSE(parse_address(bad)) << bad;
}

} // namespace
} // namespace dalian::connectors
