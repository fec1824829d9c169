#pragma once
// What becomes of every line read: exactly one of these, so their counts add up to the lines (docs/feeds/ais.md).
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dalian::ais {

enum class Outcome : std::uint8_t {
  decoded,           // its message, or the message it was a part of, was decoded
  waiting,           // a part whose set is still open; none are left after finish()
  empty,             // nothing but white space
  comment,           // starts with '#'
  tag_block_only,    // a tag block whose sentence stands in the next line
  other_sentence,    // well-formed NMEA that is no VDM or VDO (GGA, ALR, …)
  not_nmea,          // no '!' or '$' where a sentence should start
  line_too_long,     // above the cap; its content is thrown away
  bad_tag_block,     // a tag block that never closes
  no_checksum,       // '*' or its two digits missing: also what a truncated sentence looks like
  bad_checksum,      // the digits differ from the bytes
  bad_fields,        // too few fields, or a part count, part number, sequence number or fill out of range
  bad_payload,       // empty, or a character outside the six-bit alphabet
  message_too_long,  // more bits than any message of the standard
  part_out_of_order, // a later part without its predecessors, or a repeated one
  set_broken,        // an accepted part whose set was ended by a part out of order or by a new part 1
  set_timed_out,     // an accepted part whose successor did not come in time
  set_evicted,       // an accepted part whose set was the oldest when too many were open
  set_unfinished,    // an accepted part whose set was open when the input ended
  unsupported_type,  // type 0 or 29…63
  message_too_short, // fewer bits than its type needs
  bad_part_number,   // type 24 with part 2 or 3
};
inline constexpr std::size_t kOutcomeCount = 22;

std::string_view name(Outcome outcome);

/// Counts of lines by outcome.
class OutcomeCounts {
 public:
  void add(Outcome outcome, std::uint64_t n = 1) { counts_[static_cast<std::size_t>(outcome)] += n; }
  void move(Outcome from, Outcome to, std::uint64_t n) {
    counts_[static_cast<std::size_t>(from)] -= n;
    counts_[static_cast<std::size_t>(to)] += n;
  }
  std::uint64_t operator[](Outcome outcome) const { return counts_[static_cast<std::size_t>(outcome)]; }
  std::uint64_t sum() const {
    std::uint64_t total = 0;
    for (auto const n : counts_)
      total += n;
    return total;
  }

 private:
  std::array<std::uint64_t, kOutcomeCount> counts_{};
};

} // namespace dalian::ais
