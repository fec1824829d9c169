#pragma once
// What a receiving station writes before a sentence: "\s:station,c:1565218798*53\" (NMEA 0183 4.10, IEC 61162-450).
// Knows nothing of the sentence that follows. Real feeds damage these blocks often; then the sentence is kept and the
// block's data dropped.
#include "twin/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dalian::ais {

/// Which sentence of a group this is: "g:1-2-9999", in the IEC form "1G2:9999".
struct SentenceGroup {
  std::uint8_t part = 0;  // 1…total
  std::uint8_t total = 0; // 1…99
  std::uint32_t id = 0;
};

struct TagBlock {
  std::optional<Instant> received; // by the station's clock
  std::optional<SentenceGroup> group;
  std::string_view source; // at most 15 characters, empty when absent; points into the line

  /// Takes over what `later` says.
  void merge(TagBlock const& later);
};

struct TagBlockSplit {
  TagBlock tags;
  std::string_view rest; // of the line, after the last block
  unsigned blocks = 0;   // several may stand before one sentence
  unsigned dropped = 0;  // blocks whose checksum or form is bad: their data is not in `tags`
  bool unclosed = false; // a block that never ends: the line cannot be read
};

/// Takes the tag blocks off the front of a line.
TagBlockSplit split_tag_blocks(std::string_view line);

/// Field c. The standard leaves the unit open, so the digits decide: 10 are seconds, 13 milliseconds, 16 microseconds,
/// a decimal fraction is allowed; only 2000…2050 is believed, since some sources write counters here.
std::optional<Instant> parse_tag_time(std::string_view digits);

} // namespace dalian::ais
