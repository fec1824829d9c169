#include "connectors/app/synth_city.hpp"

#include "connectors/common/address.hpp"
#include "connectors/utilities/broker_publisher.hpp"
#include "connectors/utilities/city_documents.hpp"
#include "connectors/utilities/metar_writer.hpp"
#include "connectors/utilities/meter_gateways.hpp"
#include "connectors/utilities/notifier.hpp"
#include "twin/http/server.hpp"

#include <fstream>

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

using namespace utilities;

constexpr std::chrono::seconds kRenew{1}; // of what is asked for, by the city's clock

/// Empty folder: nothing is written.
Status write_map(std::filesystem::path const& folder, char const* name, std::string const& text) {
  if (folder.empty()) return {};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  auto const file = folder / name, beside = folder / fmt::format("{}.new", name);
  std::ofstream out(beside);
  out << text << std::flush;
  if (out) std::filesystem::rename(beside, file, error);
  if (!out || error) return Error{fmt::format("--maps {}: cannot be written", file.string())};
  return {};
}

Result<City> open_city(ServeOptions const& options) {
  auto inputs = read_city(options.config, options.assets / "layout");
  if (!inputs) return Error{inputs.error()};
  inputs->seed = options.seed;
  City city(std::move(*inputs), options.start);
  city.advance(options.start);
  return city;
}

class ModbusCity final : public ServedSystem {
 public:
  explicit ModbusCity(City city) : city_(std::move(city)) {}
  Status open(ServeOptions const& options) {
    auto gateways =
        MeterGateways::open(city_, options.address, static_cast<std::uint16_t>(options.port + serve_ports::kModbus));
    if (!gateways) return Error{gateways.error()};
    gateways_ = std::make_unique<MeterGateways>(std::move(*gateways));
    return write_map(options.maps, "modbus.toml", gateways_->map(options.period_s));
  }
  std::string describe() const override {
    return fmt::format("modbus: {} meters behind {} gateways at ports {}…{}", city_.meters().meters().size(),
                       gateways_->gateways(), gateways_->port(0), gateways_->port(gateways_->gateways() - 1));
  }
  void step(Instant now) override {
    if (now - city_.now().t < kRenew) return;
    city_.advance(now);
    gateways_->update();
  }

 private:
  City city_;
  std::unique_ptr<MeterGateways> gateways_;
};

class MqttCity final : public ServedSystem {
 public:
  MqttCity(City city, Address const& broker) : city_(std::move(city)), broker_(broker.text()), publisher_(broker) {}
  std::string describe() const override { return fmt::format("mqtt: publishing at {}", broker_); }
  void step(Instant now) override {
    city_.advance(now);
    publisher_.step(city_);
  }
  City const& city() const { return city_; }

 private:
  City city_;
  std::string broker_;
  BrokerPublisher publisher_;
};

class HttpCity final : public ServedSystem {
 public:
  explicit HttpCity(City city) : city_(std::move(city)) { renew(); }
  Status open(ServeOptions const& options) {
    http::ServerConfig config;
    config.listen = fmt::format("{}:{}", options.address, options.port + serve_ports::kHttp);
    auto server = http::Server::open(config, [this](http::Request const& r) { return documents_.answer(r); });
    if (!server) return Error{server.error()};
    server_ = std::move(*server);
    if (options.notify.empty()) return {};
    auto notifier = Notifier::open(options.notify, from_seconds(options.period_s));
    if (!notifier) return Error{"--notify: " + notifier.error()};
    notifier_.emplace(std::move(*notifier));
    where_ = options.notify;
    return {};
  }
  std::string describe() const override {
    return fmt::format("http: {0}/ngsi-ld/v1/entities and {0}/metar/ZYTL.TXT{1}{2}", server_->url(),
                       where_.empty() ? "" : "; entities are posted to ", where_);
  }
  void step(Instant now) override {
    if (now - city_.now().t >= kRenew) {
      city_.advance(now);
      renew();
    }
    if (notifier_) notify();
  }

 private:
  void renew() {
    entities_ = ngsi_entities(city_);
    documents_.update(entities_, write_metar("ZYTL", city_.sky(), city_.now().t));
  }
  /// What goes wrong is said when it changes.
  void notify() {
    auto const before = notifier_->trouble();
    notifier_->step(entities_, city_.now().t);
    if (notifier_->trouble() != before && !notifier_->trouble().empty())
      fmt::print(stderr, "twinfeed synth: --notify {}\n", notifier_->trouble());
  }

  City city_;
  std::vector<NgsiEntity> entities_;
  std::optional<Notifier> notifier_;
  std::string where_;
  CityDocuments documents_;
  std::unique_ptr<http::Server> server_; // last: its thread uses the rest
};

} // namespace

Result<std::unique_ptr<ServedSystem>> open_modbus_city(ServeOptions const& options) {
  auto city = open_city(options);
  if (!city) return Error{city.error()};
  auto system = std::make_unique<ModbusCity>(std::move(*city));
  if (auto const opened = system->open(options); !opened) return Error{opened.error()};
  return std::unique_ptr<ServedSystem>(std::move(system));
}

Result<std::unique_ptr<ServedSystem>> open_mqtt_city(ServeOptions const& options) {
  if (options.broker.empty()) return Error{"publishes at a broker: give --broker HOST:PORT"};
  auto const broker = parse_address(options.broker);
  if (!broker) return Error{fmt::format("--broker: {}", broker.error())};
  auto city = open_city(options);
  if (!city) return Error{city.error()};
  auto system = std::make_unique<MqttCity>(std::move(*city), *broker);
  if (auto const written = write_map(options.maps, "mqtt.toml", Publications::map(system->city())); !written)
    return Error{written.error()};
  return std::unique_ptr<ServedSystem>(std::move(system));
}

Result<std::unique_ptr<ServedSystem>> open_http_city(ServeOptions const& options) {
  auto city = open_city(options);
  if (!city) return Error{city.error()};
  auto system = std::make_unique<HttpCity>(std::move(*city));
  if (auto const opened = system->open(options); !opened) return Error{opened.error()};
  return std::unique_ptr<ServedSystem>(std::move(system));
}

} // namespace dalian::connectors
