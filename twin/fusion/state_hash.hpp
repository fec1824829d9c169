#pragma once
// One number for the whole state: equal states give equal hashes, on every machine, so that a replay, a restart and a
// mirror can be compared with what was live. Not cryptographic.
#include "twin/fusion/fuse.hpp"
#include "twin/state/snapshot.hpp"

#include <cstdint>

namespace dalian::fusion {

/// Over the canonical bytes (little endian, floats by their bits, strings with their length) of all tracks by handle.
std::uint64_t state_hash(Fusion const& fusion);

/// The same number for the same tracks; version, run and time of the snapshot do not enter.
std::uint64_t state_hash(state::Snapshot const& snapshot);

} // namespace dalian::fusion
