#include "connectors/utilities/city_documents.hpp"

#include <charconv>

namespace dalian::utilities {
namespace {

constexpr std::size_t kMostPage = 1000;

http::Response refuse(int status, char const* title) {
  return {status, "application/problem+json", fmt::format(R"({{"title":"{}","status":{}}})", title, status), {}};
}

/// Nothing when it is no number.
std::optional<std::size_t> number(http::Request const& request, std::string_view name, std::size_t otherwise) {
  auto const* text = request.parameter(name);
  if (text == nullptr) return otherwise;
  std::size_t value = 0;
  auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return value;
}

} // namespace

void CityDocuments::update(std::vector<NgsiEntity> entities, std::string metar) {
  std::lock_guard const lock(mutex_);
  entities_ = std::move(entities);
  metar_ = std::move(metar);
}

http::Response CityDocuments::entities(http::Request const& request) const {
  auto const limit = number(request, "limit", 20), offset = number(request, "offset", 0);
  if (!limit || !offset || *limit == 0 || *limit > kMostPage)
    return refuse(400, "limit is 1 to 1000, offset 0 or more");
  auto const* type = request.parameter("type");
  std::string list;
  std::size_t count = 0;
  for (auto const& entity : entities_) {
    if (type != nullptr && entity.type != *type) continue;
    if (count >= *offset && count < *offset + *limit) list += (list.empty() ? "" : ",") + entity.json;
    ++count;
  }
  return {200, "application/ld+json", "[" + list + "]", {{"NGSILD-Results-Count", std::to_string(count)}}};
}

http::Response CityDocuments::answer(http::Request const& request) const {
  if (request.method != "GET") return refuse(405, "GET only");
  std::lock_guard const lock(mutex_);
  if (request.path == "/ngsi-ld/v1/entities") return entities(request);
  if (request.path == "/metar/ZYTL.TXT") return {200, "text/plain", metar_ + "\n", {}};
  return refuse(404, "here are /ngsi-ld/v1/entities and /metar/ZYTL.TXT");
}

} // namespace dalian::utilities
