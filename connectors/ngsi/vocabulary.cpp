#include "connectors/ngsi/vocabulary.hpp"

#include "twin/base/quantities.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace dalian::ngsi {
namespace {

// github.com/smart-data-models: dataModel.Transportation, .Parking, .WaterConsumption, .Environment, .Weather. Units
// are those that the models name; shares (occupancy, relativeHumidity) are 0…1 there.
constexpr std::array kWords{
    Word{"TrafficFlowObserved", "averageVehicleSpeed", "vehicle_speed_mps", "KMH"},
    Word{"TrafficFlowObserved", "averageVehicleLength", "vehicle_length_m", "MTR"},
    Word{"TrafficFlowObserved", "averageHeadwayTime", "headway_s", "SEC"},
    Word{"TrafficFlowObserved", "averageGapDistance", "vehicle_gap_m", "MTR"},
    Word{"TrafficFlowObserved", "intensity", "vehicles_count", "C62"},
    Word{"TrafficFlowObserved", "congested", "congested", ""},
    Word{"TrafficFlowObserved", "laneId", "lane_id", ""},
    Word{"TrafficFlowObserved", "laneDirection", "lane_direction", ""},
    Word{"TrafficFlowObserved", "reversedLane", "lane_reversed", ""},
    Word{"", "occupancy", "occupancy_pct", "C62"},
    Word{"", "address", "address", ""},
    Word{"", "status", "status", ""},
    Word{"WaterConsumption", "waterConsumption", "volume_m3", "LTR"},
    Word{"WaterConsumptionObserved", "waterConsumption", "volume_m3", "LTR"},
    Word{"", "alarmStopsLeaks", "leak_alarm", ""},
    Word{"", "alarmTamper", "tamper_alarm", ""},
    Word{"", "totalSpotNumber", "spots_count", "C62"},
    Word{"", "availableSpotNumber", "free_spots_count", "C62"},
    Word{"CrowdFlowObserved", "peopleCount", "people_count", "C62"},
    Word{"", "NO2", "no2_ugpm3", "GQ"},
    Word{"", "no2", "no2_ugpm3", "GQ"},
    Word{"", "NO", "no_ugpm3", "GQ"},
    Word{"", "no", "no_ugpm3", "GQ"},
    Word{"", "NOx", "nox_ugpm3", "GQ"},
    Word{"", "nox", "nox_ugpm3", "GQ"},
    Word{"", "SO2", "so2_ugpm3", "GQ"},
    Word{"", "so2", "so2_ugpm3", "GQ"},
    Word{"", "O3", "o3_ugpm3", "GQ"},
    Word{"", "o3", "o3_ugpm3", "GQ"},
    Word{"", "CO", "co_ugpm3", "GQ"},
    Word{"", "co", "co_ugpm3", "GQ"},
    Word{"", "PM10", "pm10_ugpm3", "GQ"},
    Word{"", "pm10", "pm10_ugpm3", "GQ"},
    Word{"", "PM25", "pm25_ugpm3", "GQ"},
    Word{"", "pm25", "pm25_ugpm3", "GQ"},
    Word{"", "pm2p5", "pm25_ugpm3", "GQ"},
    Word{"", "airQualityIndex", "air_quality_index", "C62"},
    Word{"AirQualityObserved", "airQualityLevel", "status", ""},
    Word{"", "temperature", "temperature_c", "CEL"},
    Word{"", "dewPoint", "dew_point_c", "CEL"},
    Word{"", "dewpoint", "dew_point_c", "CEL"},
    Word{"", "feelsLikeTemperature", "feels_like_c", "CEL"},
    Word{"", "relativeHumidity", "humidity_pct", "C62"},
    Word{"", "windSpeed", "wind_speed_mps", "MTS"},
    Word{"", "windDirection", "wind_from_deg", "DD"},
    Word{"", "gustSpeed", "wind_gust_mps", "MTS"},
    Word{"", "atmosphericPressure", "air_pressure_hpa", "A97"},
    Word{"", "visibility", "visibility_m", "MTR"},
    Word{"", "solarRadiation", "solar_radiation_wpm2", "D54"},
    Word{"", "illuminance", "illuminance_lx", "LUX"},
    Word{"", "weatherType", "weather", ""},
};

/// Every quantity under its own name and in its own unit: what our own server sends.
std::vector<Word> const& own_words() {
  static std::vector<Word> const words = [] {
    std::vector<Word> all;
    for (auto const& q : quantities())
      all.push_back({"", q.name, q.name, q.unit});
    return all;
  }();
  return words;
}

} // namespace

Word const* find_word(std::string_view type, std::string_view attribute) {
  for (auto const wanted : {type, std::string_view{}}) {
    auto const* const it =
        std::ranges::find_if(kWords, [&](Word const& w) { return w.type == wanted && w.attribute == attribute; });
    if (it != kWords.end()) return it;
  }
  auto const it = std::ranges::find(own_words(), attribute, &Word::attribute);
  return it == own_words().end() ? nullptr : &*it;
}

} // namespace dalian::ngsi
