#include "connectors/mqtt/quantity_map.hpp"

#include "connectors/mqtt/topic_filter.hpp"
#include "twin/base/config_table.hpp"
#include "twin/base/quantities.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace dalian::mqtt {
namespace {

std::string pointer(ConfigTable& t, std::string_view key) {
  auto const text = t.text(key);
  try {
    [[maybe_unused]] nlohmann::json::json_pointer const parsed(text);
  } catch (nlohmann::json::exception const&) {
    t.fail(key, fmt::format("is \"{}\"; write a JSON pointer: \"/power/active\", \"/list/0\", \"\" for all", text));
  }
  return text;
}

/// [value.words]: any keys, each a number.
void read_words(ConfigTable& t, ValueRule& rule) {
  t.each_number("words", [&](std::string word, double value) { rule.words[std::move(word)] = value; });
}

ValueRule read_value(ConfigTable& t, std::string_view where) {
  ValueRule rule;
  auto const name = t.text("quantity");
  auto const quantity = find_quantity(name);
  if (!quantity)
    t.fail("quantity", fmt::format("is \"{}\", which is no quantity of the twin: twinfeed mqtt --quantities", name));
  rule.quantity = *quantity;
  rule.at = where == "at" ? pointer(t, where) : t.text(where);
  rule.scale = t.number("scale", -1e12, 1e12, 1);
  rule.offset = t.number("offset", -1e12, 1e12, 0);
  read_words(t, rule);
  return rule;
}

void read_values(ConfigTable& t, std::string_view where, std::vector<ValueRule>& values) {
  t.each("value", [&](ConfigTable& value) { values.push_back(read_value(value, where)); });
  if (values.empty()) t.fail("value", "is missing: at least one value is needed");
}

/// Wildcards of the filter, of which {n} of a name is made.
std::size_t wildcards(std::string_view filter) {
  return static_cast<std::size_t>(std::ranges::count_if(filter, [](char c) { return c == '+' || c == '#'; }));
}

TopicRule read_topic(ConfigTable& t) {
  TopicRule rule;
  rule.filter = t.text("filter");
  if (!is_filter(rule.filter)) t.fail("filter", "is no topic filter: + and # stand alone in their level, # last");
  rule.entity = t.text("entity");
  if (!fill(rule.entity, std::vector<std::string>(wildcards(rule.filter), "x")))
    t.fail("entity", "may hold {1}, {2}, … for as many wildcards as the filter has, and no other braces");
  rule.plain = t.flag("plain", false);
  if (t.has("kind"))
    rule.kind = t.one_of<wire::Kind>("kind", {{"sensor", wire::SENSOR}, {"road_vehicle", wire::ROAD_VEHICLE}});
  if (t.has("time")) rule.time = pointer(t, "time");
  if (t.has("time_form"))
    rule.time_form = t.one_of<TimeForm>(
        "time_form", {{"iso", TimeForm::iso}, {"unix_s", TimeForm::unix_s}, {"unix_ms", TimeForm::unix_ms}});
  if (t.has("lon") != t.has("lat")) t.fail(t.has("lon") ? "lon" : "lat", "needs the other: lon and lat");
  if (t.has("lon")) {
    rule.lon = pointer(t, "lon");
    rule.lat = pointer(t, "lat");
  }
  rule.sigma_m = static_cast<float>(t.number("sigma_m", 0.01, 10'000, 5));
  if (t.has("value") || rule.lon.empty()) read_values(t, "at", rule.values);
  return rule;
}

SparkplugRule read_sparkplug(ConfigTable& t) {
  SparkplugRule rule;
  rule.group = t.text("group", "");
  rule.entity = t.text("entity", "spb:{group}/{node}/{device}");
  rule.ask_rebirth = t.flag("ask_rebirth", false);
  read_values(t, "metric", rule.values);
  return rule;
}

} // namespace

std::vector<std::string> QuantityMap::filters() const {
  std::vector<std::string> all;
  for (auto const& rule : topics)
    all.push_back(rule.filter);
  if (!sparkplug.empty()) all.emplace_back("spBv1.0/#");
  return all;
}

Result<QuantityMap> read_map(std::filesystem::path const& file) {
  QuantityMap map;
  auto const all = read_config(file, [&](ConfigTable& root) {
    root.each("topic", [&](ConfigTable& t) { map.topics.push_back(read_topic(t)); });
    root.each("sparkplug", [&](ConfigTable& t) { map.sparkplug.push_back(read_sparkplug(t)); });
    if (map.topics.empty() && map.sparkplug.empty())
      root.fail("topic", "is missing: the file needs at least one [[topic]] or [[sparkplug]]");
  });
  if (!all) return Error{all.error()};
  return map;
}

} // namespace dalian::mqtt
