#pragma once
// Lines from a TCP server. Connects when first asked for a line, and again, with growing waits, whenever the connection
// fails or ends: a source that never ends. Only reads.
#include "connectors/common/address.hpp"
#include "connectors/common/backoff.hpp"
#include "connectors/common/descriptor.hpp"
#include "connectors/common/line_source.hpp"

#include <functional>

namespace dalian::connectors {

class TcpSource final : public LineSource {
 public:
  struct Options {
    Backoff::Limits backoff{};
    std::chrono::milliseconds connect_limit{10'000};
    std::chrono::milliseconds silence_limit{120'000}; // then the connection is taken for dead
    std::function<void(std::string const&)> note{};   // told of each change: connected, lost, waiting
  };
  TcpSource(Address address, Options options);

  Next next(Line& line, std::chrono::milliseconds wait) override;
  std::map<std::string, std::uint64_t> details() const override;
  std::string describe() const override;

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  enum class State : std::uint8_t { waiting, connecting, connected };

  void step(std::chrono::milliseconds wait);
  void connect();
  void check_connecting();
  void become_connected();
  void read_some();
  void lose(std::string reason);
  std::chrono::milliseconds until(SteadyTime when, std::chrono::milliseconds at_most) const;

  Address address_;
  Options options_;
  Backoff backoff_;
  Descriptor socket_;
  State state_ = State::waiting;
  SteadyTime due_{}; // waiting: the next attempt; connecting: giving up; connected: silence is over
  LineBuffer buffer_{kMaxLine, 64 * 1024};
  bool flushing_ = false; // the connection is lost: what it left without an end of line is the last line
  std::uint32_t connections_ = 0;
  std::uint64_t failures_ = 0;
  std::string trouble_;
};

} // namespace dalian::connectors
