#include "twin/base/quantities.hpp"

#include <algorithm>
#include <array>

namespace dalian {
namespace {

constexpr auto kNumber = ValueForm::number;
constexpr auto kState = ValueForm::state;
constexpr auto kText = ValueForm::text;

// Bounds: what no instrument of a city can exceed, or the definition (a ratio, an angle, absolute zero).
// Resolutions: class 1 meters at their usual full scale (IEC 62053-21, ISO 4064 class 2), 0.1 % transmitters.
constexpr std::array kQuantities{
    Quantity{"power_kw", "kW", "kW", kNumber, -1e7, 1e7, 0.01},
    Quantity{"reactive_power_kvar", "kvar", "kvar", kNumber, -1e7, 1e7, 0.01},
    Quantity{"energy_kwh", "kW.h", "kWh", kNumber, 0, 1e12, 0.01},
    Quantity{"voltage_v", "V", "V", kNumber, 0, 1.2e6, 0.1},
    Quantity{"current_a", "A", "A", kNumber, -1e6, 1e6, 0.01},
    Quantity{"frequency_hz", "Hz", "Hz", kNumber, 0, 1000, 0.001},
    Quantity{"charge_pct", "%", "%", kNumber, 0, 100, 0.1}, // of a battery
    Quantity{"flow_m3ph", "m3/h", "m³/h", kNumber, -1e6, 1e6, 0.01},
    Quantity{"volume_m3", "m3", "m³", kNumber, 0, 1e12, 0.001},
    Quantity{"pressure_kpa", "kPa", "kPa", kNumber, -101.325, 1e6, 0.1}, // against the atmosphere
    Quantity{"level_m", "m", "m", kNumber, -100, 1000, 0.001},
    Quantity{"temperature_c", "Cel", "°C", kNumber, -273.15, 3000, 0.1},
    Quantity{"humidity_pct", "%", "%", kNumber, 0, 100, 0.1},
    Quantity{"concentration_mgpm3", "mg/m3", "mg/m³", kNumber, 0, 1e7, 0.001},
    Quantity{"wind_speed_mps", "m/s", "m/s", kNumber, 0, 150, 0.1},
    Quantity{"wind_from_deg", "deg", "°", kNumber, 0, 360, 1},
    Quantity{"speed_rpm", "/min", "1/min", kNumber, -1e6, 1e6, 0.1},
    Quantity{"valve_open", "1", "", kNumber, 0, 1, 0.001}, // 0 shut, 1 open
    Quantity{"switch_closed", "", "", kState, 0, 1, 1},
    Quantity{"signal_phase", "", "", kState, 0, 9, 1}, // MovementPhaseState of SAE J2735: 3 stop, 6 go protected, …
    Quantity{"remaining_s", "s", "s", kNumber, 0, 3600, 0.1},
    Quantity{"vehicles_count", "1", "", kNumber, 0, 1e6, 1},
    Quantity{"occupancy_pct", "%", "%", kNumber, 0, 100, 1},
    Quantity{"fault_code", "", "", kState, 0, 65535, 1},
    Quantity{"message", "", "", kText, 0, 0, 0},

    // Weather: WMO-No. 306, FM 15 METAR; bounds beyond the records of the WMO archive of extremes.
    Quantity{"dew_point_c", "Cel", "°C", kNumber, -100, 60, 0.1},
    Quantity{"feels_like_c", "Cel", "°C", kNumber, -120, 100, 0.1},
    Quantity{"wind_gust_mps", "m/s", "m/s", kNumber, 0, 150, 0.1},
    Quantity{"visibility_m", "m", "m", kNumber, 0, 1e5, 50},
    Quantity{"cloud_base_m", "m", "m", kNumber, 0, 3e4, 30}, // of the lowest layer, above the station
    Quantity{"cloud_cover_pct", "%", "%", kNumber, 0, 100, 12.5},
    Quantity{"air_pressure_hpa", "hPa", "hPa", kNumber, 400, 1100, 0.1}, // absolute; METAR: reduced to sea level
    Quantity{"precipitation_mmph", "mm/h", "mm/h", kNumber, 0, 2000, 0.1},
    Quantity{"solar_radiation_wpm2", "W/m2", "W/m²", kNumber, 0, 2000, 1},
    Quantity{"illuminance_lx", "lx", "lx", kNumber, 0, 2e5, 1},
    Quantity{"weather", "", "", kText, 0, 0, 0}, // in the words of the source

    // Air: the pollutants of GB 3095-2012 and their like.
    Quantity{"pm10_ugpm3", "ug/m3", "µg/m³", kNumber, 0, 1e5, 1},
    Quantity{"pm25_ugpm3", "ug/m3", "µg/m³", kNumber, 0, 1e5, 1},
    Quantity{"no2_ugpm3", "ug/m3", "µg/m³", kNumber, 0, 1e5, 1},
    Quantity{"no_ugpm3", "ug/m3", "µg/m³", kNumber, 0, 1e5, 1},
    Quantity{"nox_ugpm3", "ug/m3", "µg/m³", kNumber, 0, 1e5, 1},
    Quantity{"so2_ugpm3", "ug/m3", "µg/m³", kNumber, 0, 1e5, 1},
    Quantity{"o3_ugpm3", "ug/m3", "µg/m³", kNumber, 0, 1e5, 1},
    Quantity{"co_ugpm3", "ug/m3", "µg/m³", kNumber, 0, 1e7, 10},
    Quantity{"air_quality_index", "1", "", kNumber, 0, 1000, 1},

    // Road traffic at one place, over the source's own period.
    Quantity{"vehicle_speed_mps", "m/s", "m/s", kNumber, 0, 150, 0.1}, // mean
    Quantity{"vehicle_length_m", "m", "m", kNumber, 0, 100, 0.1},      // mean
    Quantity{"vehicle_gap_m", "m", "m", kNumber, 0, 1e4, 0.1},         // mean
    Quantity{"headway_s", "s", "s", kNumber, 0, 3600, 0.1},            // mean
    Quantity{"period_s", "s", "s", kNumber, 0, 1e7, 1},                // that such values were gathered over
    Quantity{"congested", "", "", kState, 0, 1, 1},
    Quantity{"lane_id", "", "", kState, 0, 65535, 1},
    Quantity{"lane_reversed", "", "", kState, 0, 1, 1},
    Quantity{"lane_direction", "", "", kText, 0, 0, 0},

    // Parking, meters, public transport.
    Quantity{"spots_count", "1", "", kNumber, 0, 1e6, 1},
    Quantity{"free_spots_count", "1", "", kNumber, 0, 1e6, 1},
    Quantity{"leak_alarm", "", "", kState, 0, 1, 1},
    Quantity{"tamper_alarm", "", "", kState, 0, 1, 1},
    Quantity{"delay_s", "s", "s", kNumber, -86400, 86400, 1}, // late positive
    Quantity{"next_stop", "", "", kText, 0, 0, 0},

    // People, care, port and sea.
    Quantity{"people_count", "1", "", kNumber, 0, 1e7, 1},
    Quantity{"beds_count", "1", "", kNumber, 0, 1e5, 1},
    Quantity{"free_beds_count", "1", "", kNumber, 0, 1e5, 1},
    Quantity{"ambulances_count", "1", "", kNumber, 0, 1e4, 1}, // ready to be sent
    Quantity{"moves_ph", "/h", "1/h", kNumber, 0, 1e4, 1},     // of a crane
    Quantity{"wave_height_m", "m", "m", kNumber, 0, 40, 0.01}, // significant
    Quantity{"wave_period_s", "s", "s", kNumber, 0, 60, 0.1},  // of the peak
    Quantity{"nacelle_deg", "deg", "°", kNumber, 0, 360, 1},   // where a turbine looks

    // What has words and no unit.
    Quantity{"status", "", "", kText, 0, 0, 0},
    Quantity{"address", "", "", kText, 0, 0, 0},
    Quantity{"properties", "", "", kText, 0, 0, 0}, // JSON of what has no quantity of its own

    // Connected vehicles.
    Quantity{"vehicle_events", "", "", kState, 0, 65535,
             1},                                       // bits of VehicleEventFlags, SAE J2735: 2⁷ = hard braking, …
    Quantity{"denm_cause", "", "", kState, 0, 255, 1}, // CauseCode of ETSI TS 102 894-2; 0 = it is over
    Quantity{"rsi_event", "", "", kState, 0, 65535, 1},    // event type of GB/T 29100; 0 = it is over
    Quantity{"traffic_sign", "", "", kState, 0, 65535, 1}, // sign of GB 5768.2 as T/CSAE 53 numbers it

    // Connectors that a supervisor keeps running.
    Quantity{"feed_state", "", "", kState, 0, 2, 1}, // 0 ended, 1 running, 2 waits for its next start
    Quantity{"restarts_count", "1", "", kNumber, 0, 1e9, 1},
};

} // namespace

std::span<Quantity const> quantities() {
  return kQuantities;
}

std::optional<std::uint8_t> find_quantity(std::string_view name) {
  auto const* const it =
      std::find_if(kQuantities.begin(), kQuantities.end(), [&](auto const& q) { return q.name == name; });
  if (it == kQuantities.end()) return std::nullopt;
  return static_cast<std::uint8_t>(it - kQuantities.begin());
}

} // namespace dalian
