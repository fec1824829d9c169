#pragma once
// Lines from UDP datagrams: one datagram holds one or more whole lines. Listens only, never sends.
#include "connectors/common/address.hpp"
#include "connectors/common/descriptor.hpp"
#include "connectors/common/line_source.hpp"

#include <memory>

namespace dalian::connectors {

/// A socket that listens without blocking; port 0 lets the system choose. The error names the address.
Result<Descriptor> listen_udp(Address const& address);
std::uint16_t udp_port(Descriptor const& socket);

class UdpSource : public LineSource {
 public:
  /// Binds; port 0 lets the system choose. The error names the address.
  static Result<std::unique_ptr<UdpSource>> open(Address const& address);
  virtual std::uint16_t port() const = 0;
};

} // namespace dalian::connectors
