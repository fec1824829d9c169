// What a feed told the twin, and what its recording tells when it is replayed, are the same bytes: each protocol from
// its real input into a real receiver.
#include "tests/connectors/common/broker.hpp"
#include "tests/connectors/common/test_twin.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/process.hpp"
#include "tests/support/wait.hpp"
#include "twin/http/server.hpp"

#include <arpa/inet.h>
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sstream>
#include <sys/socket.h>
#include <unistd.h>

namespace dalian::test {
namespace {

using connectors::TestDisk;
using connectors::TestTwin;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Strings = std::vector<std::string>;

void send_udp(std::uint16_t port, Strings const& datagrams) {
  int const fd = ::socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  for (auto const& bytes : datagrams)
    EXPECT_GT(::sendto(fd, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr const*>(&address), sizeof address),
              0);
  ::close(fd);
}

std::string read_data(std::string const& name) {
  std::ifstream in(std::filesystem::path(std::getenv("DALIAN_TWIN_DATA")) / name, std::ios::binary);
  EXPECT_TRUE(in) << name;
  return {std::istreambuf_iterator<char>(in), {}};
}

class RecordTest : public testing::Test {
 protected:
  RecordTest() { ::setenv("XDG_STATE_HOME", folder_.path().c_str(), 1); }

  std::string path(std::string const& name) const { return (folder_.path() / name).string(); }
  std::string endpoint() const { return "ipc://" + path("twin"); }
  Strings told(std::string const& source) {
    std::lock_guard const lock(disk_.mutex);
    Strings all;
    for (auto const& batch : disk_.batches)
      if (batch.source() == source)
        for (auto const& observation : batch.observations())
          all.push_back(observation.SerializeAsString());
    return all;
  }
  /// Runs the feed until it has read `inputs`, which `send` makes come; then replays it, as fast as possible and at
  /// ten times its speed, and compares.
  void record_and_replay(Strings const& feed, std::uint64_t inputs, std::function<void(Process const&)> const& send) {
    auto const feed_source = fmt::format("{}-original", feed.at(0));
    {
      TestTwin twin(endpoint(), disk_, milliseconds(20));
      Strings command{program("twinfeed")};
      command.insert(command.end(), feed.begin(), feed.end());
      for (auto const& more : {"--twin=" + endpoint(), "--source=" + feed_source, "--record=" + path("feed.rec")})
        command.push_back(more);
      Process original(command);
      ASSERT_TRUE(wait_until([&] { return twin.report().protocol() == feed[0] || !original.running(); }));
      send(original);
      ASSERT_TRUE(wait_until([&] { return twin.report().inputs() >= inputs; }))
          << twin.report().inputs() << " " << original.err();
      original.signal(SIGTERM);
      ASSERT_EQ(original.wait(seconds(60)), 0) << original.err();
      ASSERT_FALSE(told(feed_source).empty()) << original.err();
      auto const last = twin.report();
      ASSERT_TRUE(last.finished());
      for (auto const* speed : {"0", "10"}) {
        auto const replay = run({program("twinfeed"), "replay", path("feed.rec"), "--speed", speed, "--twin",
                                 endpoint(), "--source", fmt::format("replay-{}", speed)},
                                seconds(120));
        ASSERT_EQ(replay.status, 0) << replay.err;
        EXPECT_EQ(twin.report().inputs(), last.inputs()) << replay.err;
        for (auto const& [name, n] : last.outcomes())
          EXPECT_EQ(twin.report().outcomes().at(name), n) << name;
      }
    }
    auto const original = told(feed_source);
    EXPECT_TRUE(told("replay-0") == original) << told("replay-0").size() << " of " << original.size();
    EXPECT_TRUE(told("replay-10") == original) << told("replay-10").size() << " of " << original.size();
  }

