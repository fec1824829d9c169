#pragma once
#include <arpa/inet.h>
#include <cstdint>
#include <netinet/in.h>
#include <random>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace dalian::test {

/// A port of loopback that is free now, for a server that a test starts and perhaps starts again. It lies below those
/// that Linux gives to connections (ip_local_port_range begins at 32,768): among these another process, or a client
/// that tries this very port while nobody listens and so meets itself, would take it before the server does.
inline std::uint16_t free_port(int type = SOCK_STREAM) {
  constexpr std::uint16_t kFirst = 20'000, kPorts = 12'000;
  std::random_device draw;
  for (int attempt = 0; attempt < 1000; ++attempt) {
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    own.sin_port = htons(static_cast<std::uint16_t>(kFirst + draw() % kPorts));
    int const fd = ::socket(AF_INET, type, 0);
    bool const is_free = ::bind(fd, reinterpret_cast<sockaddr*>(&own), sizeof own) == 0;
    ::close(fd);
    if (is_free) return ntohs(own.sin_port);
  }
  throw std::runtime_error("no free port");
}

} // namespace dalian::test
