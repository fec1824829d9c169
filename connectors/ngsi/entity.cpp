#include "connectors/ngsi/entity.hpp"

#include <algorithm>
#include <array>

namespace dalian::ngsi {
namespace {

constexpr std::size_t kMostAttributes = 200;

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, text) != names.end();
}

std::string text_at(Json const& object, char const* name) {
  auto const it = object.find(name);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

bool is_geometry(Json const& value) {
  return value.is_object() && value.contains("coordinates") &&
         is_one_of(text_at(value, "type"),
                   {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"});
}

/// {"@type": "DateTime", "@value": …} is its value.
Json plain(Json const& value) {
  return value.is_object() && value.contains("@value") ? value["@value"] : value;
}

/// Of several instances of an attribute the one without datasetId, else the first.
Json const& default_instance(Json const& json) {
  auto const is_instance = [](Json const& i) {
    return i.is_object() && i.contains("type") && (i.contains("value") || i.contains("object"));
  };
  if (!json.is_array() || json.empty() || !std::ranges::all_of(json, is_instance)) return json;
  auto const it = std::ranges::find_if(json, [](Json const& i) { return !i.contains("datasetId"); });
  return it == json.end() ? json.front() : *it;
}

/// NGSI v2 keeps unit and time in "metadata".
void read_metadata(Json const& metadata, Attribute& out, bool& naive) {
  for (auto const* name : {"unitCode", "TimeInstant", "observedAt", "timestamp"}) {
    auto const it = metadata.find(name);
    if (it == metadata.end() || !it->is_object() || !it->contains("value")) continue;
    if (std::string_view(name) == "unitCode")
      out.unit_code = text_at(*it, "value");
    else if (!out.observed_at)
      out.observed_at = read_time((*it)["value"], naive);
  }
}

void read_object(Json const& json, Attribute& out, bool& naive) {
  auto const type = text_at(json, "type");
  if (is_geometry(json)) {
    out.kind = Attribute::Kind::geo;
    out.value = json;
  } else if (json.contains("object") && (type == "Relationship" || type.empty())) {
    out.kind = Attribute::Kind::relationship;
    out.value = json["object"];
  } else if (json.contains("languageMap")) {
    out.kind = Attribute::Kind::language;
    out.value = json["languageMap"];
  } else if (json.contains("value") && (!type.empty() || !json.contains("coordinates"))) {
    out.kind = is_geometry(json["value"]) ? Attribute::Kind::geo : Attribute::Kind::property;
    out.value = plain(json["value"]);
  } else {
    out.value = plain(json);
    return;
  }
  out.unit_code = text_at(json, "unitCode");
  if (auto const it = json.find("observedAt"); it != json.end()) out.observed_at = read_time(*it, naive);
  if (auto const it = json.find("metadata"); it != json.end() && it->is_object()) read_metadata(*it, out, naive);
}

std::string read_type(Json const& json) {
  auto const it = json.find("type");
  if (it == json.end()) return {};
  if (it->is_array() && !it->empty() && it->front().is_string()) return it->front().get<std::string>();
  if (!it->is_string()) return {};
  auto type = it->get<std::string>(); // expanded names end in the short one
  auto const slash = type.find_last_of("/#");
  return slash == type.npos ? type : type.substr(slash + 1);
}

} // namespace

Attribute const* Entity::find(std::string_view name) const {
  auto const it = std::ranges::find(attributes, name, &Attribute::name);
  return it == attributes.end() ? nullptr : &*it;
}

ReadEntity read_entity(Json const& json) {
  if (!json.is_object()) return {{}, "not_an_object"};
  Entity entity{text_at(json, "id"), read_type(json), {}};
  if (entity.id.empty()) return {{}, "no_id"};
  if (entity.type.empty()) return {{}, "no_type"};
  if (json.size() > kMostAttributes) return {{}, "too_many_attributes"};
  for (auto const& [name, value] : json.items()) {
    if (is_one_of(name, {"id", "type", "@context", "scope", "createdAt", "modifiedAt", "dateCreated", "dateModified"}))
      continue;
    Attribute attribute;
    attribute.name = name;
    auto const& instance = default_instance(value);
    if (instance.is_object())
      read_object(instance, attribute, entity.naive_time);
    else
      attribute.value = instance;
    entity.attributes.push_back(std::move(attribute));
  }
  return {std::move(entity), "decoded"};
}

} // namespace dalian::ngsi
