// Peers that mean it ill, met by every connector that asks somebody: each ends in a counted reject, tells the twin
// nothing, and is over in time.
#include "connectors/gtfs/feed.hpp"
#include "connectors/modbus/feed.hpp"
#include "connectors/ngsi/feed.hpp"
#include "connectors/weather/feed.hpp"
#include "tests/connectors/common/trickler.hpp"
#include "tests/support/process.hpp"
#include "tests/support/wait.hpp"
#include "twin/http/server.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <zlib.h>

namespace dalian::connectors {
namespace {

using namespace std::chrono_literals;
using test::Trickler;

struct CountingSink final : ObservationSink {
  std::size_t told = 0;
  void publish(wire::Observation) override { ++told; }
  void report(wire::FeedReport) override {}
  void poll() override {}
  bool flush(Duration) override { return true; }
};

std::string gzip(std::string const& text) {
  z_stream z{};
  deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&z, text.size()) + 64, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

/// The connectors that ask for documents.
class HostileServer : public testing::TestWithParam<char const*> {
 protected:
  HostileServer() { ::setenv("no_proxy", "*", 1); }
  /// Its first outcome.
  std::string outcome_of(HttpClientConfig config) {
    config.total_limit = std::min(config.total_limit, limit_);
    std::vector<std::unique_ptr<DocumentSource>> sources;
    sources.push_back(poll_document(std::move(config), 60'000ms).value());
    auto const feed = make(std::move(sources));
    EXPECT_TRUE(dalian::test::wait_until([&] {
      feed->step(10ms);
      return feed->counts().inputs() > 0;
    }));
    EXPECT_EQ(sink_.told, 0U);
    EXPECT_EQ(feed->counts().outcomes.get("decoded"), 0U);
    EXPECT_EQ(feed->counts().inputs(), 1U);
    return std::string(feed->counts().outcomes.begin()->first);
  }
  std::string outcome_of(http::Response const& response) {
    auto const server = http::Server::open({}, [&](http::Request const&) { return response; }).value();
    return outcome_of({.url = server->url(), .most_bytes = 1 << 20});
  }

  std::chrono::milliseconds limit_{30'000};
  CountingSink sink_;

 private:
  std::unique_ptr<ProtocolFeed> make(std::vector<std::unique_ptr<DocumentSource>> sources) {
    std::string_view const protocol = GetParam();
    FeedOutput const output{&sink_, nullptr};
    if (protocol == "ngsi")
      return std::make_unique<ngsi::Feed>(std::move(sources), ngsi::FeedOptions{}, clock_, output);
    if (protocol == "weather")
      return std::make_unique<weather::Feed>(std::move(sources), weather::FeedOptions{}, clock_, output);
    return std::make_unique<gtfs::Feed>(std::move(sources), gtfs::FeedOptions{}, clock_, output);
  }
  SystemClock clock_;
};

TEST_P(HostileServer, ABodyWithoutEndIsTooLarge) {
  Trickler const endless("HTTP/1.1 200 OK\r\n\r\n", std::string(100'000, '['));
  EXPECT_EQ(outcome_of({.url = endless.url(), .most_bytes = 1 << 20}), "too_large");
}

TEST_P(HostileServer, OneThatTricklesIsTooSlow) {
  Trickler const slow("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "x");
  limit_ = 300ms;
  EXPECT_EQ(outcome_of({.url = slow.url()}), "too_slow");
}

TEST_P(HostileServer, ABombIsTooLarge) {
  EXPECT_EQ(outcome_of({200, "text/plain", gzip(std::string(20 << 20, '0')), {{"Content-Encoding", "gzip"}}}),
            "too_large");
}

TEST_P(HostileServer, ACertificateThatNobodyVouchesForIsRefused) {
  dalian::test::TempFolder const folder;
  auto const cert = folder.path() / "cert.pem", key = folder.path() / "key.pem";
  ASSERT_EQ(dalian::test::run({"/usr/bin/env", "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                               "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key.string(), "-out", cert.string(),
                               "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"})
                .status,
            0);
  http::ServerConfig config;
  config.certificate = cert;
  config.tls_key = key;
  auto const server = http::Server::open(config, [](http::Request const&) {
                        return http::Response{200, "text/plain", "[]", {}};
                      }).value();
  EXPECT_EQ(outcome_of({.url = server->url()}), "bad_certificate");
}

TEST_P(HostileServer, BracketsWithoutEndAreNoDocument) {
  static std::map<std::string_view, std::string_view> const kReason{
      {"ngsi", "too_deep"}, {"weather", "too_long"}, {"gtfs", "malformed"}};
  EXPECT_EQ(outcome_of({200, "application/json", std::string(500'000, '['), {}}), kReason.at(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Connectors, HostileServer, testing::Values("ngsi", "weather", "gtfs"),
                         [](auto const& one) { return std::string(one.param); });

/// What answers at a Modbus port and is no device.
std::string outcome_of_device(std::string head, std::string piece) {
  dalian::test::TempFolder const folder;
  Trickler const peer(std::move(head), std::move(piece));
  auto const map = folder.path() / "map.toml";
  std::ofstream(map) << fmt::format("[[device]]\nentity = \"meter:1\"\naddress = \"127.0.0.1:{}\"\ntimeout_s = 0.3\n"
                                    "period_s = 60\n[[device.value]]\nquantity = \"power_kw\"\n"
                                    "table = \"input_registers\"\naddress = 0\ntype = \"f32\"\n",
                                    peer.port());
  CountingSink sink;
  modbus::Feed feed(modbus::read_map(map).value(), 1, {&sink, nullptr});
  EXPECT_TRUE(dalian::test::wait_until([&] {
    feed.step(10ms);
    return feed.counts().inputs() > 0;
  }));
  EXPECT_EQ(feed.counts().outcomes.get("decoded"), 0U);
  EXPECT_EQ(feed.counts().details.get("values"), 0U);
  return std::string(feed.counts().outcomes.begin()->first);
}

TEST(HostileDevice, EndsInAReject) {
  using std::string_literals::operator""s;
  std::set<std::string> const reasons{"bad_answer", "timeout", "unreachable"};
  // Another protocol; a length beyond the standard's; a byte at a time; flood; another transaction's answer.
  std::pair<std::string, std::string> const answers[] = {{"SSH-2.0-OpenSSH_9.2\r\n"s, ""s},
                                                         {"\0\1\0\0\xff\xff\1\4"s, "xxxxxxxx"s},
                                                         {""s, "\0"s},
                                                         {""s, std::string(50'000, '\x7f')},
                                                         {"\x77\x77\0\0\0\7\1\4\4\0\0\0\0"s, ""s}};
  for (auto const& [head, piece] : answers) {
    auto const reason = outcome_of_device(head, piece);
    EXPECT_TRUE(reasons.contains(reason)) << reason;
  }
}

} // namespace
} // namespace dalian::connectors
