#include "connectors/roads/truth.hpp"

#include <nlohmann/json.hpp>

namespace dalian::roads {

std::string to_json(Truth const& t, Duration shift) {
  auto const text = [&](double s) { return format_utc(Instant{from_seconds(s)} + shift, 1); };
  nlohmann::ordered_json object{{"kind", t.kind}, {"from", text(t.from_s)}, {"to", text(t.to_s)}, {"entity", t.entity}};
  if (!t.other.empty()) object["other"] = t.other;
  object["lon_deg"] = std::round(t.place.lon_deg * 1e6) / 1e6;
  object["lat_deg"] = std::round(t.place.lat_deg * 1e6) / 1e6;
  object["figure"] = std::round(t.figure * 100) / 100;
  return object.dump();
}

} // namespace dalian::roads
