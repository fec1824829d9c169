#pragma once
// Which registers are asked for together: as few requests as the protocol and its limits allow.
#include "connectors/modbus/register_map.hpp"

#include <span>

namespace dalian::modbus {

struct Request {
  Table table = Table::holding_registers;
  std::uint16_t address = 0, count = 0;
  std::vector<std::size_t> values; // places in the device's values that it answers
};

/// At most 125 registers or 2000 bits a request (MODBUS V1.1b3, 6.1 to 6.4); unused ones between two values are read
/// with them when there are at most `gap`. `values` in the order of tables and addresses.
std::vector<Request> plan_requests(std::span<Value const> values, std::uint16_t gap = 8);

} // namespace dalian::modbus
