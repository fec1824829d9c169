#pragma once
// Where protocols of whole messages come from: datagrams, a broker, a file cut into messages. Knows no protocol. One
// thread; waits at most as long as it is told.
#include "twin/base/counters.hpp"
#include "twin/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace dalian::connectors {

struct Packet {
  std::span<std::uint8_t const> bytes; // until the next call
  std::string_view topic;              // of a broker; else empty
  std::string_view from;               // "192.0.2.1:4600", where there is a sender; until the next call
  bool too_long = false;               // the source had to leave some of it out

  std::string_view text() const { return {reinterpret_cast<char const*>(bytes.data()), bytes.size()}; }
};

class PacketSource {
 public:
  enum class Next : std::uint8_t {
    packet, // `packet` holds one
    idle,   // nothing came in the time given
    ended,  // nothing more will come
  };

  virtual ~PacketSource() = default;
  virtual Next next(Packet& packet, std::chrono::milliseconds wait) = 0;
  /// Adds counts worth showing: reconnects, …
  virtual void tell(Counters& /*details*/) const {}
  /// What it reads and, when it is not well, why.
  virtual std::string describe() const = 0;
};

/// Hands on what has come, at most a few hundred packets, and waits at most `wait` for the first; false at the end.
template <class Take>
bool take_packets(PacketSource& source, std::chrono::milliseconds wait, Take&& take) {
  constexpr int kMostAtOnce = 256;
  Packet packet;
  for (int i = 0; i < kMostAtOnce; ++i) {
    auto const next = source.next(packet, i == 0 ? wait : std::chrono::milliseconds(0));
    if (next == PacketSource::Next::ended) return false;
    if (next == PacketSource::Next::idle) break;
    take(packet);
  }
  return true;
}

} // namespace dalian::connectors
