#include "connectors/mqtt/sparkplug_session.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace dalian::mqtt {
namespace {

using sparkplug::Payload;

constexpr std::string_view kNamespace = "spBv1.0/";
constexpr std::string_view kBirthSequence = "bdSeq";

/// The integer types narrower than their field, by the standard's numbers: 1 Int8, 2 Int16, 3 Int32, 4 Int64.
double integer(std::uint32_t datatype, std::uint32_t bits) {
  if (datatype == 1) return static_cast<std::int8_t>(bits);
  if (datatype == 2) return static_cast<std::int16_t>(bits);
  if (datatype == 3) return static_cast<std::int32_t>(bits);
  return bits;
}

std::optional<RawValue> raw_of(sparkplug::Metric const& m, std::uint32_t datatype) {
  constexpr std::uint32_t kInt64 = 4;
  switch (m.value_case()) {
  case sparkplug::Metric::kIntValue:
    return integer(datatype, m.int_value());
  case sparkplug::Metric::kLongValue:
    return datatype == kInt64 ? static_cast<double>(static_cast<std::int64_t>(m.long_value()))
                              : static_cast<double>(m.long_value());
  case sparkplug::Metric::kFloatValue:
    return static_cast<double>(m.float_value());
  case sparkplug::Metric::kDoubleValue:
    return m.double_value();
  case sparkplug::Metric::kBooleanValue:
    return m.boolean_value();
  case sparkplug::Metric::kStringValue:
    return m.string_value();
  case sparkplug::Metric::VALUE_NOT_SET:
    break;
  }
  return std::nullopt;
}

/// Property "Quality": 192 good, 0 bad, 500 stale.
wire::SensorStatus status_of(sparkplug::Metric const& m) {
  auto const& properties = m.properties();
  auto const both = std::min(properties.keys_size(), properties.values_size());
  for (int i = 0; i < both; ++i)
    if (properties.keys(i) == "Quality") {
      auto const quality = properties.values(i).int_value();
      return quality == 192 ? wire::GOOD : quality == 0 ? wire::BAD : wire::UNCERTAIN;
    }
  return wire::GOOD;
}

std::optional<std::uint64_t> birth_sequence(Payload const& payload) {
  for (auto const& m : payload.metrics())
    if (m.name() == kBirthSequence && (m.has_long_value() || m.has_int_value()))
      return m.has_long_value() ? m.long_value() : m.int_value();
  return std::nullopt;
}

Instant time_of(std::uint64_t ms, Instant otherwise) {
  constexpr std::uint64_t kMost_ms = 4'000'000'000'000; // 2096
  return ms == 0 || ms > kMost_ms ? otherwise : from_unix_ns(static_cast<std::int64_t>(ms) * 1'000'000);
}

std::string in_device(std::string const& device, std::string_view metric) {
  return device + '\0' + std::string(metric);
}

} // namespace

std::optional<SparkplugTopic> parse_sparkplug(std::string_view topic) {
  static constexpr std::array<std::pair<std::string_view, SparkplugType>, 6> kTypes{
      {{"NBIRTH", SparkplugType::node_birth},
       {"NDEATH", SparkplugType::node_death},
       {"DBIRTH", SparkplugType::device_birth},
       {"DDEATH", SparkplugType::device_death},
       {"NDATA", SparkplugType::node_data},
       {"DDATA", SparkplugType::device_data}}};
  if (!topic.starts_with(kNamespace)) return std::nullopt;
  std::vector<std::string> levels;
  for (topic.remove_prefix(kNamespace.size());;) {
    auto const end = topic.find('/');
    levels.emplace_back(topic.substr(0, end));
    if (end == std::string_view::npos) break;
    topic.remove_prefix(end + 1);
  }
  if (levels.size() < 3 || levels.size() > 4) return std::nullopt;
  auto const* const type =
      std::ranges::find(kTypes, std::string_view(levels[1]), [](auto const& t) { return t.first; });
  if (type == kTypes.end() || std::ranges::any_of(levels, &std::string::empty)) return std::nullopt;
  bool const of_device = levels[1][0] == 'D';
  if (of_device != (levels.size() == 4)) return std::nullopt;
  return SparkplugTopic{type->second, levels[0], levels[2], of_device ? levels[3] : ""};
}

