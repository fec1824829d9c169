// The HTTP client against real servers on loopback: our own, one of the Python library, and bad ones.
#include "connectors/common/http_client.hpp"

#include "tests/connectors/common/trickler.hpp"
#include "tests/support/process.hpp"
#include "twin/http/server.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <zlib.h>

namespace dalian::connectors {
namespace {

using namespace std::chrono_literals;
using test::Trickler;

class HttpClientTest : public ::testing::Test {
 protected:
  HttpClientTest() { ::setenv("no_proxy", "*", 1); }
};

std::unique_ptr<HttpClient> client_of(HttpClientConfig config) {
  auto client = HttpClient::open(std::move(config));
  EXPECT_TRUE(client) << (client ? "" : client.error());
  return std::move(client).value();
}

HttpAnswer finish(HttpClient& client) {
  for (;;)
    if (auto answer = client.step(50ms)) return *answer;
}

HttpAnswer get(HttpClient& client) {
  client.ask();
  return finish(client);
}

std::unique_ptr<http::Server> serve(http::Handler handler, http::ServerConfig const& config = {}) {
  auto server = http::Server::open(config, std::move(handler));
  EXPECT_TRUE(server) << (server ? "" : server.error());
  return std::move(server).value();
}

TEST_F(HttpClientTest, AnUnchangedDocumentIsNotSentTwice) {
  std::string version = "\"v1\"", asked_with;
  auto const server = serve([&](http::Request const& r) {
    asked_with = std::string(r.header("if-none-match"));
    if (asked_with == version) return http::Response{304, "", "", {}};
    return http::Response{200, "text/plain", "body of " + version, {{"ETag", version}}};
  });
  auto const client = client_of({.url = server->url() + "/feed"});
  EXPECT_EQ(get(*client).body, "body of \"v1\"");
  EXPECT_EQ(get(*client).outcome, "not_modified");
  version = "\"v2\"";
  auto const changed = get(*client);
  EXPECT_TRUE(changed.ok());
  EXPECT_EQ(changed.body, "body of \"v2\"");
  EXPECT_EQ(asked_with, "\"v1\"");
  client->ask_with("a=1");
  EXPECT_TRUE(finish(*client).ok());
  EXPECT_EQ(asked_with, "") << "another document was asked for under the condition of the first";
}

TEST_F(HttpClientTest, ADocumentOfPythonsServerAndItsAbsence) {
  dalian::test::TempFolder const folder;
  std::ofstream(folder.path() / "a.txt") << "from disk";
  dalian::test::Process const server(
      {"python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder.path().string()});
  std::string port;
  for (int i = 0; i < 200 && port.empty(); ++i, std::this_thread::sleep_for(50ms))
    if (auto const at = server.out().find(" port "); at != std::string::npos)
      port = std::to_string(std::atoi(server.out().substr(at + 6).c_str()));
  ASSERT_NE(port, "");
  auto const client = client_of({.url = "http://127.0.0.1:" + port + "/a.txt"});
  EXPECT_EQ(get(*client).body, "from disk");
  EXPECT_EQ(get(*client).outcome, "not_modified") << "Last-Modified was not sent back";
  auto const absent = client_of({.url = "http://127.0.0.1:" + port + "/b.txt"});
  auto const answer = get(*absent);
  EXPECT_EQ(answer.outcome, "http_status");
  EXPECT_EQ(answer.status, 404);
  EXPECT_NE(answer.reason.find("404"), std::string::npos) << answer.reason;
}

std::string gzip(std::string const& text) {
  z_stream z{};
  deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&z, text.size()), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

TEST_F(HttpClientTest, TheBoundIsOnWhatComesOutOfTheCompression) {
  std::string const bomb = gzip(std::string(20 << 20, '0'));
  ASSERT_LT(bomb.size(), 64U << 10);
  std::string body = bomb;
  auto const server = serve([&](http::Request const&) {
    return http::Response{200, "text/plain", body, {{"Content-Encoding", "gzip"}}};
  });
  auto const client = client_of({.url = server->url(), .most_bytes = 1 << 20});
  EXPECT_EQ(get(*client).outcome, "too_large");
  body = gzip("small");
  EXPECT_EQ(get(*client).body, "small");
}

TEST_F(HttpClientTest, ABodyWithoutEndIsCutAtTheBound) {
  Trickler const endless("HTTP/1.1 200 OK\r\n\r\n", std::string(100'000, 'x'));
  auto const client = client_of({.url = endless.url(), .most_bytes = 1 << 20});
  EXPECT_EQ(get(*client).outcome, "too_large");
}

TEST_F(HttpClientTest, ATricklingServerAndASilentOneEndInTime) {
  Trickler const slow_body("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "x");
  Trickler const slow_head("HTTP/1.1 200 OK\r\nX: ", "y");
  Trickler const silent("", "");
  for (auto const* server : {&slow_body, &slow_head, &silent}) {
    auto const client = client_of({.url = server->url(), .total_limit = 400ms});
    auto const start = std::chrono::steady_clock::now();
    EXPECT_EQ(get(*client).outcome, "too_slow");
    EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
  }
}

TEST_F(HttpClientTest, NobodyThereAndARedirectionWithoutEnd) {
  std::uint16_t port = 0;
  {
    test::LoopbackServer const gone;
    port = gone.port();
  }
  auto const nobody = client_of({.url = fmt::format("http://127.0.0.1:{}/", port)});
  EXPECT_EQ(get(*nobody).outcome, "no_connection");
  auto const round = serve([](http::Request const&) { return http::Response{302, "", "", {{"Location", "/again"}}}; });
  EXPECT_EQ(get(*client_of({.url = round->url()})).outcome, "http_error");
  auto const to_file = serve([](http::Request const&) {
    return http::Response{302, "", "", {{"Location", "file:///etc/hostname"}}};
  });
  EXPECT_EQ(get(*client_of({.url = to_file->url()})).outcome, "http_error");
}

TEST_F(HttpClientTest, ACertificateThatNobodyVouchesForIsRefused) {
  dalian::test::TempFolder const folder;
  auto const cert = folder.path() / "cert.pem", key = folder.path() / "key.pem", token = folder.path() / "token";
  ASSERT_EQ(dalian::test::run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                               "-nodes", "-keyout", key.string(), "-out", cert.string(), "-days", "2", "-subj",
                               "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"})
                .status,
            0);
  std::ofstream(token) << "0123456789abcdef\n";
  std::filesystem::permissions(token, std::filesystem::perms::owner_read);
  auto const server = serve(
      [](http::Request const&) {
        return http::Response{200, "text/plain", "secret", {}};
      },
      {.token = token, .certificate = cert, .tls_key = key});
  EXPECT_EQ(get(*client_of({.url = server->url(), .token = token})).outcome, "bad_certificate");
  EXPECT_EQ(get(*client_of({.url = server->url(), .token = token, .authorities = cert})).body, "secret");
  auto const without = get(*client_of({.url = server->url(), .authorities = cert}));
  EXPECT_EQ(without.status, 401);
}

TEST_F(HttpClientTest, WhatIsNoAddressIsToldAtOnce) {
  for (auto const* url : {"", "ftp://host/", "file:///etc/passwd", "host/path"})
    EXPECT_FALSE(HttpClient::open({.url = url})) << url;
  EXPECT_NE(HttpClient::open({.url = "http://user:secret@host/"}).error().find("password"), std::string::npos);
  EXPECT_TRUE(HttpClient::open({.url = "http://host/path?mail=a@b"}));
}

} // namespace
} // namespace dalian::connectors
