#include "twin/ngsi/answer.hpp"

#include "twin/ngsi/selection.hpp"

#include <algorithm>
#include <set>

namespace dalian::ngsi {
namespace {

constexpr std::string_view kRoot = "/ngsi-ld/v1/";
constexpr char kContext[] = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.6.jsonld";

http::Response problem(int status, char const* type, std::string const& title) {
  Json const json{
      {"type", std::string("https://uri.etsi.org/ngsi-ld/errors/") + type}, {"title", title}, {"status", status}};
  return {status, "application/problem+json", json.dump(-1, ' ', false, Json::error_handler_t::replace), {}};
}

http::Response refuse(Refusal const& refusal) {
  return refusal.unsupported ? problem(422, "OperationNotSupported", refusal.why)
                             : problem(400, "BadRequestData", refusal.why);
}

bool wants_linked_data(http::Request const& request) {
  return request.header("accept").find("application/ld+json") != std::string_view::npos;
}

/// The context goes into the body of linked data, else into a header (clause 6.3.6).
http::Response send(http::Request const& request, Json json) {
  bool const linked = wants_linked_data(request);
  auto const add = [&](Json& entity) {
    if (linked && entity.is_object()) entity["@context"] = kContext;
  };
  if (json.is_array())
    std::ranges::for_each(json, add);
  else
    add(json);
  http::Response response{200,
                          linked ? "application/ld+json" : "application/json",
                          json.dump(-1, ' ', false, Json::error_handler_t::replace),
                          {}};
  if (!linked)
    response.headers.emplace_back("Link",
                                  std::string("<") + kContext +
                                      ">; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"");
  return response;
}

/// Whether an entity has anything of what is asked for.
bool has_any(Json const& entity, Selection const& selection) {
  return selection.attributes.empty() || entity.size() > 2; // more than id and type
}

http::Response entities(http::Request const& request, state::Snapshot const& snapshot, Instant now) {
  Selection selection;
  Refusal refusal;
  if (!parse_selection(request, selection, refusal)) return refuse(refusal);
  bool const local = request.parameter("local") != nullptr;
  if (selection.types.empty() && selection.attributes.empty() && selection.ids.empty() && !selection.near && !local)
    return problem(400, "BadRequestData", "say at least one of type, id, attrs, georel, or local=true");
  Json list = Json::array();
  std::size_t found = 0;
  snapshot.for_each([&](state::TrackView track) {
    bool const full = found >= selection.offset + selection.limit;
    if ((full && !selection.count) || !is_selected(track, selection)) return;
    if (full && selection.attributes.empty()) return void(++found);
    auto entity = entity_json(track, selection.form, selection.attributes, now);
    if (!has_any(entity, selection)) return;
    if (++found > selection.offset && !full) list.push_back(std::move(entity));
  });
  auto response = send(request, std::move(list));
  if (selection.count) response.headers.emplace_back("NGSILD-Results-Count", std::to_string(found));
  return response;
}

http::Response one_entity(http::Request const& request, std::string_view id, state::Snapshot const& snapshot,
                          Instant now) {
  Selection selection;
  Refusal refusal;
  if (!parse_selection(request, selection, refusal)) return refuse(refusal);
  std::optional<Json> found;
  snapshot.for_each([&](state::TrackView track) {
    if (!found && track->life != state::Life::ended && entity_id(track) == id)
      found = entity_json(track, selection.form, selection.attributes, now);
  });
  if (!found || !has_any(*found, selection)) return problem(404, "ResourceNotFound", "no such entity");
  return send(request, std::move(*found));
}

http::Response types(http::Request const& request, state::Snapshot const& snapshot) {
  std::set<std::string> names;
  snapshot.for_each([&](state::TrackView track) { names.emplace(entity_type(track)); });
  return send(request, {{"id", "urn:ngsi-ld:EntityTypeList:twin"}, {"type", "EntityTypeList"}, {"typeList", names}});
}

} // namespace

http::Response answer(http::Request const& request, state::Snapshot const& snapshot, Instant now) {
  std::string_view path = request.path;
  if (!path.starts_with(kRoot)) return problem(404, "ResourceNotFound", "the API is at /ngsi-ld/v1/");
  path.remove_prefix(kRoot.size());
  bool const known = path == "entities" || path.starts_with("entities/") || path == "types";
  if (!known) return problem(404, "ResourceNotFound", "this server has entities, entities/{id} and types");
  if (request.method != "GET") return problem(405, "OperationNotSupported", "this server is read-only");
  if (path == "entities") return entities(request, snapshot, now);
  if (path == "types") return types(request, snapshot);
  return one_entity(request, path.substr(std::string_view("entities/").size()), snapshot, now);
}

} // namespace dalian::ngsi
