#pragma once
// The whole state of a twin at one position of its log, as the bytes of a keyframe and back. Knows no file.
#include "twin/app/feeds.hpp"
#include "twin/app/keyframe.pb.h"

#include <optional>
#include <string>
#include <string_view>

namespace dalian::app {

/// What the receiver needs to go on: who feeds, and which numbers were taken.
void add_feeds(Feeds const& feeds, KeyframeState& state);
/// Into empty feeds. Leaves out what no twin writes.
void take_feeds(KeyframeState const& state, Feeds& feeds);

/// As a serialized KeyframeState would be, without the copies that making one costs.
std::string keyframe_bytes(KeyframeState const& feeds, std::string_view fusion);

/// The parts of a serialized KeyframeState, that of fusion as it lies there; nothing when it is none.
struct KeyframeParts {
  std::string_view fusion;
  KeyframeState feeds;
};
std::optional<KeyframeParts> keyframe_parts(std::string_view bytes);

/// Equal states have equal bytes, and so equal numbers; kept beside the keyframe, to compare a replay with.
std::uint64_t hash_of(std::string_view bytes);

} // namespace dalian::app
