#include "connectors/common/datagram_source.hpp"

#include <arpa/inet.h>
#include <cstring>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace dalian::connectors {

Result<std::unique_ptr<DatagramSource>> DatagramSource::open(Address const& address) {
  auto socket = listen_udp(address);
  if (!socket) return Error{socket.error()};
  auto name = fmt::format("udp://{}:{}", address.host, udp_port(*socket));
  return std::unique_ptr<DatagramSource>(new DatagramSource(std::move(*socket), std::move(name)));
}

PacketSource::Next DatagramSource::next(Packet& packet, std::chrono::milliseconds wait) {
  pollfd waiting{socket_.get(), POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(wait.count())) <= 0) return Next::idle;
  sockaddr_storage sender{};
  socklen_t length = sizeof sender;
  auto const size =
      ::recvfrom(socket_.get(), datagram_.data(), datagram_.size(), 0, reinterpret_cast<sockaddr*>(&sender), &length);
  if (size < 0) return Next::idle; // a signal
  note_sender(sender);
  packet = {};
  packet.from = sender_text_;
  packet.bytes = {datagram_.data(), static_cast<std::size_t>(size)};
  return Next::packet;
}

/// Written as text only when another one speaks.
void DatagramSource::note_sender(sockaddr_storage const& sender) {
  if (!sender_text_.empty() && std::memcmp(&sender, &sender_, sizeof sender) == 0) return;
  sender_ = sender;
  char host[INET6_ADDRSTRLEN] = "";
  if (sender.ss_family == AF_INET) {
    auto const& ip = reinterpret_cast<sockaddr_in const&>(sender);
    ::inet_ntop(AF_INET, &ip.sin_addr, host, sizeof host);
    sender_text_ = fmt::format("{}:{}", host, ntohs(ip.sin_port));
  } else {
    auto const& ip = reinterpret_cast<sockaddr_in6 const&>(sender);
    ::inet_ntop(AF_INET6, &ip.sin6_addr, host, sizeof host);
    sender_text_ = fmt::format("[{}]:{}", host, ntohs(ip.sin6_port));
  }
}

} // namespace dalian::connectors
