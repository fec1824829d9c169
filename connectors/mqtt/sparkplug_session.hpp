#pragma once
// Follows the edge nodes of Sparkplug B: births give metrics their names, sequence numbers show what is missing, deaths
// end it. It only listens, and says when a node should be asked to be born again. No socket, no clock; one thread.
#include "connectors/mqtt/sparkplug.pb.h"
#include "connectors/mqtt/value_rule.hpp"
#include "twin/base/counters.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dalian::mqtt {

enum class SparkplugType : std::uint8_t { node_birth, node_death, device_birth, device_death, node_data, device_data };

struct SparkplugTopic {
  SparkplugType type{};
  std::string group, node, device; // device empty: of the node itself

  std::string node_key() const { return group + '/' + node; }
};

/// spBv1.0/GROUP/TYPE/NODE[/DEVICE]; nothing for what is none, or a command, or of a host.
std::optional<SparkplugTopic> parse_sparkplug(std::string_view topic);

/// One value of a metric, by its name.
struct NamedValue {
  std::string_view name; // valid as long as the payload, and until the next call
  RawValue value;
  Instant t{};
  wire::SensorStatus status = wire::GOOD;
  bool historical = false;
};

class SparkplugSession {
 public:
  struct Taken {
    std::string_view outcome; // "decoded", "no_birth", "old_death", "malformed"
    std::vector<NamedValue> values;
    bool died = false;        // of the node or the device: what it said last is no longer good
    bool wants_birth = false; // only another birth of the node can tell what this and the next ones mean
  };

  /// `arrival` stands in for a time that is not given.
  Taken take(SparkplugTopic const& topic, sparkplug::Payload const& payload, Instant arrival, Counters& details);

 private:
  static constexpr std::size_t kMostNodes = 10'000;
  static constexpr std::size_t kMostAliases = 100'000; // of a node

  struct Metric {
    std::string name;
    std::uint32_t datatype = 0;
  };
  struct Node {
    bool alive = false;
    bool in_doubt = false; // something was missed since its birth
    std::uint64_t birth = 0;
    std::optional<std::uint64_t> early_death; // of a birth that has not come yet
    std::uint8_t next_seq = 0;
    std::map<std::uint64_t, Metric> aliases;
    std::map<std::string, std::uint32_t> datatypes; // by device and name
    std::map<std::string, bool> devices;            // born and not dead
  };

  Taken be_born(Node& node, sparkplug::Payload const& payload, Instant arrival, Counters& details);
  static Taken die(Node& node, sparkplug::Payload const& payload);
  void check_seq(Node& node, sparkplug::Payload const& payload, Counters& details) const;
  static bool learn(Node& node, std::string const& device, sparkplug::Payload const& payload);
  static std::vector<NamedValue> values_of(Node const& node, std::string const& device,
                                           sparkplug::Payload const& payload, Instant arrival);

  std::map<std::string, Node> nodes_;
};

} // namespace dalian::mqtt
