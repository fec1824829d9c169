#pragma once
// A Modbus TCP gateway with meters behind it, by libmodbus: each unit has input registers, and nothing can be written.
// A thread of its own answers; registers are changed from another.
#include "twin/base/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace dalian::utilities {

class ModbusGateway {
 public:
  static constexpr unsigned kMostUnits = 247;

  /// Units 1 … `units`, of `registers` input registers each; port 0: the system chooses. The error names the address.
  static Result<std::unique_ptr<ModbusGateway>> open(std::string const& host, std::uint16_t port, unsigned units,
                                                     unsigned registers);
  ~ModbusGateway();
  ModbusGateway(ModbusGateway const&) = delete;
  ModbusGateway& operator=(ModbusGateway const&) = delete;

  std::uint16_t port() const;
  /// From 0 on. Empty: the unit is silent, and the gateway answers for it (exception 11).
  void set(unsigned unit, std::vector<std::uint16_t> const& registers);

 private:
  class Answering;
  explicit ModbusGateway(std::unique_ptr<Answering> answering);
  std::unique_ptr<Answering> answering_;
};

} // namespace dalian::utilities
