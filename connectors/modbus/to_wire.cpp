#include "connectors/modbus/to_wire.hpp"

#include "twin/base/quantities.hpp"

#include <algorithm>

namespace dalian::modbus {
namespace {

std::optional<double> number(Value const& value, std::span<std::uint16_t const> words) {
  if (holds_bits(value.table)) return words[0] & 1;
  if (value.bit) return words[0] >> *value.bit & 1;
  auto const raw = number_of(words, value.type, value.order);
  if (!raw) return std::nullopt;
  return *raw * value.scale + value.offset;
}

bool is_missing(Value const& value, std::span<std::uint16_t const> words) {
  return !value.missing.empty() && std::ranges::find(value.missing, bits_of(words, value.order)) != value.missing.end();
}

} // namespace

std::string_view tell(Value const& value, std::span<std::uint16_t const> words, Instant at,
                      connectors::Teller& teller) {
  constexpr std::string_view kTold = "values", kImpossible = "values_impossible";
  auto const& quantity = quantities()[value.quantity];
  if (quantity.form == ValueForm::text)
    return teller.text(quantity.name, text_of(words), at) ? kTold : "values_missing";
  if (is_missing(value, words)) return "values_missing";
  auto const n = number(value, words);
  return n && teller.value(quantity, *n, at) ? kTold : kImpossible;
}

} // namespace dalian::modbus
