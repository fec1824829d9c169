#include "connectors/ais/six_bit.hpp"

namespace dalian::ais {
namespace {

constexpr std::uint8_t kBad = 0xFF;

/// IEC 61162-1: '0'…'W' are 0…39, '`'…'w' are 40…63.
constexpr std::array<std::uint8_t, 256> make_table() {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 0; c < table.size(); ++c) {
    bool const low = c >= '0' && c <= 'W', high = c >= '`' && c <= 'w';
    table[c] = low ? static_cast<std::uint8_t>(c - '0') : high ? static_cast<std::uint8_t>(c - '0' - 8) : kBad;
  }
  return table;
}
constexpr auto kSixBits = make_table();

} // namespace

PayloadBits::Status PayloadBits::append(std::string_view armoured, unsigned fill_bits) {
  assert(fill_bits < 6);
  std::size_t const new_bits = 6 * armoured.size();
  if (armoured.empty()) return Status::ok;
  if (size_bits_ + new_bits > kMaxBits) return Status::full;
  // A register of bits not yet written; a part may start in the middle of a byte when the one before had fill bits.
  std::size_t byte = size_bits_ / 8;
  unsigned pending = size_bits_ % 8;
  std::uint64_t word = pending != 0 ? bytes_[byte] >> (8 - pending) : 0;
  std::uint8_t bad = 0;
  for (unsigned char const c : armoured) {
    std::uint8_t const six = kSixBits[c];
    bad |= six & 0xC0;
    word = (word << 6) | (six & 0x3F);
    pending += 6;
    if (pending >= 8) {
      pending -= 8;
      bytes_[byte++] = static_cast<std::uint8_t>(word >> pending);
    }
  }
  if (pending != 0) bytes_[byte] = static_cast<std::uint8_t>(word << (8 - pending));
  if (bad != 0) return Status::bad_character;
  size_bits_ += new_bits - fill_bits;
  return Status::ok;
}

} // namespace dalian::ais
