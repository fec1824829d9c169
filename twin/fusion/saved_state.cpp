#include "twin/fusion/saved_state.hpp"

#include "twin/fusion/entity_bytes.hpp"
#include "twin/fusion/entity_hash.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <fmt/format.h>

namespace dalian::fusion {
namespace {

constexpr std::uint32_t kMagic = 0x46575444; // "DTWF"
constexpr std::uint32_t kVersion = 3;
constexpr std::size_t kCheckedFrom = 16;

} // namespace

std::size_t PartitionSave::write(EntityStore const& store, std::size_t number) {
  Block& block = blocks_[number];
  block.written = true;
  ByteWriter out(block.bytes);
  auto const first = static_cast<std::uint32_t>(number) * EntityStore::kBlock;
  for (std::uint32_t slot = first; slot < std::min(first + EntityStore::kBlock, store.slots()); ++slot) {
    if (store[slot].handle == 0) continue;
    auto const begin = static_cast<std::uint32_t>(block.bytes.size());
    write_entity(out, store[slot]);
    block.pieces.push_back({store[slot].handle, begin, static_cast<std::uint32_t>(block.bytes.size()) - begin});
  }
  return block.pieces.size();
}

std::size_t PartitionSave::write_next(EntityStore const& store) {
  while (!complete() && blocks_[next_].written)
    ++next_;
  return complete() ? 0 : write(store, next_++);
}

std::size_t PartitionSave::size() const {
  std::size_t size = 2 * sizeof(std::uint64_t);
  for (Block const& block : blocks_)
    size += block.bytes.size();
  return size;
}

void PartitionSave::append_to(std::string& out) const {
  assert(std::ranges::all_of(blocks_, &Block::written));
  std::vector<std::pair<Piece, std::string const*>> pieces;
  for (Block const& block : blocks_)
    for (Piece const& piece : block.pieces)
      pieces.emplace_back(piece, &block.bytes);
  std::ranges::sort(pieces, {}, [](auto const& piece) { return piece.first.handle; });
  ByteWriter{out}(created_, static_cast<std::uint32_t>(pieces.size()));
  for (auto const& [piece, bytes] : pieces)
    out.append(*bytes, piece.begin, piece.size);
}

std::string SavedState::bytes() const {
  std::string whole;
  std::size_t size = plots.size() + (std::size_t{1} << 16);
  for (PartitionSave const& partition : partitions)
    size += partition.size();
  whole.reserve(size);
  ByteWriter out(whole);
  out(kMagic, kVersion, std::uint64_t{0}, parameters_hash, time, static_cast<std::uint32_t>(sources.size()));
  for (SavedSource const& source : sources) {
    out(source.name, source.counts);
    ClockSkew::describe(source.clock, out);
  }
  for (PartitionSave const& partition : partitions) {
    std::size_t const at = whole.size();
    out(std::uint64_t{0});
    partition.append_to(whole);
    std::uint64_t const length = whole.size() - at - sizeof length;
    std::memcpy(whole.data() + at, &length, sizeof length);
  }
  out(static_cast<std::uint64_t>(plots.size()));
  whole += plots;
  std::uint64_t const checksum = entity_hash(std::string_view(whole).substr(kCheckedFrom));
  std::memcpy(whole.data() + kCheckedFrom - sizeof checksum, &checksum, sizeof checksum);
  return whole;
}

bool is_whole(std::string_view bytes) {
  std::uint64_t checksum = 0;
  ByteReader in(bytes.substr(kCheckedFrom - sizeof checksum, sizeof checksum));
  in(checksum);
  return in.ok() && entity_hash(bytes.substr(kCheckedFrom)) == checksum;
}

Result<SavedHeader> read_saved_header(std::string_view bytes, std::uint64_t parameters_hash,
                                      ClockSkew const& fresh_clock) {
  ByteReader in(bytes);
  std::uint32_t magic = 0, version = 0, sources = 0;
  std::uint64_t checksum = 0, made_with = 0;
  in(magic, version, checksum);
  if (!in.ok() || magic != kMagic) return Error{"not a saved state of fusion"};
  if (version != kVersion)
    return Error{fmt::format("saved state of version {}; this program reads {}", version, kVersion)};
  SavedHeader header;
  in(made_with, header.time, sources);
  if (made_with != parameters_hash) return Error{"saved state was made with other fusion parameters"};
  for (std::uint32_t i = 0; i < sources && in.ok(); ++i) {
    SavedSource& source = header.sources.emplace_back();
    source.clock = fresh_clock;
    in(source.name, source.counts);
    if (!ClockSkew::describe(source.clock, in)) in.fail();
  }
  for (std::uint32_t i = 0; i < kPartitions && in.ok(); ++i) {
    std::uint64_t size = 0;
    in(size);
    header.partitions.push_back(in.take(size));
  }
  std::uint64_t size = 0;
  in(size);
  header.plots = in.take(size);
  if (!in.ok() || in.left() != 0) return Error{"saved state is damaged: wrong length"};
  return header;
}

} // namespace dalian::fusion
