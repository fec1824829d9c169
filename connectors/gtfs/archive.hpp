#pragma once
// The tables of a GTFS schedule as texts: a .zip file, its bytes, or a folder. Bounded: what unpacks to more than it
// may is refused, however small it is packed. Knows no table.
#include "twin/base/result.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace dalian::gtfs {

inline constexpr std::size_t kMostTableBytes = 256 << 20;   // stop_times.txt of a whole country
inline constexpr std::size_t kMostPackedBytes = 256 << 20;  // of the zip file
inline constexpr std::size_t kMostExpansion = 100;          // text packs 3 to 20 times smaller
inline constexpr std::size_t kFreeExpansionBytes = 1 << 20; // up to here any ratio is harmless

class Archive {
 public:
  virtual ~Archive() = default;
  /// A table by its name ("stops.txt"), also inside a folder of the zip; nothing when it is not there.
  virtual Result<std::optional<std::string>> read(std::string const& name) = 0;
};

/// A folder or a zip file.
Result<std::unique_ptr<Archive>> open_archive(std::filesystem::path const& path);
/// A zip file that came from elsewhere; `name` stands in errors.
Result<std::unique_ptr<Archive>> open_archive_bytes(std::string bytes, std::string name);

} // namespace dalian::gtfs
