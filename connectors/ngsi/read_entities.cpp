#include "connectors/ngsi/read_entities.hpp"

#include "connectors/common/json_depth.hpp"

namespace dalian::ngsi {
namespace {

void take(Json const& json, Document& out) {
  auto read = read_entity(json);
  if (read.entity)
    out.entities.push_back(std::move(*read.entity));
  else
    out.rejects.add(read.outcome);
}

} // namespace

Document read_entities(std::string_view text) {
  Document out;
  if (!connectors::nested_at_most(text, kMostDepth)) return out.reject = "too_deep", out;
  auto const json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return out.reject = "not_json", out;
  auto const data = json.is_object() ? json.find("data") : json.end();
  bool const notification = data != json.end() && data->is_array();
  Json const& all = notification ? *data : json;
  if (!all.is_array() && !all.is_object()) return out.reject = "no_entities", out;
  if (all.is_object()) return take(all, out), out;
  if (all.size() > kMostEntities) return out.reject = "too_many_entities", out;
  for (auto const& entity : all)
    take(entity, out);
  return out;
}

} // namespace dalian::ngsi
