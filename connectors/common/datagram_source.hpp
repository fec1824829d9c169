#pragma once
// Packets from UDP: one datagram is one message. Listens only, never sends.
#include "connectors/common/packet_source.hpp"
#include "connectors/common/udp.hpp"

#include <array>
#include <sys/socket.h>

namespace dalian::connectors {

class DatagramSource final : public PacketSource {
 public:
  /// Port 0 lets the system choose. The error names the address.
  static Result<std::unique_ptr<DatagramSource>> open(Address const& address);

  Next next(Packet& packet, std::chrono::milliseconds wait) override;
  std::string describe() const override { return name_; }
  std::uint16_t port() const { return udp_port(socket_); }

 private:
  DatagramSource(Descriptor socket, std::string name) : socket_(std::move(socket)), name_(std::move(name)) {}

  void note_sender(sockaddr_storage const& sender);

  Descriptor socket_;
  std::string name_;
  sockaddr_storage sender_{}; // of the last datagram
  std::string sender_text_;
  std::array<std::uint8_t, 65'536> datagram_;
};

} // namespace dalian::connectors
