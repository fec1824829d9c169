#pragma once
// A column of whole numbers as few bytes. Two codings are tried and the smaller one kept: variable-length bytes, which
// suit few values that repeat, and bit length + bits, which suit noise; zstd follows either. Knows nothing of what the
// numbers mean.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::history {

/// Signed as unsigned so that small magnitudes stay small: 0, −1, 1, −2, …
constexpr std::uint64_t zigzag(std::int64_t value) {
  return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

/// Difference and sum modulo 2⁶⁴, so that any two values have one.
constexpr std::int64_t minus(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::int64_t>(a - b);
}

/// Reads what the functions below wrote; once something does not fit, `ok` is false and everything read is empty.
struct ByteReader {
  std::string_view bytes;
  std::size_t at = 0;
  bool ok = true;

  std::uint64_t number();
  std::string_view take(std::uint64_t size);
};

void write_number(std::string& out, std::uint64_t value);

/// How hard zstd looks for repetition; reading costs the same.
inline constexpr int kUsualLevel = 6, kPatientLevel = 12;

/// Text, compressed where that is smaller.
void write_text(std::string& out, std::string_view text, int level = kUsualLevel);
std::string read_text(ByteReader& in);

void write_column(std::string& out, std::span<std::uint64_t const> numbers);
/// At most `most` numbers: more are not believed.
std::vector<std::uint64_t> read_column(ByteReader& in, std::size_t most);

} // namespace dalian::history