SparkplugSession::Taken SparkplugSession::take(SparkplugTopic const& topic, Payload const& payload, Instant arrival,
                                               Counters& details) {
  if (nodes_.size() >= kMostNodes && !nodes_.contains(topic.node_key())) return {"too_many_nodes", {}};
  Node& node = nodes_[topic.node_key()];
  if (topic.type == SparkplugType::node_birth) return be_born(node, payload, arrival, details);
  if (topic.type == SparkplugType::node_death) return die(node, payload);
  if (!node.alive) return {"no_birth", {}, false, true};
  check_seq(node, payload, details);
  if (topic.type == SparkplugType::device_birth) {
    if (!learn(node, topic.device, payload)) return {"malformed", {}};
    node.devices[topic.device] = true;
  } else if (!topic.device.empty() && !node.devices[topic.device]) {
    return {"no_birth", {}, false, true};
  }
  if (topic.type == SparkplugType::device_death) {
    node.devices[topic.device] = false;
    return {"decoded", {}, true, node.in_doubt};
  }
  return {"decoded", values_of(node, topic.device, payload, arrival), false, node.in_doubt};
}

SparkplugSession::Taken SparkplugSession::be_born(Node& node, Payload const& payload, Instant arrival,
                                                  Counters& details) {
  auto const early_death = node.early_death;
  node = {};
  node.alive = true;
  node.birth = birth_sequence(payload).value_or(0);
  check_seq(node, payload, details); // a birth is number 0
  if (!learn(node, "", payload)) return {"malformed", {}};
  auto values = values_of(node, "", payload, arrival);
  node.alive = early_death != node.birth; // its own will came first: it is already over
  return {"decoded", std::move(values), !node.alive};
}

SparkplugSession::Taken SparkplugSession::die(Node& node, Payload const& payload) {
  auto const birth = birth_sequence(payload);
  if (!birth) return {"malformed", {}};
  if (!node.alive || *birth != node.birth) { // a late will of an earlier birth, or an early one of the next
    node.early_death = birth;
    return {"old_death", {}};
  }
  node.alive = false;
  return {"decoded", {}, true};
}

/// From a gap on to the next birth nothing of the node is certain: a birth of a device may have been missed.
void SparkplugSession::check_seq(Node& node, Payload const& payload, Counters& details) const {
  auto const seq = static_cast<std::uint8_t>(payload.seq());
  if (seq != node.next_seq) {
    details.add("sequence_gaps");
    node.in_doubt = true;
  }
  node.next_seq = static_cast<std::uint8_t>(seq + 1);
}

bool SparkplugSession::learn(Node& node, std::string const& device, Payload const& payload) {
  for (auto const& m : payload.metrics()) {
    if (m.name().empty() || node.datatypes.size() >= kMostAliases) return false;
    node.datatypes[in_device(device, m.name())] = m.datatype();
    if (m.has_alias()) node.aliases[m.alias()] = {m.name(), m.datatype()};
  }
  return true;
}

std::vector<NamedValue> SparkplugSession::values_of(Node const& node, std::string const& device, Payload const& payload,
                                                    Instant arrival) {
  std::vector<NamedValue> values;
  auto const sent = time_of(payload.timestamp(), arrival);
  for (auto const& m : payload.metrics()) {
    std::string_view name = m.name();
    auto datatype = m.datatype();
    if (name.empty()) {
      auto const known = node.aliases.find(m.alias());
      if (known == node.aliases.end()) continue;
      name = known->second.name;
      if (datatype == 0) datatype = known->second.datatype;
    } else if (datatype == 0) {
      auto const known = node.datatypes.find(in_device(device, name));
      if (known != node.datatypes.end()) datatype = known->second;
    }
    auto raw = m.is_null() ? std::nullopt : raw_of(m, datatype);
    if (!raw) continue;
    auto status = status_of(m);
    if (node.in_doubt && status == wire::GOOD) status = wire::UNCERTAIN;
    values.push_back({name, std::move(*raw), time_of(m.timestamp(), sent), status, m.is_historical()});
  }
  return values;
}

} // namespace dalian::mqtt
