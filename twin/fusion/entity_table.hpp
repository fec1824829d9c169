#pragma once
// Entity id → slot number: open addressing with linear probing, eight bytes a bucket, so that 100 k entities fit the
// second-level cache and a look-up costs one cache line. Knows nothing of what the slots hold.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace dalian::fusion {

class EntityTable {
 public:
  static constexpr std::uint32_t kAbsent = 0xffffffff;

  /// `is_it(slot)` compares the id of a candidate (same hash) with the one sought.
  template <class IsIt>
  std::uint32_t find(std::uint32_t hash, IsIt&& is_it) const {
    for (std::size_t i = hash & mask_; buckets_[i].slot != kAbsent; i = (i + 1) & mask_)
      if (buckets_[i].hash == hash && is_it(buckets_[i].slot)) return buckets_[i].slot;
    return kAbsent;
  }

  /// Slot of the first entry with this hash, compared by the hash alone: good enough to fetch its memory ahead.
  std::uint32_t guess(std::uint32_t hash) const {
    for (std::size_t i = hash & mask_; buckets_[i].slot != kAbsent; i = (i + 1) & mask_)
      if (buckets_[i].hash == hash) return buckets_[i].slot;
    return kAbsent;
  }

  void prefetch(std::uint32_t hash) const { __builtin_prefetch(&buckets_[hash & mask_]); }

  /// The id must not be there yet.
  void insert(std::uint32_t hash, std::uint32_t slot) {
    if ((size_ + 1) * 2 > buckets_.size()) grow();
    place(hash, slot);
    ++size_;
  }

  /// The entry must be there. Moves followers back, so that no tombstones pile up.
  void erase(std::uint32_t hash, std::uint32_t slot) {
    std::size_t hole = hash & mask_;
    while (buckets_[hole].slot != slot)
      hole = (hole + 1) & mask_;
    for (std::size_t i = (hole + 1) & mask_; buckets_[i].slot != kAbsent; i = (i + 1) & mask_) {
      std::size_t const home = buckets_[i].hash & mask_;
      if (((i - home) & mask_) < ((i - hole) & mask_)) continue; // it would come to stand before its home
      buckets_[hole] = buckets_[i];
      hole = i;
    }
    buckets_[hole] = {};
    --size_;
  }

  std::size_t size() const { return size_; }

 private:
  struct Bucket {
    std::uint32_t hash = 0;
    std::uint32_t slot = kAbsent;
  };

  void place(std::uint32_t hash, std::uint32_t slot) {
    std::size_t i = hash & mask_;
    while (buckets_[i].slot != kAbsent)
      i = (i + 1) & mask_;
    buckets_[i] = {hash, slot};
  }

  void grow() {
    std::vector<Bucket> old(buckets_.size() * 2);
    old.swap(buckets_);
    mask_ = buckets_.size() - 1;
    for (Bucket const& b : old)
      if (b.slot != kAbsent) place(b.hash, b.slot);
  }

  std::vector<Bucket> buckets_ = std::vector<Bucket>(16);
  std::size_t mask_ = 15;
  std::size_t size_ = 0;
};

} // namespace dalian::fusion
