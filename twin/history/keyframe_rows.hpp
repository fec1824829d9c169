#pragma once
// The keyframes of one day file: each is cut into parts, every part a row of its own, compressed and with a checksum,
// so that a large state is written over several commits. It exists once all its parts do. Knows nothing of chunks but
// their numbers.
#include "twin/history/history_store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

struct sqlite3;

namespace dalian::history {

inline constexpr std::size_t kKeyframePartBytes = std::size_t{4} << 20; // before compression
inline constexpr std::size_t kMaxKeyframeBytes = std::size_t{2} << 30;  // what cannot be is not believed

/// Made with the day file.
extern char const* const kKeyframeSchema;

std::uint32_t part_count(Keyframe const& keyframe);

/// The bytes of a part as they are stored.
std::string packed_part(Keyframe const& keyframe, std::uint32_t part);

struct PartNumber {
  std::uint32_t part = 0, parts = 0; // which of how many
};
/// The CRC-32 of everything in the row of a part; `blob`: packed.
std::uint32_t keyframe_checksum(Keyframe const& keyframe, PartNumber part, std::string_view blob);

/// One row; false when the database refuses (its error says why). The caller has a transaction open.
bool insert_keyframe_part(sqlite3* db, Keyframe const& keyframe, std::uint32_t part);

/// What a file answers: the newest whole keyframe, and how many newer ones are spoiled or not written to their end.
struct KeyframeFound {
  std::optional<Keyframe> keyframe;
  std::uint64_t skipped = 0;
};

/// The one with the highest position among those with t_twin <= `at_or_before`.
KeyframeFound find_keyframe(sqlite3* db, Instant at_or_before);

/// Position and time of every keyframe that has been begun, in order; false when the table cannot be read.
struct KeyframeHead {
  std::int64_t after = 0;
  Instant t_twin{};
  std::uint64_t state_hash = 0;
  std::uint64_t stored_bytes = 0;
};
bool keyframe_heads(sqlite3* db, std::vector<KeyframeHead>& out);

/// The keyframe at exactly this position; nothing when a part is missing or spoiled.
std::optional<Keyframe> read_keyframe(sqlite3* db, std::int64_t after);

} // namespace dalian::history
