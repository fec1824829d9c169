#include "connectors/v2x/carrier.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace dalian::v2x {
namespace {

using Bytes = std::span<std::uint8_t const>;

template <std::size_t N>
bool starts_with(Bytes bytes, std::array<std::uint8_t, N> const& prefix) {
  return bytes.size() >= N && std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

/// A COER length of one to three octets, then so many octets.
std::optional<Bytes> counted(Bytes bytes) {
  if (bytes.empty()) return std::nullopt;
  std::size_t length = bytes[0], at = 1;
  if (bytes[0] >= 0x80) {
    std::size_t const more = bytes[0] & 0x7FU;
    if (more == 0 || more > 2 || bytes.size() < 1 + more) return std::nullopt;
    length = 0;
    for (; at <= more; ++at)
      length = length << 8 | bytes[at];
  }
  if (bytes.size() - at < length) return std::nullopt;
  return bytes.subspan(at, length);
}

} // namespace

std::span<std::uint8_t const> inside_1609_2(std::span<std::uint8_t const> bytes) {
  constexpr std::array<std::uint8_t, 6> kSigned{0x03, 0x81, 0x00, 0x40, 0x03, 0x80};
  constexpr std::array<std::uint8_t, 2> kUnsecured{0x03, 0x80};
  std::optional<Bytes> inside;
  if (starts_with(bytes, kSigned))
    inside = counted(bytes.subspan(kSigned.size()));
  else if (starts_with(bytes, kUnsecured))
    inside = counted(bytes.subspan(kUnsecured.size()));
  return inside.value_or(bytes);
}

} // namespace dalian::v2x
