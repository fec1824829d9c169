#include "twin/http/address.hpp"

#include <arpa/inet.h>
#include <charconv>
#include <fmt/format.h>
#include <netinet/in.h>
#include <optional>
#include <string>

namespace dalian::http {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  auto const* const end = text.data() + text.size();
  auto const [stop, error] = std::from_chars(text.data(), end, port);
  if (text.empty() || error != std::errc{} || stop != end) return std::nullopt;
  return port;
}

template <class Address>
void store(ListenAddress& out, Address const& address) {
  static_assert(sizeof address <= sizeof out.storage);
  *reinterpret_cast<Address*>(&out.storage) = address;
  out.size = sizeof address;
}

} // namespace

Result<ListenAddress> parse_listen_address(std::string_view text) {
  auto const fail = [&](char const* what) {
    return Error{fmt::format("{}: {}; write it like 127.0.0.1:8080 or [::1]:8080", text, what)};
  };
  auto const colon = text.rfind(':');
  if (colon == std::string_view::npos) return fail("has no port");
  auto const port = parse_port(text.substr(colon + 1));
  if (!port) return fail("the port is no number from 0 to 65535");
  std::string host(text.substr(0, colon));
  ListenAddress result;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(*port);
    if (::inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &six.sin6_addr) != 1)
      return fail("is no IPv6 address");
    result.loopback = IN6_IS_ADDR_LOOPBACK(&six.sin6_addr) != 0;
    store(result, six);
    return result;
  }
  if (host == "localhost") host = "127.0.0.1";
  sockaddr_in four{};
  four.sin_family = AF_INET;
  four.sin_port = htons(*port);
  if (::inet_pton(AF_INET, host.c_str(), &four.sin_addr) != 1) return fail("is no IPv4 address");
  result.loopback = (ntohl(four.sin_addr.s_addr) >> 24) == 127;
  store(result, four);
  return result;
}

} // namespace dalian::http
