#include "connectors/modbus/registers.hpp"

#include "connectors/common/utf8.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace dalian::modbus {
namespace {

std::uint16_t swapped(std::uint16_t word) {
  return static_cast<std::uint16_t>(word >> 8 | word << 8);
}

} // namespace

std::uint64_t bits_of(std::span<std::uint16_t const> words, Order order) {
  bool const words_reversed = order == Order::cdab || order == Order::dcba;
  bool const bytes_swapped = order == Order::badc || order == Order::dcba;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto const word = words[words_reversed ? words.size() - 1 - i : i];
    bits = bits << 16 | (bytes_swapped ? swapped(word) : word);
  }
  return bits;
}

std::optional<double> number_of(std::span<std::uint16_t const> words, Type type, Order order) {
  assert(type != Type::text && words.size() == words_of(type));
  auto const bits = bits_of(words, order);
  auto const low = static_cast<std::uint32_t>(bits);
  double value = 0;
  switch (type) {
  case Type::i16:
    value = static_cast<std::int16_t>(low);
    break;
  case Type::i32:
    value = static_cast<std::int32_t>(low);
    break;
  case Type::i64:
    value = static_cast<double>(static_cast<std::int64_t>(bits));
    break;
  case Type::f32:
    value = std::bit_cast<float>(low);
    break;
  case Type::f64:
    value = std::bit_cast<double>(bits);
    break;
  default:
    value = static_cast<double>(bits);
  }
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

std::string text_of(std::span<std::uint16_t const> words) {
  std::string text;
  for (auto const word : words) {
    text += static_cast<char>(word >> 8);
    text += static_cast<char>(word & 0xFF);
  }
  text.resize(std::min(text.find('\0'), text.size()));
  text.resize(text.find_last_not_of(' ') + 1);
  return connectors::valid_utf8(text);
}

} // namespace dalian::modbus
