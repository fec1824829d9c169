#pragma once
// Compacted chunks of one day file: a row stands for the consecutive chunks `seq` to `last`, their records as columns.
// It remembers which record came in which chunk, so that reading can begin behind any of them.
#include "twin/history/chunk.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace dalian::history {

/// How much of what was recorded is still there.
enum class Tier : std::uint8_t { raw = 0, thinned = 1, pilots = 2, removed = 3 };
constexpr std::size_t kTiers = 4;
char const* tier_name(Tier tier);

struct BlockHead {
  std::int64_t seq = 0, last = 0;
  Instant t0{}, t1{};
  std::uint64_t records = 0, n = 0;
  Tier tier = Tier::raw;
  std::uint64_t stored_bytes = 0;
};

struct Block {
  BlockHead head;
  std::vector<std::uint64_t> records_of; // of chunk seq, seq + 1, … last
  std::vector<Record> records;
};

extern char const* const kBlockSchema;

/// `chunks` follow each other without a gap and are whole; nothing when the layout of one is broken.
std::optional<Block> block_of(std::span<Chunk const> chunks);

/// The blob of its row; sets records and stored_bytes of the head. Slow: not to be done inside a transaction.
std::string encode_block(Block& block);

/// Inserts or replaces; false when the database refuses. The caller has a transaction open.
bool insert_block(sqlite3* db, BlockHead const& head, std::string_view blob);

/// Rows are of `kBlockColumns`. Nothing when the checksum is wrong.
extern char const* const kBlockColumns;
std::optional<BlockHead> whole_head_in(sqlite3_stmt* row);

/// The same row, decoded, which is the dear part. Nothing when what is in it is wrong.
std::optional<Block> block_in(sqlite3_stmt* row, BlockHead const& head);
std::optional<Block> block_in(sqlite3_stmt* row);
std::optional<Block> read_block(sqlite3* db, std::int64_t seq);

/// All of them in order; false when the table cannot be read to its end.
bool block_heads(sqlite3* db, std::vector<BlockHead>& out);

} // namespace dalian::history
