#include "connectors/app/mqtt_options.hpp"

namespace dalian::connectors {

void add_mqtt_options(CLI::App& app, MqttOptions& options, CLI::Option* broker) {
  auto* user = app.add_option("--user", options.user, "Name for the broker")->needs(broker);
  app.add_option("--password-file", options.password_file, "Its first line is the password; chmod 600")
      ->needs(user)
      ->type_name("FILE");
  app.add_option("--ca", options.ca, "TLS: certificates, PEM, of who signed the broker's; its name is checked")
      ->needs(broker)
      ->type_name("FILE");
  app.add_option("--cert", options.certificate, "Our certificate, where the broker wants one")->type_name("FILE");
  app.add_option("--cert-key", options.certificate_key, "… and its key")->type_name("FILE");
  app.add_option("--mqtt-version", options.version, "Of the protocol: 3.1.1 or 5")
      ->needs(broker)
      ->check(CLI::IsMember({"3.1.1", "5"}))
      ->capture_default_str();
  app.add_option("--qos", options.qos, "Quality of service asked for: 0, 1 or 2")
      ->needs(broker)
      ->check(CLI::Range(0, 2))
      ->capture_default_str();
}

Result<std::unique_ptr<MqttSource>> open_mqtt(MqttOptions const& options, std::vector<std::string> topics,
                                              OutputOptions const& output) {
  auto const address = parse_address(options.broker);
  if (!address) return Error{address.error()};
  MqttConfig config;
  config.broker = *address;
  config.topics = std::move(topics);
  config.user = options.user;
  config.password_file = options.password_file;
  config.ca = options.ca;
  config.certificate = options.certificate;
  config.key = options.certificate_key;
  config.version = options.version == "5" ? 5 : 4;
  config.qos = options.qos;
  config.note = [&output](std::string const& text) { note(output, text); };
  return MqttSource::open(std::move(config));
}

} // namespace dalian::connectors
