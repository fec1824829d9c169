#include "connectors/mqtt/value_rule.hpp"

#include "twin/base/quantities.hpp"

#include <charconv>
#include <optional>

namespace dalian::mqtt {
namespace {

/// A whole text as a number.
std::optional<double> parse(std::string_view text) {
  double value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> number(ValueRule const& rule, RawValue const& raw) {
  std::optional<double> value;
  if (auto const* flag = std::get_if<bool>(&raw)) value = *flag ? 1 : 0;
  if (auto const* n = std::get_if<double>(&raw)) value = *n;
  if (auto const* word = std::get_if<std::string>(&raw)) {
    if (auto const known = rule.words.find(*word); known != rule.words.end()) return known->second;
    value = parse(*word);
  }
  if (!value) return std::nullopt;
  return *value * rule.scale + rule.offset;
}

std::string as_text(RawValue const& raw) {
  if (auto const* text = std::get_if<std::string>(&raw)) return *text;
  if (auto const* flag = std::get_if<bool>(&raw)) return *flag ? "true" : "false";
  char digits[32];
  auto const end = std::to_chars(digits, digits + sizeof digits, std::get<double>(raw)).ptr;
  return {digits, end};
}

} // namespace

std::string_view tell(ValueRule const& rule, RawValue const& raw, Instant t_obs, connectors::Teller& teller) {
  constexpr std::string_view kTold = "values", kImpossible = "values_impossible";
  auto const& quantity = quantities()[rule.quantity];
  if (quantity.form == ValueForm::text) return teller.text(quantity.name, as_text(raw), t_obs) ? kTold : kImpossible;
  auto const value = number(rule, raw);
  return value && teller.value(quantity, *value, t_obs) ? kTold : kImpossible;
}

} // namespace dalian::mqtt
