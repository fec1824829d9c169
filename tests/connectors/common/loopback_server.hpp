#pragma once
// A TCP server on the loopback interface that a test can start, feed, and kill.
#include "connectors/common/descriptor.hpp"

#include <arpa/inet.h>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <string_view>
#include <sys/socket.h>

namespace dalian::connectors::test {

class LoopbackServer {
 public:
  /// Port 0: the system chooses.
  explicit LoopbackServer(std::uint16_t port = 0) : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    int const on = 1;
    ::setsockopt(listener_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address = loopback(port);
    listening_ = ::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                 ::listen(listener_.get(), 4) == 0;
    socklen_t size = sizeof address;
    ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  static sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
  }

  bool listening() const { return listening_; }
  std::uint16_t port() const { return port_; }

  /// True when a client is there; waits at most `ms`.
  bool accept(int ms = 0) {
    pollfd waiting{listener_.get(), POLLIN, 0};
    if (::poll(&waiting, 1, ms) <= 0) return false;
    client_ = Descriptor(::accept(listener_.get(), nullptr, nullptr));
    return static_cast<bool>(client_);
  }
  bool send(std::string_view bytes) {
    return ::send(client_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  void drop_client() { client_.reset(); }

 private:
  Descriptor listener_, client_;
  bool listening_ = false;
  std::uint16_t port_ = 0;
};

} // namespace dalian::connectors::test
