#include "connectors/common/udp.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

constexpr std::size_t kMaxDatagram = 65'536;
constexpr int kReceiveBuffer = 4 * 1024 * 1024; // bursts of a busy shore station while the twin is slow

/// The sender's host, not its port: some forwarders change ports between datagrams.
std::uint32_t origin_of(sockaddr_storage const& from) {
  std::uint32_t hash = 2'166'136'261U; // FNV-1a
  auto const mix = [&](unsigned char const* bytes, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      hash = (hash ^ bytes[i]) * 16'777'619U;
  };
  if (from.ss_family == AF_INET)
    mix(reinterpret_cast<unsigned char const*>(&reinterpret_cast<sockaddr_in const&>(from).sin_addr), 4);
  else if (from.ss_family == AF_INET6)
    mix(reinterpret_cast<unsigned char const*>(&reinterpret_cast<sockaddr_in6 const&>(from).sin6_addr), 16);
  return hash;
}

class UdpListener final : public UdpSource {
 public:
  UdpListener(Descriptor socket, std::string name) : socket_(std::move(socket)), name_(std::move(name)) {}

  Next next(Line& line, std::chrono::milliseconds wait) override {
    for (;;) {
      if (!rest_.empty()) return take_line(line);
      pollfd waiting{socket_.get(), POLLIN, 0};
      if (::poll(&waiting, 1, static_cast<int>(wait.count())) <= 0) return Next::idle;
      receive();
    }
  }

  std::map<std::string, std::uint64_t> details() const override { return {{"datagrams", datagrams_}}; }
  std::string describe() const override { return name_; }

  std::uint16_t port() const override { return udp_port(socket_); }

 private:
  void receive() {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    auto const bytes =
        ::recvfrom(socket_.get(), datagram_.data(), datagram_.size(), 0, reinterpret_cast<sockaddr*>(&from), &size);
    if (bytes <= 0) return; // an empty datagram, or a signal
    ++datagrams_;
    origin_ = origin_of(from);
    rest_ = {datagram_.data(), static_cast<std::size_t>(bytes)};
  }

  Next take_line(Line& line) {
    auto const lf = rest_.find('\n');
    auto text = rest_.substr(0, lf);
    rest_.remove_prefix(lf == rest_.npos ? rest_.size() : lf + 1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    line.cut = text.size() > kMaxLine;
    line.text = text.substr(0, kMaxLine);
    line.origin = origin_;
    return Next::line;
  }

  Descriptor socket_;
  std::string name_;
  std::array<char, kMaxDatagram> datagram_;
  std::string_view rest_;
  std::uint32_t origin_ = 0;
  std::uint64_t datagrams_ = 0;
};

} // namespace

Result<Descriptor> listen_udp(Address const& address) {
  auto const addresses = resolve(address, SOCK_DGRAM, true);
  if (!addresses) return Error{addresses.error()};
  std::string reason = "no usable address";
  for (auto const& a : *addresses) {
    Descriptor socket(::socket(a.family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (socket && ::bind(socket.get(), a.get(), a.size) == 0) {
      ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer); // best effort
      return socket;
    }
    reason = std::strerror(errno);
  }
  return Error{fmt::format("udp://{}: cannot listen: {}", address.text(), reason)};
}

std::uint16_t udp_port(Descriptor const& socket) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&bound), &size);
  return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6 const&>(bound).sin6_port
                                           : reinterpret_cast<sockaddr_in const&>(bound).sin_port);
}

Result<std::unique_ptr<UdpSource>> UdpSource::open(Address const& address) {
  auto socket = listen_udp(address);
  if (!socket) return Error{socket.error()};
  return std::unique_ptr<UdpSource>(
      std::make_unique<UdpListener>(std::move(*socket), fmt::format("udp://{}", address.text())));
}

} // namespace dalian::connectors
