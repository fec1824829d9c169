#include "twin/base/unit_codes.hpp"

#include <algorithm>
#include <array>

namespace dalian {
namespace {

enum class Dimension {
  speed,
  length,
  time,
  temperature,
  ratio,
  pressure,
  angle,
  power,
  reactive_power,
  energy,
  volume,
  flow,
  concentration,
  voltage,
  current,
  frequency,
  illuminance,
  irradiance,
  rain,
  rotation
};

struct Unit {
  std::string_view code, ucum; // either may be empty
  Dimension dimension;
  double scale, offset = 0; // into the first unit of the dimension: value × scale + offset
};

using enum Dimension;
// UN/CEFACT Recommendation 20, revision 17; factors by the SI brochure and, for knot, mile and foot, by definition.
constexpr std::array kUnits{
    Unit{"MTS", "m/s", speed, 1},
    Unit{"KMH", "km/h", speed, 1 / 3.6},
    Unit{"KNT", "[kn_i]", speed, 1852.0 / 3600},
    Unit{"HM", "[mi_i]/h", speed, 0.44704},
    Unit{"MTR", "m", length, 1},
    Unit{"MMT", "mm", length, 1e-3},
    Unit{"CMT", "cm", length, 1e-2},
    Unit{"KMT", "km", length, 1e3},
    Unit{"FOT", "[ft_i]", length, 0.3048},
    Unit{"SEC", "s", time, 1},
    Unit{"C26", "ms", time, 1e-3},
    Unit{"MIN", "min", time, 60},
    Unit{"HUR", "h", time, 3600},
    Unit{"KEL", "K", temperature, 1},
    Unit{"CEL", "Cel", temperature, 1, 273.15},
    Unit{"FAH", "[degF]", temperature, 5.0 / 9, 459.67 * 5 / 9},
    Unit{"P1", "%", ratio, 1},
    Unit{"C62", "1", ratio, 100},
    Unit{"PAL", "Pa", pressure, 1},
    Unit{"A97", "hPa", pressure, 100},
    Unit{"MBR", "mbar", pressure, 100},
    Unit{"KPA", "kPa", pressure, 1e3},
    Unit{"BAR", "bar", pressure, 1e5},
    Unit{"DD", "deg", angle, 1},
    Unit{"C81", "rad", angle, 57.295779513082320877},
    Unit{"KWT", "kW", power, 1},
    Unit{"WTT", "W", power, 1e-3},
    Unit{"MAW", "MW", power, 1e3},
    Unit{"KVR", "kvar", reactive_power, 1},
    Unit{"KWH", "kW.h", energy, 1},
    Unit{"WHR", "W.h", energy, 1e-3},
    Unit{"MWH", "MW.h", energy, 1e3},
    Unit{"MTQ", "m3", volume, 1},
    Unit{"LTR", "L", volume, 1e-3},
    Unit{"MQH", "m3/h", flow, 1},
    Unit{"MQS", "m3/s", flow, 3600},
    Unit{"L2", "L/min", flow, 0.06},
    Unit{"E32", "L/h", flow, 1e-3},
    Unit{"GQ", "ug/m3", concentration, 1},
    Unit{"GP", "mg/m3", concentration, 1e3},
    Unit{"VLT", "V", voltage, 1},
    Unit{"KVT", "kV", voltage, 1e3},
    Unit{"AMP", "A", current, 1},
    Unit{"HTZ", "Hz", frequency, 1},
    Unit{"LUX", "lx", illuminance, 1},
    Unit{"D54", "W/m2", irradiance, 1},
    Unit{"H67", "mm/h", rain, 1},
    Unit{"RPM", "/min", rotation, 1},
    Unit{"H10", "/h", rotation, 1.0 / 60},
};

Unit const* find(std::string_view code) {
  if (code.empty()) return nullptr;
  auto const* const it = std::ranges::find_if(kUnits, [&](Unit const& u) { return u.code == code || u.ucum == code; });
  return it == kUnits.end() ? nullptr : it;
}

} // namespace

std::optional<double> convert_unit(double value, std::string_view from, std::string_view to) {
  if (from == to) return value;
  auto const *const a = find(from), *const b = find(to);
  if (a == nullptr || b == nullptr || a->dimension != b->dimension) return std::nullopt;
  if (a == b) return value;
  return (value * a->scale + a->offset - b->offset) / b->scale;
}

std::string_view common_code(std::string_view ucum) {
  auto const* const unit = find(ucum);
  return unit == nullptr ? std::string_view{} : unit->code;
}

} // namespace dalian
