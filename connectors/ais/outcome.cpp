#include "connectors/ais/outcome.hpp"

namespace dalian::ais {

std::string_view name(Outcome outcome) {
  constexpr std::array<std::string_view, kOutcomeCount> kNames{
      "decoded",           "waiting",        "empty",         "comment",          "tag_block_only",
      "other_sentence",    "not_nmea",       "line_too_long", "bad_tag_block",    "no_checksum",
      "bad_checksum",      "bad_fields",     "bad_payload",   "message_too_long", "part_out_of_order",
      "set_broken",        "set_timed_out",  "set_evicted",   "set_unfinished",   "unsupported_type",
      "message_too_short", "bad_part_number"};
  return kNames[static_cast<std::size_t>(outcome)];
}

} // namespace dalian::ais
