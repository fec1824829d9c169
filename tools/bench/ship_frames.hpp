#pragma once
// What a connector would send of many ships: made, not real; about 80 bytes an observation.
#include <cstdint>
#include <string>

namespace dalian::bench {

/// A wire::ToTwin of source "bench", epoch 1: observations first … first + n − 1, the k-th of ship k mod `entities`,
/// the first of them at `t` (Unix ns), `step` nanoseconds between two. The ships go at 8 m/s on circles of 11 km.
std::string make_frame(std::uint64_t first, std::uint64_t n, std::uint64_t entities, std::int64_t t, std::int64_t step);

} // namespace dalian::bench
