#pragma once
// One VDM or VDO sentence of NMEA 0183 / IEC 61162-1:
//   !AIVDM,total,number,sequence,channel,payload,fill*HH   and whatever the source appends after the checksum.
// Knows neither tag blocks nor what the payload means.
#include "connectors/ais/outcome.hpp"

#include <cstdint>
#include <string_view>
#include <variant>

namespace dalian::ais {

struct Sentence {
  static constexpr std::uint8_t kNoSequence = 10; // legal in the wild even in multi-part messages

  std::uint16_t talker = 0;            // two characters: AI mobile, AB or BS base station, SA shore, …
  bool own_ship = false;               // VDO instead of VDM
  std::uint8_t total = 1;              // parts of the message, 1…9
  std::uint8_t number = 1;             // this part, 1…total
  std::uint8_t sequence = kNoSequence; // 0…9 or kNoSequence
  char channel = 0;                    // usually 'A' or 'B', also '1', '2'; 0 when empty
  std::uint8_t fill_bits = 0;          // 0…5; counts on the last part only
  std::string_view payload;            // points into the line
};

/// The sentence of a line without its tag blocks, or why there is none.
std::variant<Sentence, Outcome> parse_sentence(std::string_view text);

} // namespace dalian::ais
