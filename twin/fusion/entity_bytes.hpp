#pragma once
// One entity as the bytes of a saved state. A new field of an entity that fusion goes on from must be entered here.
#include "twin/fusion/bytes.hpp"
#include "twin/fusion/entity.hpp"

namespace dalian::fusion {

void write_entity(ByteWriter& out, Entity const& entity);

/// `names`: of the sources by index. False when the bytes do not make an entity that fusion could go on from; what
/// `entity` holds is then of no use. Hash, slot and table are the caller's.
bool read_entity(ByteReader& in, Entity& entity, std::vector<std::string> const& names);

} // namespace dalian::fusion
