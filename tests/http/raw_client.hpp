#pragma once
// A client that sends any bytes to a server on loopback, as slowly as a test likes.
#include <arpa/inet.h>
#include <chrono>
#include <cstdlib>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

namespace dalian::test {

class RawClient {
 public:
  /// `url`: "http://127.0.0.1:PORT".
  explicit RawClient(std::string const& url) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(url.substr(url.rfind(':') + 1).c_str())));
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { ::close(socket_); }
  RawClient(RawClient const&) = delete;
  RawClient& operator=(RawClient const&) = delete;

  bool connected() const { return connected_; }
  bool send(std::string_view bytes) {
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  /// Everything until the server closes, or nothing comes for `silence`.
  std::string receive(std::chrono::milliseconds silence = std::chrono::seconds(10)) {
    std::string all;
    char block[4096];
    for (;;) {
      pollfd waiting{socket_, POLLIN, 0};
      if (::poll(&waiting, 1, static_cast<int>(silence.count())) <= 0) return all;
      auto const n = ::recv(socket_, block, sizeof block, 0);
      closed_ = n <= 0;
      if (closed_) return all;
      all.append(block, static_cast<std::size_t>(n));
    }
  }
  bool closed() const { return closed_; } // by the server, as receive found

 private:
  int socket_;
  bool connected_ = false, closed_ = false;
};

} // namespace dalian::test
