#pragma once
// Numbers as bytes (little endian), the checksum and the compression of everything this folder writes.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dalian::history {

inline void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i)
    out.push_back(static_cast<char>(value >> (8 * i)));
}

/// The caller has checked that `bytes` of them are there.
inline std::uint64_t get(std::string_view in, std::size_t at, int bytes) {
  std::uint64_t value = 0;
  for (int i = bytes - 1; i >= 0; --i)
    value = value << 8 | static_cast<unsigned char>(in[at + static_cast<std::size_t>(i)]);
  return value;
}

/// CRC-32 (ISO 3309, as zlib computes it), going on from `crc`; 0 begins.
std::uint32_t crc32_of(std::uint32_t crc, std::string_view bytes);

/// One zstd frame that says how large it was.
std::string compress(std::string_view bytes, int level);
/// Nothing when it is not a whole frame or holds more than `most` bytes.
std::optional<std::string> decompress(std::string_view frame, std::size_t most);

} // namespace dalian::history
