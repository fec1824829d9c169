#pragma once
// A small HTTP/1.1 server (libmicrohttpd): bounded bodies, bounded time, one thread. Listens on loopback unless it has
// both a token and a certificate. Knows not what it serves; never writes a file.
#include "twin/base/counters.hpp"
#include "twin/base/result.hpp"
#include "twin/http/message.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

namespace dalian::http {

struct ServerConfig {
  std::string listen = "127.0.0.1:0";             // port 0: the system chooses
  std::filesystem::path token{};                  // file of read_token; empty = none is asked for
  std::filesystem::path certificate{}, tls_key{}; // PEM; both or none
  std::size_t most_body_bytes = 4 << 20;          // of a request
  std::size_t most_header_bytes = 32 << 10;       // of a request line with its headers
  unsigned most_connections = 64;                 // more wait in the backlog of the system
  std::chrono::milliseconds patience{20'000};     // from a connection or the last answer until a request is there whole
};

/// Called on the server's thread, one request at a time.
using Handler = std::function<Response(Request const&)>;

class Server {
 public:
  /// Says what is wrong with the configuration; refuses an address beyond loopback without a token and a certificate.
  static Result<std::unique_ptr<Server>> open(ServerConfig const& config, Handler handler);
  ~Server();
  Server(Server const&) = delete;
  Server& operator=(Server const&) = delete;

  /// Where a client reaches it: "http://127.0.0.1:41234".
  std::string const& url() const;
  /// What became of every request, by name: "answered", "unauthorized", "body_too_large", "too_slow" (cut off before a
  /// request was whole). Any thread.
  Counters counts() const;

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace dalian::http
