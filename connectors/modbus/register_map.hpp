#pragma once
// Which device has which quantity in which registers: a TOML file, see docs/feeds.md.
#include "connectors/common/address.hpp"
#include "connectors/modbus/registers.hpp"
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dalian::modbus {

/// The four tables of a device; reading is all that is ever done to them.
enum class Table : std::uint8_t { coils, discrete_inputs, holding_registers, input_registers };

constexpr bool holds_bits(Table table) {
  return table == Table::coils || table == Table::discrete_inputs;
}

/// One value of a device: number = raw · scale + offset.
struct Value {
  std::uint8_t quantity = 0; // its place in quantities()
  Table table = Table::holding_registers;
  std::uint16_t address = 0; // from 0, as on the wire
  std::uint16_t count = 1;   // registers or bits
  Type type = Type::u16;
  Order order = Order::abcd;
  std::optional<unsigned> bit; // of a register, 0 = the lowest
  double scale = 1, offset = 0;
  std::vector<std::uint64_t> missing; // bit patterns that say "no value"
};

struct Device {
  std::string entity; // "meter:njip-1"
  connectors::Address address;
  int unit = 1; // 1…247 behind a gateway; 0 or 255: the device itself
  Duration period{}, timeout{};
  std::optional<GeoPoint> position;
  std::vector<Value> values; // in the order of tables and addresses
};

/// At least one device with at least one value; the error names file, line, field and remedy.
Result<std::vector<Device>> read_map(std::filesystem::path const& file);

} // namespace dalian::modbus
