#include "connectors/utilities/meter_registers.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace dalian::utilities {
namespace {

constexpr auto kRate = &MeterState::rate, kTotal = &MeterState::total, kGrade = &MeterState::grade;

constexpr std::array kPower{RegisterField{"power_kw", kRate, 0, "f32", "abcd"},
                            RegisterField{"energy_kwh", kTotal, 2, "u64", "abcd", 0.01},
                            RegisterField{"voltage_v", kGrade, 6, "u16", "abcd", 0.1}};
constexpr std::array kWater{RegisterField{"flow_m3ph", kRate, 0, "i32", "cdab", 0.001},
                            RegisterField{"volume_m3", kTotal, 2, "u64", "cdab", 0.01},
                            RegisterField{"pressure_kpa", kGrade, 6, "u16", "abcd", 0.1}};
constexpr std::array kGas{RegisterField{"flow_m3ph", kRate, 0, "f32", "cdab"},
                          RegisterField{"volume_m3", kTotal, 2, "f64", "abcd"},
                          RegisterField{"pressure_kpa", kGrade, 6, "f32", "cdab"}};
constexpr std::array kHeat{RegisterField{"power_kw", kRate, 0, "i32", "badc", 0.1},
                           RegisterField{"energy_kwh", kTotal, 2, "u64", "badc", 1},
                           RegisterField{"temperature_c", kGrade, 6, "i16", "abcd", 0.1}};
constexpr std::array kHydrogen{RegisterField{"flow_m3ph", kRate, 0, "f32", "dcba"},
                               RegisterField{"volume_m3", kTotal, 2, "u64", "dcba", 0.1},
                               RegisterField{"pressure_kpa", kGrade, 6, "f32", "dcba"}};

struct Range {
  double low, high;
};
Range range_of(std::string_view type) {
  bool const with_sign = type[0] == 'i';
  double const bits = type.substr(1) == "16" ? 16 : type.substr(1) == "32" ? 32 : 64;
  // 64 bits: no double lies between the last one that fits and 2⁶⁴.
  double const top = std::nextafter(std::exp2(with_sign ? bits - 1 : bits), 0) - (bits < 64 ? 0.5 : 0);
  return {with_sign ? -std::exp2(bits - 1) : 0, top};
}

std::uint64_t bits_of(RegisterField const& f, double value) {
  if (f.type == "f32") return std::bit_cast<std::uint32_t>(static_cast<float>(value / f.scale));
  if (f.type == "f64") return std::bit_cast<std::uint64_t>(value / f.scale);
  auto const [low, high] = range_of(f.type);
  double const raw = std::clamp(std::round(value / f.scale), low, high);
  return raw < 0 ? static_cast<std::uint64_t>(static_cast<std::int64_t>(raw)) : static_cast<std::uint64_t>(raw);
}

void put(RegisterField const& f, std::uint64_t bits, std::span<std::uint16_t> out) {
  std::size_t const words = f.type.substr(1) == "16" ? 1 : f.type.substr(1) == "32" ? 2 : 4;
  bool const low_first = f.order == "cdab" || f.order == "dcba";
  bool const swapped = f.order == "badc" || f.order == "dcba";
  for (std::size_t i = 0; i < words; ++i) {
    auto word = static_cast<std::uint16_t>(bits >> (16 * (low_first ? i : words - 1 - i)));
    if (swapped) word = static_cast<std::uint16_t>(word << 8 | word >> 8);
    out[f.address + i] = word;
  }
}

} // namespace

std::span<RegisterField const> register_fields(Medium medium) {
  switch (medium) {
  case Medium::power:
    return kPower;
  case Medium::water:
    return kWater;
  case Medium::gas:
    return kGas;
  case Medium::heat:
    return kHeat;
  case Medium::hydrogen:
    break;
  }
  return kHydrogen;
}

std::vector<std::uint16_t> write_registers(Medium medium, MeterState const& state) {
  std::vector<std::uint16_t> out(kMeterRegisters);
  for (auto const& field : register_fields(medium))
    put(field, bits_of(field, state.*field.value), out);
  return out;
}

} // namespace dalian::utilities
