#include "twin/app/doorman.hpp"

#include <charconv>

namespace dalian::app {

std::optional<std::uint32_t> ipc_user(std::string_view peer_address) {
  constexpr std::string_view kIpc = "localhost:"; // tcp has numbers there
  if (!peer_address.starts_with(kIpc)) return std::nullopt;
  std::uint32_t uid = 0;
  char const* const end = peer_address.data() + peer_address.size();
  auto const [stop, error] = std::from_chars(peer_address.data() + kIpc.size(), end, uid);
  if (error != std::errc{} || stop == end || *stop != ':') return std::nullopt;
  return uid;
}

} // namespace dalian::app
