#include "twin/ngsi/selection.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace dalian::ngsi {
namespace {

std::vector<std::string> split(std::string const& text) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (at <= text.size()) {
    auto const comma = std::min(text.find(',', at), text.size());
    if (comma > at) parts.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return parts;
}

template <class Number>
bool parse(std::string_view text, Number& out) {
  auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return !text.empty() && error == std::errc{} && stop == text.data() + text.size();
}

bool take_forms(std::string const& text, Selection& out) {
  for (auto const& option : split(text)) {
    if (option == "keyValues" || option == "simplified")
      out.form = Form::key_values;
    else if (option == "concise")
      out.form = Form::concise;
    else if (option == "count")
      out.count = true;
    else if (option != "normalized")
      return false;
  }
  return true;
}

/// "near;maxDistance==2000" around the point of `coordinates`; the other relations are not supported.
bool take_near(http::Request const& request, std::string const& relation, Selection& out, Refusal& refusal) {
  constexpr std::string_view kNear = "near;maxDistance==";
  auto const *const geometry = request.parameter("geometry"), *const coordinates = request.parameter("coordinates");
  if (!relation.starts_with(kNear) || (geometry != nullptr && *geometry != "Point"))
    return refusal = {true, "of georel only near;maxDistance==METRES around a Point is answered"}, false;
  auto const json = coordinates == nullptr ? Json() : Json::parse(*coordinates, nullptr, false);
  Near near;
  bool const sound = json.is_array() && json.size() >= 2 && json[0].is_number() && json[1].is_number() &&
                     std::abs(json[0].get<double>()) <= 180 && std::abs(json[1].get<double>()) <= 90 &&
                     parse(std::string_view(relation).substr(kNear.size()), near.metres) && near.metres >= 0;
  if (!sound) return refusal = {false, "coordinates: write [LON,LAT]; maxDistance: metres"}, false;
  near.centre = to_map({json[0].get<double>(), json[1].get<double>()});
  out.near = near;
  return true;
}

bool take_page(http::Request const& request, Selection& out, Refusal& refusal) {
  auto const *const limit = request.parameter("limit"), *const offset = request.parameter("offset");
  if (limit != nullptr && (!parse(std::string_view(*limit), out.limit) || out.limit > kMostPerPage))
    return refusal = {false, fmt::format("limit: a number from 0 to {}", kMostPerPage)}, false;
  if (offset != nullptr && !parse(std::string_view(*offset), out.offset))
    return refusal = {false, "offset: a number from 0"}, false;
  if (auto const* count = request.parameter("count")) out.count = *count == "true";
  return true;
}

} // namespace

bool parse_selection(http::Request const& request, Selection& out, Refusal& refusal) {
  for (auto const* name : {"q", "idPattern", "scopeQ", "csf", "lang", "orderBy"})
    if (request.parameter(name) != nullptr) return refusal = {true, fmt::format("{} is not answered", name)}, false;
  if (auto const* types = request.parameter("type")) out.types = split(*types);
  if (auto const* ids = request.parameter("id")) out.ids = split(*ids);
  if (auto const* attributes = request.parameter("attrs")) out.attributes = split(*attributes);
  for (auto const* name : {"options", "format"})
    if (auto const* forms = request.parameter(name); forms != nullptr && !take_forms(*forms, out))
      return refusal = {true, fmt::format("{}: normalized, concise, keyValues or count", name)}, false;
  auto const* const relation = request.parameter("georel");
  if (relation != nullptr && !take_near(request, *relation, out, refusal)) return false;
  return take_page(request, out, refusal);
}

bool is_selected(state::TrackView track, Selection const& selection) {
  if (track->life == state::Life::ended) return false;
  auto const among = [](auto const& list, auto const& value) {
    return list.empty() || std::ranges::find(list, value) != list.end();
  };
  if (!among(selection.types, entity_type(track))) return false;
  if (!selection.ids.empty() && !among(selection.ids, entity_id(track))) return false;
  if (!selection.near) return true;
  return track->has_position && distance_m(track->position, selection.near->centre) <= selection.near->metres;
}

} // namespace dalian::ngsi
