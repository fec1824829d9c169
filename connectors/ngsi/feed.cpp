#include "connectors/ngsi/feed.hpp"

#include "connectors/common/teller.hpp"

#include <algorithm>

namespace dalian::ngsi {
namespace {

constexpr std::size_t kMostRemembered = 100'000;
constexpr Duration kMostAhead = std::chrono::seconds(60);

Json to_json(Attribute const& a) {
  Json json;
  switch (a.kind) {
  case Attribute::Kind::property:
    json = {{"type", "Property"}, {"value", a.value}};
    break;
  case Attribute::Kind::geo:
    json = {{"type", "GeoProperty"}, {"value", a.value}};
    break;
  case Attribute::Kind::relationship:
    json = {{"type", "Relationship"}, {"object", a.value}};
    break;
  case Attribute::Kind::language:
    json = {{"type", "LanguageProperty"}, {"languageMap", a.value}};
    break;
  }
  if (!a.unit_code.empty()) json["unitCode"] = a.unit_code;
  if (a.observed_at) json["observedAt"] = format_utc(*a.observed_at, 3);
  return json;
}

} // namespace

std::string to_json(Entity const& entity) {
  Json json{{"id", entity.id}, {"type", entity.type}};
  for (auto const& attribute : entity.attributes)
    json[attribute.name] = to_json(attribute);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool Feed::step(std::chrono::milliseconds wait) {
  return connectors::take_documents(sources_, wait, counts_.outcomes, [this](std::string const& text) { take(text); });
}

void Feed::take(std::string const& text) {
  auto document = read_entities(text);
  counts_.details.add("documents");
  if (!document.reject.empty()) return counts_.outcomes.add(document.reject);
  for (auto const& [reason, n] : document.rejects)
    counts_.outcomes.add(reason, n);
  auto const arrival = clock_.now();
  std::vector<Instant> times;
  for (auto& entity : document.entities) {
    auto const t = observed_time(entity);
    if (!t) counts_.details.add("without_time");
    times.push_back(t.value_or(arrival));
  }
  Duration const shift =
      options_.move_to_now && !times.empty() ? arrival - *std::ranges::max_element(times) : Duration::zero();
  for (std::size_t i = 0; i < times.size(); ++i)
    tell(document.entities[i], times[i], shift, arrival);
}

/// False when the entity says what it said last.
bool Feed::is_news(Entity const& entity, Instant t) {
  if (told_.size() >= kMostRemembered) told_.clear(); // the worst of it: something is said twice
  std::size_t const said = std::hash<std::string>{}(to_json(entity) + std::to_string(to_unix_ns(t)));
  auto const [it, fresh] = told_.emplace(entity.id, said);
  if (!fresh && it->second == said) return false;
  it->second = said;
  return true;
}

void Feed::tell(Entity& entity, Instant t, Duration shift, Instant arrival) {
  bool const timed = observed_time(entity).has_value();
  if (!is_news(entity, timed ? t : Instant{})) return counts_.outcomes.add("unchanged");
  counts_.outcomes.add("decoded");
  counts_.details.add("type_" + connectors::wire_text(entity.type, 40));
  if (entity.naive_time) counts_.details.add("naive_time");
  if (output_.json != nullptr) *output_.json << to_json(entity) << '\n';
  for (auto& attribute : entity.attributes)
    if (attribute.observed_at && *attribute.observed_at + shift > arrival + kMostAhead) {
      attribute.observed_at.reset(); // a time from the future would outlive all that come after it
      counts_.details.add("future_time");
    }
  bool const ahead = t + shift > arrival + kMostAhead;
  if (ahead) counts_.details.add("future_time");
  observations_.clear();
  to_wire(entity, {options_.crs, shift}, ahead ? arrival - shift : t, arrival, observations_, counts_.details);
  counts_.details.add("observations", observations_.size());
  for (auto& o : observations_)
    output_.publish(std::move(o));
}

std::string Feed::describe() const {
  std::string text;
  for (auto const& source : sources_)
    if (source != nullptr) text += (text.empty() ? "" : ", ") + source->describe();
  return text.empty() ? "files" : text;
}

} // namespace dalian::ngsi
