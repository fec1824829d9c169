#pragma once
// "HOST:PORT" as a user writes it, and its socket addresses.
#include "twin/base/result.hpp"

#include <string>
#include <string_view>
#include <sys/socket.h>
#include <vector>

namespace dalian::connectors {

struct Address {
  std::string host; // a name, an IPv4 address or an IPv6 address without brackets; "*" means every interface
  std::string port; // 0…65535
  std::string text() const;
};

/// "host:port", "[::1]:port", "*:port". The error says what is wrong with it.
Result<Address> parse_address(std::string_view text);

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
  int family = 0;
  sockaddr const* get() const { return reinterpret_cast<sockaddr const*>(&storage); }
};

/// Asks the resolver; `type` is SOCK_STREAM or SOCK_DGRAM. To bind: addresses to listen on.
Result<std::vector<SocketAddress>> resolve(Address const& address, int type, bool to_bind);

} // namespace dalian::connectors
