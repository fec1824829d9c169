// The server with real sockets: what it answers, what it refuses, and that nobody holds it up.
#include "twin/http/server.hpp"

#include "tests/http/raw_client.hpp"
#include "tests/support/process.hpp"

#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>

namespace dalian::http {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<Server> echo(ServerConfig config = {}) {
  auto server = Server::open(config, [](Request const& r) {
    std::string text = r.method + " " + r.path;
    for (auto const& [name, value] : r.query)
      text += fmt::format(" {}={}", name, value);
    return Response{200, "text/plain", text + " [" + r.body + "]", {{"X-Kind", std::string(r.header("x-kind"))}}};
  });
  EXPECT_TRUE(server) << (server ? "" : server.error());
  return std::move(server).value();
}

std::string ask(Server const& server, std::string const& bytes) {
  test::RawClient client(server.url());
  EXPECT_TRUE(client.connected());
  EXPECT_TRUE(client.send(bytes));
  return client.receive();
}

TEST(HttpServer, HandsPathQueryHeadersAndBodyOver) {
  auto const server = echo();
  auto const got = ask(*server, "POST /a%20b?x=1&y=%2F&z HTTP/1.1\r\nHost: h\r\nX-Kind: Test\r\nConnection: close\r\n"
                                "Content-Length: 5\r\n\r\nhello");
  EXPECT_TRUE(got.starts_with("HTTP/1.1 200 ")) << got;
  EXPECT_TRUE(got.ends_with("POST /a b x=1 y=/ z= [hello]")) << got;
  EXPECT_NE(got.find("X-Kind: Test"), std::string::npos) << got;
  EXPECT_EQ(server->counts().get("answered"), 1U);
}

TEST(HttpServer, ABodyThatIsTooLargeIsRefusedWhetherItSaysSoOrNot) {
  ServerConfig config;
  config.most_body_bytes = 1000;
  auto const server = echo(config);
  std::string const head = "POST / HTTP/1.1\r\nHost: h\r\n";
  EXPECT_TRUE(ask(*server, head + "Content-Length: 1001\r\n\r\n").starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(ask(*server, head + "Content-Length: 99999999999999999999\r\n\r\n").starts_with("HTTP/1.1 4"));
  std::string chunks;
  for (int i = 0; i < 3; ++i)
    chunks += "190\r\n" + std::string(400, 'x') + "\r\n";
  EXPECT_EQ(ask(*server, head + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n"), "");
  EXPECT_GE(server->counts().get("body_too_large"), 2U);
  EXPECT_EQ(server->counts().get("answered"), 0U);
  EXPECT_TRUE(ask(*server, head + "Connection: close\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'y'))
                  .starts_with("HTTP/1.1 200 "));
}

TEST(HttpServer, ATricklingClientIsCutOffWhileOthersAreServed) {
  ServerConfig config;
  config.patience = 600ms;
  auto const server = echo(config);
  test::RawClient in_headers(server->url()), in_body(server->url());
  in_headers.send("GET / HT");
  in_body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n");
  auto const start = std::chrono::steady_clock::now();
  for (int i = 0; i < 12; ++i) { // each byte comes in time; the whole never does
    in_headers.send("T");
    in_body.send("b");
    EXPECT_NE(ask(*server, "GET /quick HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").find("GET /quick"),
              std::string::npos);
    std::this_thread::sleep_for(100ms);
  }
  in_headers.receive(2s);
  in_body.receive(2s);
  EXPECT_TRUE(in_headers.closed());
  EXPECT_TRUE(in_body.closed());
  EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
  EXPECT_EQ(server->counts().get("too_slow"), 2U);
  EXPECT_EQ(server->counts().get("answered"), 12U);
}

TEST(HttpServer, HeadersWithoutEndAreRefused) {
  auto const server = echo();
  std::string const got = ask(*server, "GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(100'000, 'a') + "\r\n\r\n");
  EXPECT_FALSE(got.starts_with("HTTP/1.1 200")) << got.substr(0, 40);
}

TEST(HttpServer, AsksForItsToken) {
  test::TempFolder const folder;
  ServerConfig config;
  config.token = folder.path() / "token";
  std::ofstream(config.token) << "0123456789abcdef\n";
  std::filesystem::permissions(config.token, std::filesystem::perms::owner_read);
  auto const server = echo(config);
  std::string const head = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";
  EXPECT_TRUE(ask(*server, head + "\r\n").starts_with("HTTP/1.1 401 "));
  EXPECT_TRUE(ask(*server, head + "Authorization: Bearer 0123456789abcdeX\r\n\r\n").starts_with("HTTP/1.1 401 "));
  EXPECT_TRUE(ask(*server, head + "Authorization: Bearer 0123456789abcdef\r\n\r\n").starts_with("HTTP/1.1 200 "));
  EXPECT_EQ(server->counts().get("unauthorized"), 2U);
  EXPECT_EQ(server->counts().get("answered"), 1U);
}

TEST(HttpServer, IsOpenBeyondLoopbackOnlyWithTokenAndCertificate) {
  ServerConfig config;
  config.listen = "0.0.0.0:0";
  auto const open = [&] { return Server::open(config, [](Request const&) { return Response{}; }); };
  auto const refused = open();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("token and a certificate"), std::string::npos);
  config.listen = "127.0.0.1:0";
  config.certificate = "/nowhere.pem";
  EXPECT_FALSE(open());
  config.tls_key = "/nowhere.key";
  EXPECT_NE(open().error().find("/nowhere.pem"), std::string::npos);
}

TEST(HttpServer, APortThatIsTakenIsNamed) {
  auto const first = echo();
  ServerConfig config;
  config.listen = "127.0.0.1" + first->url().substr(first->url().rfind(':'));
  auto const second = Server::open(config, [](Request const&) { return Response{}; });
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().find(config.listen), std::string::npos);
}

TEST(HttpServer, AHandlerThatThrowsIsAnAnswer) {
  auto const server = Server::open({}, [](Request const&) -> Response { throw std::runtime_error("x"); });
  ASSERT_TRUE(server);
  EXPECT_TRUE(ask(**server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 500 "));
  EXPECT_EQ((*server)->counts().get("failed"), 1U);
}

} // namespace
} // namespace dalian::http
