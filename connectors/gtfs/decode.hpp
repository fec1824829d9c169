#pragma once
// The bytes of one GTFS Realtime feed → its message, or the name of what is wrong. Knows no schedule.
#include "connectors/gtfs/realtime.pb.h"

#include <memory>
#include <string>
#include <string_view>

namespace dalian::gtfs {

/// A city's feed has some hundred kilobytes. Empty messages inside cost some 50 times their bytes in memory.
inline constexpr std::size_t kMostFeedBytes = 8 << 20;

struct Decoded {
  std::unique_ptr<proto::FeedMessage> feed; // null when rejected
  std::string_view outcome; // "decoded", "empty", "too_large", "malformed", "missing_field", "too_many_parts"
  std::string reason;       // of a reject, for people
};
Decoded decode(std::string_view bytes);

/// One line of JSON as protobuf's own mapping writes it: lowerCamelCase, 64-bit numbers as text.
std::string to_json(proto::FeedMessage const& feed);

} // namespace dalian::gtfs
