#pragma once
// What the synthetic city publishes at an MQTT broker, as topics and payloads in the order of time: turbines as devices
// of one Sparkplug B edge node, all else as JSON. A pure function of what it is given; knows no broker.
#include "connectors/utilities/city.hpp"

#include <map>
#include <set>

namespace dalian::utilities {

struct Publication {
  std::string topic, payload;
};

class Publications {
 public:
  static constexpr std::string_view kGroup = "dalian", kNode = "wind-farm";

  /// The node's and its devices' births, which begin a connection and answer a request for a rebirth: of those devices
  /// that can be reached. `birth`: of the will of that connection.
  std::vector<Publication> births(City const& city, std::uint64_t birth);
  /// What is due since the last call, each kind of thing at its own period; the births once a minute, for listeners
  /// that come late and may not ask for one.
  std::vector<Publication> due(City const& city, std::uint64_t birth);

  static std::string will_topic();
  /// TOML for twinfeed mqtt --map.
  static std::string map(City const& city);

 private:
  std::uint8_t next_seq() { return seq_++; }
  Publication device_birth(Thing const& turbine, std::size_t place, Instant t);
  /// Its data; its death, or birth, when its link went or came.
  void tell_turbine(Thing const& turbine, std::size_t place, Instant t, std::vector<Publication>& out);
  std::map<std::string, std::int64_t, std::less<>> told_; // by kind: the period that was told last
  std::uint8_t seq_ = 0;
  std::uint64_t born_ = 0;                   // number of the last birth
  std::set<std::string, std::less<>> alive_; // devices that were born and have not died
};

} // namespace dalian::utilities
