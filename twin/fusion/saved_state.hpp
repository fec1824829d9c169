#pragma once
// A saved state of fusion, gathered block by block and then, on any thread, put into its one canonical form:
//   "DTWF", version (32 bit) · checksum of all that follows (64 bit) · hash of the parameters (64 bit) · time ·
//   sources with their counters · partitions, each with its length, their entities by handle · plots, with their
//   length.
#include "twin/base/result.hpp"
#include "twin/fusion/clock_skew.hpp"
#include "twin/fusion/entity_store.hpp"
#include "twin/fusion/inbox.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::fusion {

/// The entities of one partition as of one moment. Blocks that come into being later do not belong to it.
class PartitionSave {
 public:
  PartitionSave(EntityStore const& store, std::uint32_t created) : created_(created), blocks_(store.blocks()) {}

  bool complete() const { return next_ == blocks_.size(); }

  /// Writes the next block, if any, of `store`; entities written.
  std::size_t write_next(EntityStore const& store);

  /// To be called before the entity in `slot` changes.
  void before_change(EntityStore const& store, std::uint32_t slot) {
    std::size_t const block = slot / EntityStore::kBlock;
    if (block < blocks_.size() && !blocks_[block].written) write(store, block);
  }

  /// Bytes that append_to() adds, about.
  std::size_t size() const;

  /// Only when complete.
  void append_to(std::string& out) const;

 private:
  struct Piece {
    std::uint32_t handle, begin, size;
  };
  struct Block {
    bool written = false;
    std::string bytes;
    std::vector<Piece> pieces;
  };
  std::size_t write(EntityStore const& store, std::size_t block);

  std::uint32_t created_;
  std::size_t next_ = 0; // all blocks before are written
  std::vector<Block> blocks_;
};

struct SavedSource {
  std::string name;
  OutcomeCounts counts{};
  ClockSkew clock;
};

struct SavedState {
  std::uint64_t parameters_hash = 0;
  Instant time{};
  std::vector<SavedSource> sources;
  std::vector<PartitionSave> partitions;
  std::string plots; // as bytes: things without names are few beside those with

  std::string bytes() const;
};

/// What stands before the partitions of `bytes`, and the partitions still as bytes.
struct SavedHeader {
  Instant time{};
  std::vector<SavedSource> sources;
  std::vector<std::string_view> partitions;
  std::string_view plots;
};
/// Says nothing of the checksum. `fresh_clock`: as a source begins with.
Result<SavedHeader> read_saved_header(std::string_view bytes, std::uint64_t parameters_hash,
                                      ClockSkew const& fresh_clock);

/// Is the checksum that of the rest? Only of `bytes` whose header was read.
bool is_whole(std::string_view bytes);

} // namespace dalian::fusion
