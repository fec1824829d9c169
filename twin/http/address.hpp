#pragma once
// "HOST:PORT" of a socket to listen on, by numbers: a name could mean another address tomorrow.
#include "twin/base/result.hpp"

#include <string_view>
#include <sys/socket.h>

namespace dalian::http {

struct ListenAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
  bool loopback = false; // this machine alone can come
  sockaddr const* get() const { return reinterpret_cast<sockaddr const*>(&storage); }
};

/// "127.0.0.1:8080", "[::1]:0", "localhost:8080" (127.0.0.1); port 0: the system chooses.
Result<ListenAddress> parse_listen_address(std::string_view text);

} // namespace dalian::http
