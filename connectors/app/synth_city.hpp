#pragma once
// The utilities and city systems of `twinfeed synth --serve`: meters behind Modbus gateways, turbines and the port at a
// broker, NGSI-LD entities and a METAR over HTTP.
#include "connectors/app/synth_serve.hpp"

namespace dalian::connectors {

Result<std::unique_ptr<ServedSystem>> open_modbus_city(ServeOptions const& options);
Result<std::unique_ptr<ServedSystem>> open_mqtt_city(ServeOptions const& options);
Result<std::unique_ptr<ServedSystem>> open_http_city(ServeOptions const& options);

} // namespace dalian::connectors
