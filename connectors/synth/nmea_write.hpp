#pragma once
// Bits of an AIS message to NMEA 0183 sentences as a receiver prints them: armoured payload, parts, checksums and a
// tag block with source and reception time (NMEA 0183 v4.10). Knows nothing of what the bits mean.
#include "connectors/synth/ais_encode.hpp"
#include "twin/base/time.hpp"

#include <string>
#include <string_view>

namespace dalian::synth {

struct NmeaLine {
  std::string_view talker = "AI"; // "AI" mobile, "AB" base station, "AN" aid to navigation
  std::string_view source = "synth";
  Instant received; // written as whole seconds, as the tag block's `c` has it
  char channel = 'A';
  int sequence = 0; // 0…9, ties the parts of one message together
};

/// XOR of all characters, as two upper-case hexadecimal digits.
std::string nmea_checksum(std::string_view text);

/// One line for each part, every line ended by CR LF. A part carries at most 60 payload characters, so that the
/// sentence keeps the 82 characters of the standard.
std::string to_nmea(BitString const& message, NmeaLine const& line);

} // namespace dalian::synth
