#include "connectors/ais/json_writer.hpp"

#include "connectors/common/utf8.hpp"

namespace dalian::ais {

void JsonWriter::operator()(std::string_view name, ApplicationData const& data) {
  separate();
  fmt::format_to(std::back_inserter(out_), "\"{}_bits\":{},\"{}_hex\":\"", name, data.size_bits(), name);
  for (std::size_t bit = data.begin; bit < data.end; bit += 8) { // the last byte is filled with zeros on the right
    auto const width = static_cast<unsigned>(std::min<std::size_t>(8, data.end - bit));
    fmt::format_to(std::back_inserter(out_), "{:02x}", data.payload.u(bit, width) << (8 - width));
  }
  out_ += '"';
}

void JsonWriter::quoted(std::string_view name, std::string_view text) {
  separate();
  fmt::format_to(std::back_inserter(out_), "\"{}\":\"", name);
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

void JsonWriter::close() {
  if (!rejected_.empty()) {
    separate();
    fmt::format_to(std::back_inserter(out_), "\"out_of_range\":{{{}}}", rejected_);
  }
  out_ += '}';
}

} // namespace dalian::ais
