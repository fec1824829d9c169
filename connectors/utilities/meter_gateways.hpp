#pragma once
// All meters of the city behind Modbus gateways, and the map by which twinfeed modbus asks them. One thread.
#include "connectors/utilities/city.hpp"
#include "connectors/utilities/modbus_gateway.hpp"

namespace dalian::utilities {

class MeterGateways {
 public:
  /// As many gateways as the meters need, at ports from `first_port` on (0: the system chooses each). `city` must
  /// outlive it.
  static Result<MeterGateways> open(City const& city, std::string const& host, std::uint16_t first_port);

  /// Puts what the meters show now into their registers.
  void update();
  /// TOML for twinfeed modbus --map: every meter asked each `period_s`.
  std::string map(double period_s) const;
  std::size_t gateways() const { return gateways_.size(); }
  std::uint16_t port(std::size_t gateway) const { return gateways_[gateway]->port(); }

 private:
  MeterGateways(City const& city, std::string host) : city_(&city), host_(std::move(host)) {}

  City const* city_;
  std::string host_;
  std::vector<std::unique_ptr<ModbusGateway>> gateways_;
};

} // namespace dalian::utilities
