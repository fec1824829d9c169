#pragma once
// What the fuzzers share. A fuzzer is one file NAME_fuzz.cpp with LLVMFuzzerTestOneInput and seeds(), and one line in
// CMakeLists.txt; tools/check/fuzz.sh runs it. It proves a promise with require(), not only that nothing crashes.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::fuzz {

/// Sound inputs to begin from, made by our own encoders. Each fuzzer defines it.
std::vector<std::string> seeds();

inline void require(bool holds, std::source_location where = std::source_location::current()) {
  if (holds) return;
  std::fprintf(stderr, "%s:%u: a promise is broken\n", where.file_name(), static_cast<unsigned>(where.line()));
  std::abort();
}

inline std::string_view text(std::uint8_t const* data, std::size_t size) {
  return {reinterpret_cast<char const*>(data), size};
}

/// An input of several messages: each is a tag, the length (16 bit, little endian) and the bytes; the last may be
/// short.
struct Piece {
  std::uint8_t tag = 0;
  std::string_view bytes;
};
std::vector<Piece> pieces(std::string_view input);
std::string piece(std::uint8_t tag, std::string const& bytes);

/// A file of this process that holds `bytes` and only its user may read.
std::filesystem::path write_file(std::string const& name, std::string_view bytes);

std::string read_file(std::filesystem::path const& file);

/// A file of the repository; empty when DALIAN_SOURCE names none.
std::string read_source(std::string const& path);

} // namespace dalian::fuzz
