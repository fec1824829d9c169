#include "connectors/utilities/ngsi_entities.hpp"

#include <algorithm>

namespace dalian::utilities {
namespace {

struct Model {
  std::string_view kind, type;
};
constexpr std::array kModels{Model{"air", "AirQualityObserved"}, Model{"parking", "OffStreetParking"},
                             Model{"campus", "CrowdFlowObserved"}, Model{"hospital", "Hospital"},
                             Model{"weather", "WeatherObserved"}};

/// github.com/smart-data-models: names, and the unit that is sent (UN/CEFACT Rec. 20); `scale` from the twin's unit.
struct Property {
  std::string_view quantity, name, unit_code;
  double scale = 1;
};
constexpr std::array kProperties{Property{"pm25_ugpm3", "pm25", "GQ"},
                                 Property{"pm10_ugpm3", "pm10", "GQ"},
                                 Property{"no2_ugpm3", "no2", "GQ"},
                                 Property{"so2_ugpm3", "so2", "GQ"},
                                 Property{"o3_ugpm3", "o3", "GQ"},
                                 Property{"co_ugpm3", "co", "GQ"},
                                 Property{"air_quality_index", "airQualityIndex", "C62"},
                                 Property{"spots_count", "totalSpotNumber", "C62"},
                                 Property{"free_spots_count", "availableSpotNumber", "C62"},
                                 Property{"people_count", "peopleCount", "C62"},
                                 Property{"occupancy_pct", "occupancy", "C62", 0.01},
                                 Property{"beds_count", "beds_count", "C62"},
                                 Property{"free_beds_count", "free_beds_count", "C62"},
                                 Property{"ambulances_count", "ambulances_count", "C62"},
                                 Property{"temperature_c", "temperature", "CEL"},
                                 Property{"dew_point_c", "dewPoint", "CEL"},
                                 Property{"wind_speed_mps", "windSpeed", "MTS"},
                                 Property{"wind_from_deg", "windDirection", "DD"},
                                 Property{"air_pressure_hpa", "atmosphericPressure", "A97"},
                                 Property{"solar_radiation_wpm2", "solarRadiation", "D54"},
                                 Property{"visibility_m", "visibility", "MTR"}};

std::string entity_json(Thing const& thing, std::string_view type, std::string const& t) {
  std::string json = fmt::format(
      R"({{"id":"urn:ngsi-ld:{0}:{1}","type":"{0}","location":{{"type":"GeoProperty","value":{{"type":"Point",)"
      R"("coordinates":[{2:.6f},{3:.6f}]}},"observedAt":"{4}"}})",
      type, thing.id, thing.place.lon_deg, thing.place.lat_deg, t);
  for (auto const& value : thing.values) {
    auto const* const p = std::ranges::find(kProperties, value.quantity, &Property::quantity);
    json += fmt::format(R"(,"{}":{{"type":"Property","value":{:.7g},"unitCode":"{}","observedAt":"{}"}})", p->name,
                        value.value * p->scale, p->unit_code, t);
  }
  if (!thing.status.empty())
    json += fmt::format(R"(,"status":{{"type":"Property","value":"{}","observedAt":"{}"}})", thing.status, t);
  return json + "}";
}

} // namespace

std::vector<NgsiEntity> ngsi_entities(City const& city) {
  std::vector<NgsiEntity> out;
  auto const t = format_utc(city.now().t, 3);
  for (auto const& thing : city.things())
    if (auto const* const model = std::ranges::find(kModels, thing.kind, &Model::kind); model != kModels.end())
      out.push_back({std::string(model->type), entity_json(thing, model->type, t)});
  return out;
}

} // namespace dalian::utilities
