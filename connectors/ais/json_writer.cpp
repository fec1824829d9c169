#include "connectors/ais/json_writer.hpp"

#include "connectors/common/utf8.hpp"

#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace dalian::ais {

void JsonWriter::operator()(std::string_view name, ApplicationData const& data) {
  std::string const prefix(name);
  (*this)(prefix + "_bits", static_cast<std::uint32_t>(data.size_bits()));
  begin(prefix + "_hex");
  out_ += '"';
  for (std::size_t bit = data.begin; bit < data.end; bit += 8) { // the last byte is filled with zeros on the right
    auto const width = static_cast<unsigned>(std::min<std::size_t>(8, data.end - bit));
    fmt::format_to(std::back_inserter(out_), "{:02x}", data.payload.u(bit, width) << (8 - width));
  }
  out_ += '"';
}

void JsonWriter::quoted(std::string_view name, std::string_view text) {
  begin(name);
  out_ += '"';
  for (char const c : connectors::valid_utf8(text)) {
    if (c == '"' || c == '\\')
      (out_ += '\\') += c;
    else if (static_cast<unsigned char>(c) < 0x20)
      fmt::format_to(std::back_inserter(out_), "\\u{:04x}", static_cast<unsigned>(c));
    else
      out_ += c;
  }
  out_ += '"';
}

void JsonWriter::append_number(std::string& to, double value, int decimals) {
  constexpr double kPowers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
  assert(decimals >= 0 && decimals <= 7 && std::abs(value) < 1e10);
  auto const units = std::llround(value * kPowers[decimals]);
  fmt::format_int const digits(units < 0 ? -units : units);
  auto const count = static_cast<int>(digits.size());
  if (units < 0) to += '-';
  if (decimals == 0) {
    to.append(digits.data(), digits.size());
    return;
  }
  if (count > decimals)
    to.append(digits.data(), static_cast<std::size_t>(count - decimals));
  else
    to += '0';
  to += '.';
  to.append(static_cast<std::size_t>(std::max(0, decimals - count)), '0');
  to.append(digits.data() + std::max(0, count - decimals), static_cast<std::size_t>(std::min(count, decimals)));
}

void JsonWriter::close() {
  if (!rejected_.empty()) raw("out_of_range", '{' + rejected_ + '}');
  out_ += '}';
}

} // namespace dalian::ais
