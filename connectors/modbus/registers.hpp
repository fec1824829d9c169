#pragma once
// What the registers of a device mean: numbers of 16 to 64 bits in the orders that are in use, and text. MODBUS
// Application Protocol V1.1b3 knows registers only; how numbers lie in them is each maker's choice.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace dalian::modbus {

enum class Type : std::uint8_t { u16, i16, u32, i32, u64, i64, f32, f64, text };

/// Where the most significant byte (A) of a 32-bit number lies; 64 bits alike, of four registers.
enum class Order : std::uint8_t { abcd, cdab, badc, dcba };

/// Registers that a number of this type takes; text takes what it is given.
constexpr std::size_t words_of(Type type) {
  switch (type) {
  case Type::u16:
  case Type::i16:
    return 1;
  case Type::u32:
  case Type::i32:
  case Type::f32:
    return 2;
  default:
    return 4;
  }
}

/// The bits of words_of(type) registers, most significant first, right-aligned.
std::uint64_t bits_of(std::span<std::uint16_t const> words, Order order);

/// Nothing for what is no number (a NaN or an infinity). `words` holds words_of(type); not for text.
std::optional<double> number_of(std::span<std::uint16_t const> words, Type type, Order order);

/// Two characters a register, the first in the high byte; ends at the first NUL, without blanks at its end. Always
/// UTF-8.
std::string text_of(std::span<std::uint16_t const> words);

} // namespace dalian::modbus
