#pragma once
// How each kind of synthetic meter lays its values in input registers; each maker his own way, as in a real city. One
// table says it to the server and to the map that twinfeed modbus reads. Shares nothing with the connector's decoder.
#include "connectors/utilities/meters.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace dalian::utilities {

/// "i32", "u16", "f32", …; bytes of the number in this order of registers ("cdab": low word first).
struct RegisterField {
  std::string_view quantity;
  double MeterState::*value = nullptr;
  std::uint16_t address = 0;
  std::string_view type, order;
  double scale = 1; // value = raw · scale
};
std::span<RegisterField const> register_fields(Medium medium);

inline constexpr std::size_t kMeterRegisters = 10; // that every meter has

/// All registers of a meter. What is beyond a number's range is told as its last one.
std::vector<std::uint16_t> write_registers(Medium medium, MeterState const& state);

} // namespace dalian::utilities
