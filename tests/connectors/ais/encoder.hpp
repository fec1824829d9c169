#pragma once
// The test's own encoder: writes the fields of a message one after the other as the tables of ITU-R M.1371 list them
// (so every offset of the decoder is checked by a sum of widths), then armours them and makes sentences.
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace dalian::ais::test {

class Bits {
 public:
  Bits& u(unsigned width, std::uint64_t value) {
    for (unsigned i = width; i-- > 0;)
      bits_ += ((value >> i) & 1U) != 0 ? '1' : '0';
    return *this;
  }
  Bits& s(unsigned width, std::int64_t value) { return u(width, static_cast<std::uint64_t>(value)); }
  /// Six-bit text, filled up with '@'.
  Bits& text(unsigned characters, std::string_view text) {
    for (unsigned i = 0; i < characters; ++i) {
      auto const c = static_cast<unsigned char>(i < text.size() ? text[i] : '@');
      u(6, c >= 64 ? c - 64U : c);
    }
    return *this;
  }
  std::size_t size() const { return bits_.size(); }

  unsigned fill() const { return static_cast<unsigned>((6 - bits_.size() % 6) % 6); }
  std::string payload() const {
    std::string const padded = bits_ + std::string(fill(), '0');
    std::string armoured;
    for (std::size_t i = 0; i < padded.size(); i += 6) {
      auto const value = static_cast<int>(std::stoul(padded.substr(i, 6), nullptr, 2));
      armoured += static_cast<char>(value < 40 ? value + 48 : value + 56);
    }
    return armoured;
  }
  /// One sentence, however long.
  std::string sentence() const;

 private:
  std::string bits_;
};

/// "!body*HH"
inline std::string with_checksum(std::string_view body, char start = '!') {
  unsigned sum = 0;
  for (unsigned char const c : body)
    sum ^= c;
  return fmt::format("{}{}*{:02X}", start, body, sum);
}

/// "\fields*HH\"
inline std::string tag_block(std::string_view fields) {
  return '\\' + with_checksum(fields).substr(1) + '\\';
}

struct PartFields {
  unsigned total = 1, number = 1;
  std::string_view sequence = "";
  std::string_view channel = "A";
  unsigned fill = 0;
};
inline std::string part(std::string_view payload, PartFields const& f) {
  return with_checksum(
      fmt::format("AIVDM,{},{},{},{},{},{}", f.total, f.number, f.sequence, f.channel, payload, f.fill));
}

inline std::string Bits::sentence() const {
  return part(payload(), {.fill = fill()});
}

/// Type, repeat indicator and MMSI: how every message begins.
inline Bits header(unsigned type, std::uint32_t mmsi, unsigned repeat = 0) {
  return Bits().u(6, type).u(2, repeat).u(30, mmsi);
}

/// A whole class A position report with plausible values (M.1371-5, table 45).
inline Bits position_report(std::uint32_t mmsi, double lon_deg = 121.9, double lat_deg = 39.0, unsigned second = 30) {
  return header(1, mmsi)
      .u(4, 0)
      .s(8, 0)
      .u(10, 123)
      .u(1, 1)
      .s(28, static_cast<std::int64_t>(lon_deg * 600000))
      .s(27, static_cast<std::int64_t>(lat_deg * 600000))
      .u(12, 900)
      .u(9, 91)
      .u(6, second)
      .u(2, 0)
      .u(3, 0)
      .u(1, 0)
      .u(19, 0);
}

} // namespace dalian::ais::test