  TempFolder folder_;
  TestDisk disk_;
};

TEST_F(RecordTest, AisOverUdp) {
  auto const port = dalian::test::free_port(SOCK_DGRAM);
  std::istringstream file(read_data("ais/kystverket-1000.nm4"));
  Strings datagrams;
  for (std::string line; std::getline(file, line) && datagrams.size() < 300;)
    datagrams.push_back(line + "\r\n");
  datagrams.emplace_back("!AIVDM,1,1,,A,broken*00\r\n");
  record_and_replay({"ais", "--udp", fmt::format("127.0.0.1:{}", port)}, datagrams.size(),
                    [&](Process const&) { send_udp(port, datagrams); });
}

TEST_F(RecordTest, V2xOverUdp) {
  auto const port = dalian::test::free_port(SOCK_DGRAM);
  // MessageFrame: two octets of id, then the length of the value: one octet below 128, else two (X.691, 11.9).
  auto const frames = read_data("v2x/j2735.MessageFrame.128.bsms.uper");
  Strings datagrams;
  for (std::size_t at = 0; at + 4 <= frames.size();) {
    auto const octet = [&](std::size_t i) { return static_cast<unsigned char>(frames[at + i]); };
    std::size_t const size = octet(2) < 128 ? 3U + octet(2) : 4U + ((octet(2) & 0x3fU) << 8 | octet(3));
    datagrams.push_back(frames.substr(at, size));
    at += size;
  }
  EXPECT_EQ(datagrams.size(), 128U);
  datagrams.emplace_back("no frame");
  record_and_replay({"v2x", "--udp", fmt::format("127.0.0.1:{}", port), "--crs", "gcj02"}, datagrams.size(),
                    [&](Process const&) { send_udp(port, datagrams); });
}

TEST_F(RecordTest, MqttFromARealBroker) {
  connectors::test::Broker broker;
  ASSERT_TRUE(broker.start());
  std::ofstream(path("map.toml")) << "[[topic]]\nfilter = \"park/+/meter\"\nentity = \"meter:{1}\"\n"
                                     "[[topic.value]]\nquantity = \"power_kw\"\nat = \"/p\"\n";
  Strings const feed{"mqtt",
                     "--broker",
                     fmt::format("127.0.0.1:{}", broker.port),
                     "--map",
                     path("map.toml"),
                     "--ca",
                     broker.folder / "ca.pem",
                     "--user",
                     "twin",
                     "--password-file",
                     broker.folder / "password"};
  record_and_replay(feed, 50, [&](Process const& original) {
    ASSERT_TRUE(wait_until([&] { return original.err().find("connected to mqtt") != std::string::npos; }));
    connectors::test::TestPublisher publisher(broker);
    ASSERT_TRUE(publisher.ok);
    for (int i = 0; i < 50; ++i)
      publisher.publish("park/7/meter", i == 7 ? "no json" : fmt::format("{{\"p\": {}.5}}", i));
    EXPECT_TRUE(publisher.ok);
  });
}

TEST_F(RecordTest, GtfsOverHttpWithItsFailures) {
  auto const vehicles = read_data("gtfs_rt/ct-vehicle-positions.pb"), trips = read_data("gtfs_rt/ct-trip-updates.pb");
  std::atomic<int> asked{0};
  auto server = http::Server::open({}, [&](http::Request const& request) {
    if (++asked == 3) return http::Response{503, "text/plain", "busy", {}};
    return http::Response{200, "application/x-protobuf", request.path == "/v" ? vehicles : trips, {}};
  });
  ASSERT_TRUE(server);
  auto const url = (*server)->url();
  record_and_replay({"gtfs-rt", "--every", "0.3", "--url", url + "/v", "--url", url + "/t"}, 5, [](Process const&) {});
}

TEST_F(RecordTest, AKilledRecorderLeavesWhatCanBeReplayed) {
  auto const port = dalian::test::free_port(SOCK_DGRAM);
  Process recorder(
      {program("twinfeed"), "record", path("ais.rec"), "ais", "--udp", fmt::format("127.0.0.1:{}", port), "--quiet"});
  ASSERT_TRUE(wait_until([&] { return recorder.err().find("listening") != std::string::npos; }));
  std::istringstream file(read_data("ais/kystverket-1000.nm4"));
  Strings datagrams;
  for (std::string line; std::getline(file, line) && datagrams.size() < 100;)
    datagrams.push_back(line);
  send_udp(port, datagrams);
  std::uintmax_t size = 0;
  ASSERT_TRUE(wait_until([&] { // all of it, and no more comes
    auto const now = std::filesystem::file_size(path("ais.rec"));
    return std::exchange(size, now) == now && now > 100 * 28;
  }));
  recorder.signal(SIGKILL);
  recorder.wait(seconds(60));
  auto const replay = run({program("twinfeed"), "replay", path("ais.rec"), "--speed", "0", "--out", "count"});
  EXPECT_EQ(replay.status, 0);
  EXPECT_NE(replay.err.find("100 lines"), std::string::npos) << replay.err;
  std::filesystem::resize_file(path("ais.rec"), size - 3);
  auto const torn = run({program("twinfeed"), "replay", path("ais.rec"), "--speed", "0", "--out", "count"});
  EXPECT_NE(torn.err.find("99 lines"), std::string::npos) << torn.err;
  EXPECT_NE(torn.err.find("was not written whole"), std::string::npos) << torn.err;
}

TEST_F(RecordTest, WrongFilesAndWordsAreOneLine) {
  std::ofstream(path("text")) << "no recording";
  auto const other = run({program("twinfeed"), "replay", path("text")});
  EXPECT_EQ(other.status, 1);
  EXPECT_NE(other.err.find("is no recording"), std::string::npos) << other.err;
  EXPECT_EQ(run({program("twinfeed"), "replay"}).status, 2);
  EXPECT_EQ(run({program("twinfeed"), "record", path("x.rec")}).status, 2);
  EXPECT_EQ(run({program("twinfeed"), "record", path("x.rec"), "radio"}).status, 2);
  EXPECT_FALSE(std::filesystem::exists(path("x.rec")));
}

} // namespace
} // namespace dalian::test
