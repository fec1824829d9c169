#pragma once
// A message of a topic that a rule knows → what the twin is told.
#include "connectors/mqtt/quantity_map.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/crs.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dalian::mqtt {

struct TopicMessage {
  std::string_view topic, payload;
  Instant arrival{};
};

class TopicReader {
 public:
  TopicReader(std::vector<TopicRule> rules, Crs crs) : rules_(std::move(rules)), crs_(crs) {}

  /// Appends to `out` and counts each value in `details`. "decoded", or why the message is no use: "unmapped_topic",
  /// "bad_json", "too_deep", "bad_time".
  std::string_view read(TopicMessage const& message, std::vector<wire::Observation>& out, Counters& details) const;

 private:
  std::vector<TopicRule> rules_;
  Crs crs_;
};

} // namespace dalian::mqtt
