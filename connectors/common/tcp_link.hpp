#pragma once
// A connection to a TCP server that is made again, with growing waits, whenever it fails or ends. Knows no protocol.
// One thread; waits at most as long as it is told.
#include "connectors/common/address.hpp"
#include "connectors/common/backoff.hpp"
#include "connectors/common/descriptor.hpp"

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace dalian::connectors {

class TcpLink {
 public:
  struct Options {
    Backoff::Limits backoff{};
    std::chrono::milliseconds connect_limit{10'000};
    std::chrono::milliseconds silence_limit{120'000}; // then the connection is taken for dead
    std::function<void(std::string const&)> note{};   // told of each change: connected, lost, waiting
  };
  TcpLink(Address address, Options options);

  /// Does one thing: waits, connects, sends or reads into `space`, at most for `wait`. Bytes read.
  std::size_t step(std::span<char> space, std::chrono::milliseconds wait);
  /// Sends `bytes`, now or in later steps; only while connected.
  void send(std::string_view bytes);
  /// Gives the connection up, for a reason that a person can read.
  void lose(std::string reason);
  /// Silence was expected: it is counted from now.
  void excuse_silence();

  bool connected() const { return state_ == State::connected; }
  /// So far; grows with each.
  std::uint32_t connections() const { return connections_; }
  std::uint64_t failures() const { return failures_; }
  /// "tcp://host:port", and what is wrong.
  std::string describe() const;

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  enum class State : std::uint8_t { waiting, connecting, connected };

  void connect();
  void check_connecting();
  void become_connected();
  void send_some();
  std::size_t read_some(std::span<char> space);
  std::chrono::milliseconds until(SteadyTime when, std::chrono::milliseconds at_most) const;

  Address address_;
  Options options_;
  Backoff backoff_;
  Descriptor socket_;
  State state_ = State::waiting;
  SteadyTime due_{}; // waiting: the next attempt; connecting: giving up; connected: silence is over
  std::string unsent_;
  std::uint32_t connections_ = 0;
  std::uint64_t failures_ = 0;
  std::string trouble_;
};

} // namespace dalian::connectors
