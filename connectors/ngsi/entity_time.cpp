// Times of entities: standards ask for UTC with Z, published models hold naive ones and intervals too.
#include "connectors/common/teller.hpp"
#include "connectors/ngsi/entity.hpp"

#include <algorithm>
#include <array>

namespace dalian::ngsi {
namespace {

/// In the order of preference: the end of a period is when its values were true.
constexpr std::array<std::string_view, 7> kTimeNames{"dateObserved", "observationDateTime", "dateObservedTo",
                                                     "TimeInstant",  "timestamp",           "dateObservedFrom",
                                                     "observedAt"};

bool has_zone(std::string_view text) {
  auto const clock = text.find('T');
  return clock != text.npos && text.find_first_of("Zz+-", clock) != text.npos;
}

} // namespace

std::optional<Instant> read_time(Json const& value, bool& naive) {
  Json const& inner = value.is_object() && value.contains("@value") ? value["@value"] : value;
  if (!inner.is_string()) return std::nullopt;
  std::string text = inner.get<std::string>();
  if (text.size() > 100) return std::nullopt;
  if (auto const slash = text.find('/'); slash != text.npos) text = text.substr(slash + 1);
  bool const without_zone = text.find('T') != text.npos && !has_zone(text);
  auto const t = parse_utc(without_zone ? text + "Z" : text);
  if (!t || !connectors::can_be_told(*t)) return std::nullopt;
  naive |= without_zone;
  return *t;
}

bool is_time_name(std::string_view attribute) {
  return std::ranges::find(kTimeNames, attribute) != kTimeNames.end();
}

std::optional<Instant> observed_time(Entity& entity) {
  for (auto const name : kTimeNames)
    if (auto const* attribute = entity.find(name))
      if (auto const t = read_time(attribute->value, entity.naive_time)) return t;
  std::optional<Instant> newest; // else what its attributes say
  for (auto const& attribute : entity.attributes)
    if (attribute.observed_at) newest = std::max(newest.value_or(*attribute.observed_at), *attribute.observed_at);
  return newest;
}

} // namespace dalian::ngsi
