#pragma once
// What may enter the tracks: bounds and times of one observation, before any track is touched. Every observation ends
// in exactly one Outcome, counted per source.
#include "twin/base/projection_cache.hpp"
#include "twin/base/time.hpp"
#include "twin/fusion/fix.hpp"
#include "twin/fusion/parameters.hpp"
#include "twin/state/track.hpp"
#include "twin/wire/wire.pb.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dalian::fusion {

enum class Outcome : std::uint8_t {
  used,           // newest of its track
  used_late,      // up to kLateLimit late: put in its place, what came after it replayed
  reset,          // a second fix confirmed a jump: the track goes on from there
  jump_held,      // out of reach of its track: waits for a second one
  outranked,      // a worse kind of fix while a better one is fresh
  too_late,       // more than kLateLimit late: history only
  future,         // more than future_limit_s ahead of twin time: quarantined, history only
  expired,        // of an unknown entity, so old that its track would end at once
  invalid_entity, // id empty or longer than 64 bytes
  invalid_kind,   // not said, or not known here
  invalid_time,   // not set
  invalid_fix,    // latitude 91, a speed that is no number, …
  invalid_detail, // a dimension that is no number, a text beyond 256 bytes, …
  off_map,        // so far from here that the projection has no value
  empty,          // neither a fix nor a detail
  overfull,       // a detection beyond the most of one scan, or of one sensor more than the most
};
inline constexpr std::size_t kOutcomes = 16;
std::string_view to_string(Outcome outcome);
using OutcomeCounts = std::array<std::uint64_t, kOutcomes>;

/// One observation that may be fused.
struct Admitted {
  Instant t_obs{}, t_rx{};
  state::Kind kind = state::Kind::unspecified;
  bool has_fix = false;
  Measurement fix; // when has_fix; provenance is left to the caller
};

/// What admit() goes by.
struct InboxRules {
  Parameters const& parameters;
  ProjectionCache& projection;
  Duration correction{}; // by how much the clock of the source is ahead, where its times are to be corrected
};

/// The reason why `observation` may not be fused at `t_twin`, else nothing and `admitted` filled.
std::optional<Outcome> admit(wire::Observation const& observation, Instant t_twin, InboxRules const& rules,
                             Admitted& admitted);

} // namespace dalian::fusion
