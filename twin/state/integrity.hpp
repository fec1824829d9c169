#pragma once
// Reasons to doubt what a source says of where a track is and how it moves. A flag is a hint for people, never a
// filter.
#include "twin/base/time.hpp"

#include <cstdint>
#include <string_view>

namespace dalian::state {

enum class Integrity : std::uint8_t {
  jump,             // a fix out of reach of the track
  impossible_speed, // faster than its class can be, by report or by displacement
  frozen,           // the very same position and speed again and again, under way
  duplicate_id,     // two places take turns: two senders with one number
  off_sea,          // a vessel on land
  off_road,         // a vehicle far from every road
  speed_mismatch,   // displacement and reported speed contradict each other
  gnss_drift,       // the position walks away, slowly and steadily, from where the reported motion leads
};
inline constexpr std::size_t kIntegrityFlags = 8;

constexpr std::string_view to_string(Integrity flag) {
  constexpr std::string_view kNames[kIntegrityFlags] = {"jump",    "impossible_speed", "frozen",         "duplicate_id",
                                                        "off_sea", "off_road",         "speed_mismatch", "gnss_drift"};
  return kNames[static_cast<std::size_t>(flag)];
}

/// A raised flag and the t_obs of the fix that raised it.
struct IntegrityFlag {
  Integrity flag = Integrity::jump;
  Instant since{};
  bool operator==(IntegrityFlag const&) const = default;
};

} // namespace dalian::state
