#pragma once
// What a texel of the entity-id buffer means.
#include "renderer/scene/scene_types.hpp"

#include <cstdint>

namespace dalian::scene {

enum class EntityKind : std::uint8_t { none, mover, route, placement };

struct Entity {
  EntityKind kind = EntityKind::none;
  std::uint32_t index = 0; // mover: its handle; route, placement: index in the city's table
  bool operator==(Entity const&) const = default;
};

constexpr Entity entity_of(std::uint32_t texel) {
  if (texel == ENTITY_NONE) return {};
  if (texel & ENTITY_PLACEMENT) return {EntityKind::placement, texel & ENTITY_INDEX_MASK};
  if (texel & ENTITY_ROUTE) return {EntityKind::route, texel & ENTITY_INDEX_MASK};
  return {EntityKind::mover, texel};
}

} // namespace dalian::scene
