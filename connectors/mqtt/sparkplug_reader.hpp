#pragma once
// Messages of Sparkplug B → what the twin is told: metrics that a rule knows, and, when a node or device dies, its last
// values again as bad. Where a rule allows it, asks for a birth that it needs, and for nothing else.
#include "connectors/mqtt/quantity_map.hpp"
#include "connectors/mqtt/sparkplug_session.hpp"
#include "connectors/mqtt/topic_message.hpp"

#include <functional>

namespace dalian::mqtt {

class SparkplugReader {
 public:
  explicit SparkplugReader(std::vector<SparkplugRule> rules) : rules_(std::move(rules)) {}

  /// How a node may be asked to be born again; without it none is.
  using Ask = std::function<void(std::string const& topic, std::string const& payload)>;
  void allow_requests(Ask ask) { ask_ = std::move(ask); }

  /// Whether the topic is one of Sparkplug at all.
  static bool knows(std::string_view topic) { return topic.starts_with("spBv1.0/"); }

  /// Appends to `out` and counts each value in `details`. "decoded", or what else became of the message:
  /// "other_message", "unmapped_topic", "malformed", "no_birth", "old_death", "too_many_nodes".
  std::string_view read(TopicMessage const& message, std::vector<wire::Observation>& out, Counters& details);

 private:
  using LastValues = std::map<std::string, wire::SensorValue>; // by quantity

  SparkplugRule const* rule_of(SparkplugTopic const& topic) const;
  void tell_values(SparkplugRule const& rule, std::string const& entity, SparkplugSession::Taken const& taken,
                   std::pair<Instant, std::vector<wire::Observation>&> out, Counters& details);
  void ask_for_birth(SparkplugTopic const& topic, Instant now, Counters& details);
  void tell_death(SparkplugTopic const& topic, Instant at, std::vector<wire::Observation>& out);

  std::vector<SparkplugRule> rules_;
  SparkplugSession session_;
  Ask ask_;
  std::map<std::string, Instant> asked_;                                                  // by node
  std::map<std::string, std::map<std::string, std::pair<std::string, LastValues>>> last_; // by node, device: entity
};

} // namespace dalian::mqtt
