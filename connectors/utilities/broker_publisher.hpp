#pragma once
// Publishes at an MQTT broker by libmosquitto, with the will of a Sparkplug B node; connects again when the broker was
// away. One thread: everything happens in step().
#include "connectors/common/address.hpp"
#include "connectors/utilities/publications.hpp"

#include <functional>
#include <memory>

namespace dalian::utilities {

class BrokerPublisher {
 public:
  explicit BrokerPublisher(connectors::Address broker);
  ~BrokerPublisher();
  BrokerPublisher(BrokerPublisher const&) = delete;
  BrokerPublisher& operator=(BrokerPublisher const&) = delete;

  /// Keeps the connection and sends what is due. What was due while the broker was away is not made up for: a birth
  /// tells everything anew.
  void step(City const& city);
  bool connected() const;
  std::uint64_t sent() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace dalian::utilities
