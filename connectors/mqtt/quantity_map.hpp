#pragma once
// What of which topics is told to the twin: a TOML file, see docs/feeds/mqtt.md.
#include "connectors/mqtt/value_rule.hpp"
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace dalian::mqtt {

enum class TimeForm : std::uint8_t { iso, unix_s, unix_ms };

/// Messages of JSON, or of plain text.
struct TopicRule {
  std::string filter;
  std::string entity; // with {1}, {2}, … for what the filter's wildcards stand for
  bool plain = false;
  wire::Kind kind = wire::SENSOR;
  std::string time; // JSON pointer; empty: the time of arrival
  TimeForm time_form = TimeForm::iso;
  std::string lon, lat; // JSON pointers, both or neither
  float sigma_m = 5;
  std::vector<ValueRule> values;
};

/// Edge nodes of Sparkplug B.
struct SparkplugRule {
  std::string group;  // empty: any
  std::string entity; // with {group}, {node} and {device}
  std::vector<ValueRule> values;
  bool ask_rebirth = false;
};

struct QuantityMap {
  std::vector<TopicRule> topics; // the first that matches counts
  std::vector<SparkplugRule> sparkplug;

  /// What to subscribe to.
  std::vector<std::string> filters() const;
};

/// The error names file, line, field and remedy.
Result<QuantityMap> read_map(std::filesystem::path const& file);

} // namespace dalian::mqtt
