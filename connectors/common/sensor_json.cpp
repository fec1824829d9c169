#include "connectors/common/sensor_json.hpp"

#include "twin/base/quantities.hpp"

namespace dalian::connectors {

nlohmann::ordered_json to_json(wire::SensorValue const& sensor) {
  nlohmann::ordered_json json{{"quantity", sensor.quantity()}};
  if (sensor.has_number()) json["value"] = sensor.number();
  if (sensor.has_state()) json["value"] = sensor.state();
  if (sensor.has_text()) json["value"] = sensor.text();
  if (auto const quantity = find_quantity(sensor.quantity())) json["unit"] = quantities()[*quantity].unit;
  if (sensor.status() != wire::GOOD) json["status"] = sensor.status() == wire::BAD ? "bad" : "uncertain";
  return json;
}

} // namespace dalian::connectors
