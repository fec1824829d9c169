#include "connectors/mqtt/sparkplug_reader.hpp"

#include "twin/base/quantities.hpp"

#include <algorithm>

namespace dalian::mqtt {
namespace {

constexpr auto kAskAgain = std::chrono::seconds(10);

void replace(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

/// Metrics of the node itself have no device: the pattern's "/{device}" goes with it.
std::string entity_of(SparkplugRule const& rule, SparkplugTopic const& topic) {
  std::string name = rule.entity;
  if (topic.device.empty()) replace(name, "/{device}", "");
  replace(name, "{group}", topic.group);
  replace(name, "{node}", topic.node);
  replace(name, "{device}", topic.device);
  return connectors::wire_entity("", name);
}

} // namespace

SparkplugRule const* SparkplugReader::rule_of(SparkplugTopic const& topic) const {
  auto const it =
      std::ranges::find_if(rules_, [&](auto const& rule) { return rule.group.empty() || rule.group == topic.group; });
  return it == rules_.end() ? nullptr : &*it;
}

std::string_view SparkplugReader::read(TopicMessage const& message, std::vector<wire::Observation>& out,
                                       Counters& details) {
  auto const topic = parse_sparkplug(message.topic);
  if (!topic) return "other_message";
  auto const* rule = rule_of(*topic);
  if (rule == nullptr) return "unmapped_topic";
  sparkplug::Payload payload;
  if (!payload.ParseFromArray(message.payload.data(), static_cast<int>(message.payload.size()))) return "malformed";
  auto const taken = session_.take(*topic, payload, message.arrival, details);
  if (taken.wants_birth && rule->ask_rebirth) ask_for_birth(*topic, message.arrival, details);
  if (taken.outcome != "decoded") return taken.outcome;
  if (!taken.values.empty()) {
    auto& [entity, last] = last_[topic->node_key()][topic->device];
    entity = entity_of(*rule, *topic);
    auto const first = out.size();
    tell_values(*rule, entity, taken, {message.arrival, out}, details);
    for (auto i = first; i < out.size(); ++i)
      last[out[i].sensor().quantity()] = out[i].sensor();
  }
  if (taken.died) tell_death(*topic, message.arrival, out);
  return taken.outcome;
}

void SparkplugReader::tell_values(SparkplugRule const& rule, std::string const& entity,
                                  SparkplugSession::Taken const& taken,
                                  std::pair<Instant, std::vector<wire::Observation>&> out, Counters& details) {
  connectors::Teller teller(entity, wire::SENSOR, out.first, out.second);
  for (NamedValue const& value : taken.values) {
    auto const known = std::ranges::find(rule.values, value.name, &ValueRule::at);
    if (known == rule.values.end()) {
      details.add("unmapped_metrics");
      continue;
    }
    auto const outcome = tell(*known, value.value, value.t, teller);
    details.add(outcome);
    if (value.historical) details.add("values_historical");
    if (outcome == "values") out.second.back().mutable_sensor()->set_status(value.status);
  }
}

/// Sparkplug 3.0, chapter 6, NCMD: a command to the node, whose birth brings those of its devices.
void SparkplugReader::ask_for_birth(SparkplugTopic const& topic, Instant now, Counters& details) {
  if (!ask_) return;
  auto const [last, first_time] = asked_.try_emplace(topic.node_key(), now);
  if (!first_time && now - last->second < kAskAgain) return;
  last->second = now;
  sparkplug::Payload payload;
  payload.set_timestamp(static_cast<std::uint64_t>(to_unix_ns(now) / 1'000'000));
  auto& command = *payload.add_metrics();
  constexpr std::uint32_t kBoolean = 11;
  command.set_name("Node Control/Rebirth");
  command.set_datatype(kBoolean);
  command.set_boolean_value(true);
  ask_("spBv1.0/" + topic.group + "/NCMD/" + topic.node, payload.SerializeAsString());
  details.add("rebirths_asked");
}

/// Of the node: of all its devices.
void SparkplugReader::tell_death(SparkplugTopic const& topic, Instant at, std::vector<wire::Observation>& out) {
  auto const node = last_.find(topic.node_key());
  if (node == last_.end()) return;
  for (auto& [device, said] : node->second) {
    if (!topic.device.empty() && device != topic.device) continue;
    connectors::Teller teller(said.first, wire::SENSOR, at, out);
    for (auto& [quantity, value] : said.second) {
      value.set_status(wire::BAD);
      *teller.tell(at).mutable_sensor() = value;
    }
  }
}

} // namespace dalian::mqtt
