#pragma once
// The entities of a partition by slot: in blocks that stay where they are, so that a pointer holds while others come
// and go, and a save can take one block at a time.
#include "twin/fusion/entity.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace dalian::fusion {

class EntityStore {
 public:
  static constexpr std::uint32_t kBlock = 16;

  Entity& operator[](std::uint32_t slot) { return (*blocks_[slot / kBlock])[slot % kBlock]; }
  Entity const& operator[](std::uint32_t slot) const { return (*blocks_[slot / kBlock])[slot % kBlock]; }

  /// A slot with a fresh entity, handle 0.
  std::uint32_t take() {
    if (free_.empty()) {
      if (used_ == blocks_.size() * kBlock) blocks_.push_back(std::make_unique<Block>());
      return used_++;
    }
    std::uint32_t const slot = free_.back();
    free_.pop_back();
    return slot;
  }

  void free(std::uint32_t slot) {
    (*this)[slot] = Entity{};
    free_.push_back(slot);
  }

  /// Slots ever taken; those freed since are among them, with handle 0.
  std::uint32_t slots() const { return used_; }
  std::uint32_t blocks() const { return static_cast<std::uint32_t>(blocks_.size()); }

 private:
  using Block = std::array<Entity, kBlock>;
  std::vector<std::unique_ptr<Block>> blocks_;
  std::vector<std::uint32_t> free_;
  std::uint32_t used_ = 0;
};

} // namespace dalian::fusion
