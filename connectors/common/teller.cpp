#include "connectors/common/teller.hpp"

#include "connectors/common/utf8.hpp"
#include "twin/base/text_hash.hpp"
#include "twin/wire/codec.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <fmt/format.h>

namespace dalian::connectors {
namespace {

Quantity const& quantity_of(std::string_view name, ValueForm form) {
  auto const place = find_quantity(name);
  assert(place && quantities()[*place].form == form);
  (void)form;
  return quantities()[*place];
}

/// At most `most` bytes of well-formed UTF-8, cut between two characters.
void cut(std::string& text, std::size_t most) {
  if (text.size() <= most) return;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80)
    --most;
  text.resize(most);
}

} // namespace

std::string wire_text(std::string_view text, std::size_t most_bytes) {
  std::string out = valid_utf8(text.substr(0, most_bytes + 4)); // replacing grows: cut after it
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  cut(out, most_bytes);
  return out;
}

std::string wire_entity(std::string_view scheme, std::string_view id) {
  constexpr std::size_t kDigits = 16;
  std::string const whole = scheme.empty() ? std::string(id) : fmt::format("{}:{}", scheme, id);
  std::string name = wire_text(whole, whole.size() + 1);
  if (name.size() <= wire::kMaxNameBytes) return name;
  cut(name, wire::kMaxNameBytes - kDigits - 1);
  return fmt::format("{}~{:016x}", name, fnv1a(whole));
}

bool can_be_told(Instant t_obs) {
  return to_unix_ns(t_obs) >= wire::kMinUnixNs && to_unix_ns(t_obs) < wire::kMaxUnixNs;
}

wire::Observation& Teller::tell(Instant t_obs) {
  auto& o = out_.emplace_back();
  o.set_entity(entity_);
  o.set_kind(kind_);
  o.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(t_obs)));
  o.set_t_rx(static_cast<std::uint64_t>(to_unix_ns(t_rx_)));
  return o;
}

bool Teller::number(std::string_view quantity, double value, Instant t_obs) {
  auto const& q = quantity_of(quantity, ValueForm::number);
  if (!(value >= q.low && value <= q.high)) return false;
  auto& sensor = *tell(t_obs).mutable_sensor();
  sensor.set_quantity(std::string(quantity));
  sensor.set_number(value);
  return true;
}

bool Teller::state(std::string_view quantity, std::uint32_t code, Instant t_obs) {
  auto const& q = quantity_of(quantity, ValueForm::state);
  if (code < q.low || code > q.high) return false;
  auto& sensor = *tell(t_obs).mutable_sensor();
  sensor.set_quantity(std::string(quantity));
  sensor.set_state(code);
  return true;
}

bool Teller::text(std::string_view quantity, std::string_view text, Instant t_obs) {
  (void)quantity_of(quantity, ValueForm::text);
  auto value = wire_text(text);
  if (value.empty()) return false;
  auto& sensor = *tell(t_obs).mutable_sensor();
  sensor.set_quantity(std::string(quantity));
  sensor.set_text(std::move(value));
  return true;
}

bool Teller::value(Quantity const& quantity, double value, Instant t_obs) {
  if (quantity.form == ValueForm::number) return number(quantity.name, value, t_obs);
  bool const is_code = value >= 0 && value <= UINT32_MAX && value == std::floor(value);
  return is_code && state(quantity.name, static_cast<std::uint32_t>(value), t_obs);
}

} // namespace dalian::connectors
