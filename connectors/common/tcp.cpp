#include "connectors/common/tcp.hpp"

namespace dalian::connectors {

using namespace std::chrono;

LineSource::Next TcpSource::next(Line& line, milliseconds wait) {
  auto const deadline = steady_clock::now() + wait;
  for (bool first = true;; first = false) {
    auto const found = flushing_ ? buffer_.rest() : buffer_.next();
    if (found) {
      static_cast<RawLine&>(line) = *found;
      line.origin = link_.connections(); // parts never join across a lost connection
      return Next::line;
    }
    flushing_ = false;
    auto const left = duration_cast<milliseconds>(deadline - steady_clock::now());
    if (!first && left <= milliseconds::zero()) return Next::idle;
    step(std::max(left, milliseconds::zero()));
  }
}

void TcpSource::step(milliseconds wait) {
  bool const before = link_.connected();
  buffer_.commit(link_.step(buffer_.space(), wait));
  if (before && !link_.connected()) flushing_ = true;
  if (!before && link_.connected()) buffer_.clear();
}

std::map<std::string, std::uint64_t> TcpSource::details() const {
  return {{"tcp_connections", link_.connections()}, {"tcp_failures", link_.failures()}};
}

} // namespace dalian::connectors
