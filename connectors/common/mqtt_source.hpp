#pragma once
// Packets from an MQTT broker (3.1.1 or 5): subscribes, and publishes only what it is told to. A thread of its own
// keeps the connection, with growing waits after a failure; messages wait in a bounded queue for the one thread that
// asks for them.
#include "connectors/common/address.hpp"
#include "connectors/common/packet_source.hpp"
#include "twin/base/time.hpp"

#include <filesystem>
#include <functional>
#include <vector>

namespace dalian::connectors {

struct MqttConfig {
  Address broker;
  std::vector<std::string> topics;
  std::string user;
  std::filesystem::path password_file;    // one line; only its owner may read it
  std::filesystem::path ca;               // certificates of who may have signed the broker's: TLS, its name is checked
  std::filesystem::path certificate, key; // of ours, where the broker wants one
  int version = 4;                        // as libmosquitto numbers it: 4 = 3.1.1, 5
  int qos = 0;                            // 0: what comes while we are away is lost; 1, 2: never twice the same promise
  std::size_t most_queued_bytes = 64U << 20;
  std::function<void(std::string const&)> note{}; // told of each change: connected, lost, refused
};

class MqttSource : public PacketSource {
 public:
  static constexpr std::size_t kMostPayload = 1U << 20; // longer ones are told as too long, without their bytes

  /// Starts to connect. The error names the file or option that is wrong.
  static Result<std::unique_ptr<MqttSource>> open(MqttConfig config);
  virtual bool connected() const = 0;
  /// Once, at quality of service 0; lost when there is no connection. From the thread that asks for packets.
  virtual void publish(std::string const& topic, std::string const& payload) = 0;
};

} // namespace dalian::connectors
