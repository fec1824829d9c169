#include "tests/support/flaky_link.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace dalian::test {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

int listen_anywhere() {
  int const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto const address = loopback(0);
  if (::bind(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0 || ::listen(fd, 8) != 0)
    throw std::runtime_error("cannot listen on loopback");
  return fd;
}

/// −1 when nobody is there.
int connect_to(std::string const& endpoint) {
  bool const local = endpoint.starts_with("ipc://");
  int const fd = ::socket(local ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un path{};
  path.sun_family = AF_UNIX;
  endpoint.copy(path.sun_path, sizeof path.sun_path - 1, local ? 6 : 0);
  auto const address = loopback(local ? 0 : std::stoi(endpoint.substr(endpoint.rfind(':') + 1)));
  bool const good = local ? ::connect(fd, reinterpret_cast<sockaddr const*>(&path), sizeof path) == 0
                          : ::connect(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
  if (good) return fd;
  ::close(fd);
  return -1;
}

std::uint16_t port_of(int socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

} // namespace

FlakyLink::FlakyLink(std::string to, unsigned seed, std::int64_t least)
    : to_(std::move(to)), random_(seed), least_(least), listener_(listen_anywhere()), thread_([this] { run(); }) {}

FlakyLink::~FlakyLink() {
  stop_ = true;
  thread_.join();
  ::close(listener_);
}

std::string FlakyLink::endpoint() const {
  return "tcp://127.0.0.1:" + std::to_string(port_of(listener_));
}

void FlakyLink::run() {
  while (!stop_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, 50) != 1) continue;
    int const from = ::accept(listener_, nullptr, nullptr);
    if (int const to = away_ ? -1 : connect_to(to_); to >= 0) {
      cut_ = false;
      pass(from, to);
      ::close(to);
    }
    ::close(from);
  }
}

void FlakyLink::pass(int a, int b) {
  std::int64_t left = least_ == kNever ? kNever : least_ + static_cast<std::int64_t>(random_()) % (10 * least_);
  while (!stop_) {
    pollfd both[2] = {{a, POLLIN, 0}, {b, POLLIN, 0}};
    int const ready = ::poll(both, 2, 50);
    for (int i = 0; i < 2 && ready > 0; ++i) {
      if (both[i].revents == 0) continue;
      char bytes[4096];
      auto const n = ::read(both[i].fd, bytes, static_cast<std::size_t>(std::min<std::int64_t>(sizeof bytes, left)));
      if (n <= 0 || ::send(i == 0 ? b : a, bytes, static_cast<std::size_t>(n), MSG_NOSIGNAL) != n) return;
      left -= n;
    }
    if (left > 0 && !cut_) continue;
    ++cuts_;
    return;
  }
}

} // namespace dalian::test
