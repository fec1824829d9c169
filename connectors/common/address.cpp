#include "connectors/common/address.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <memory>
#include <netdb.h>

#include <fmt/format.h>

namespace dalian::connectors {

std::string Address::text() const {
  return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

Result<Address> parse_address(std::string_view text) {
  auto const colon = text.rfind(':');
  if (colon == text.npos || colon == 0)
    return Error{fmt::format("'{}' is no address: write HOST:PORT, for example 127.0.0.1:10110", text)};
  auto host = text.substr(0, colon);
  auto const port = text.substr(colon + 1);
  bool const digits = !port.empty() && port.size() <= 5 &&
                      std::all_of(port.begin(), port.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (!digits || std::stoul(std::string(port)) > 65535)
    return Error{fmt::format("'{}' in '{}' is no port: a number from 0 to 65535", port, text)};
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return Address{std::string(host), std::string(port)};
}

Result<std::vector<SocketAddress>> resolve(Address const& address, int type, bool to_bind) {
  addrinfo hints{};
  hints.ai_socktype = type;
  hints.ai_flags = AI_NUMERICSERV | (to_bind ? AI_PASSIVE : 0);
  addrinfo* found = nullptr;
  char const* const host = address.host == "*" ? nullptr : address.host.c_str();
  if (int const error = ::getaddrinfo(host, address.port.c_str(), &hints, &found); error != 0)
    return Error{fmt::format("{}: {}", address.text(), ::gai_strerror(error))};
  std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> const owner(found, ::freeaddrinfo);
  std::vector<SocketAddress> addresses;
  for (auto const* a = found; a != nullptr; a = a->ai_next) {
    SocketAddress& s = addresses.emplace_back();
    std::memcpy(&s.storage, a->ai_addr, a->ai_addrlen);
    s.size = a->ai_addrlen;
    s.family = a->ai_family;
  }
  return addresses;
}

} // namespace dalian::connectors
