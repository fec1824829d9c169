#pragma once
// Single files of a backup: copied so that they are on the disk, with their SHA-256 (FIPS 180-4, by libsodium).
#include "twin/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace dalian::app {

struct HashedFile {
  std::uint64_t bytes = 0;
  std::string sha256; // hexadecimal
};

Result<HashedFile> hash_file(std::filesystem::path const& file);

/// Byte for byte, folders above made as needed (0700), the file 0600; fsync. The hash is that of what was read.
Result<HashedFile> copy_bytes(std::filesystem::path const& from, std::filesystem::path const& to);

/// As copy_bytes; a file that is an SQLite database (by its first 16 bytes) is copied by SQLite, as of one instant,
/// while others write to it. The hash is that of the copy.
Result<HashedFile> copy_durably(std::filesystem::path const& from, std::filesystem::path const& to);

/// fsync, 0600.
Status write_durably(std::filesystem::path const& file, std::string_view text);

} // namespace dalian::app
