#pragma once
// Lines from a TCP server. Connects when first asked for a line, and again, with growing waits, whenever the connection
// fails or ends: a source that never ends. Only reads.
#include "connectors/common/line_source.hpp"
#include "connectors/common/tcp_link.hpp"

namespace dalian::connectors {

class TcpSource final : public LineSource {
 public:
  using Options = TcpLink::Options;
  TcpSource(Address address, Options options) : link_(std::move(address), std::move(options)) {}

  Next next(Line& line, std::chrono::milliseconds wait) override;
  std::map<std::string, std::uint64_t> details() const override;
  std::string describe() const override { return link_.describe(); }

 private:
  void step(std::chrono::milliseconds wait);

  TcpLink link_;
  LineBuffer buffer_{kMaxLine, 64 * 1024};
  bool flushing_ = false; // the connection is lost: what it left without an end of line is the last line
};

} // namespace dalian::connectors
