#pragma once
// The options of every command that can listen at an MQTT broker.
#include "connectors/app/output.hpp"
#include "connectors/common/mqtt_source.hpp"

namespace dalian::connectors {

struct MqttOptions {
  std::string broker, user, password_file, ca, certificate, certificate_key;
  std::string version = "3.1.1";
  int qos = 0;
};

/// --user, --password-file, --ca, --cert, --cert-key, --mqtt-version and --qos, which need `broker`: the option that
/// names it.
void add_mqtt_options(CLI::App& app, MqttOptions& options, CLI::Option* broker);

/// Starts to connect; what changes is told as `output` tells. `output` must outlive the source.
Result<std::unique_ptr<MqttSource>> open_mqtt(MqttOptions const& options, std::vector<std::string> topics,
                                              OutputOptions const& output);

} // namespace dalian::connectors
