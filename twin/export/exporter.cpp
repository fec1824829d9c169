#include "twin/export/exporter.hpp"

#include <algorithm>

namespace dalian::exports {

std::vector<Format> const& formats() {
  static std::vector<Format> const all{
      {"csv", csv_exporter}, {"geojson", geojson_exporter}, {"gpx", gpx_exporter}, {"mcap", mcap_exporter}};
  return all;
}

bool is_selected(Selection const& s, Instant t_twin, wire::Observation const& o) {
  auto const names_it = [&](std::string_view entity) {
    return entity.ends_with('*') ? o.entity().starts_with(entity.substr(0, entity.size() - 1)) : o.entity() == entity;
  };
  return s.from <= t_twin && t_twin <= s.to &&
         (s.entities.empty() || std::any_of(s.entities.begin(), s.entities.end(), names_it)) &&
         (s.kinds.empty() || std::find(s.kinds.begin(), s.kinds.end(), o.kind()) != s.kinds.end());
}

} // namespace dalian::exports
