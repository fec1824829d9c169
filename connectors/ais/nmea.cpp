#include "connectors/ais/nmea.hpp"

#include "connectors/ais/checksum.hpp"

#include <array>

namespace dalian::ais {
namespace {

constexpr std::size_t kFields = 7;
using Fields = std::array<std::string_view, kFields>;

/// Splits at commas into exactly seven fields.
bool split(std::string_view body, Fields& fields) {
  std::size_t field = 0, start = 0;
  for (; field + 1 < kFields; ++field) {
    auto const comma = body.find(',', start);
    if (comma == body.npos) return false;
    fields[field] = body.substr(start, comma - start);
    start = comma + 1;
  }
  fields[field] = body.substr(start);
  return fields[field].find(',') == std::string_view::npos;
}

/// A single decimal digit in lowest…highest; 255 otherwise.
std::uint8_t digit(std::string_view field, std::uint8_t lowest, std::uint8_t highest) {
  if (field.size() != 1 || field[0] < '0' || field[0] > '9') return 255;
  auto const value = static_cast<std::uint8_t>(field[0] - '0');
  return value >= lowest && value <= highest ? value : std::uint8_t{255};
}

/// "AIVDM": two characters of talker, then the formatter.
bool is_vdm_or_vdo(std::string_view address) {
  return address.size() == 5 && (address.ends_with("VDM") || address.ends_with("VDO"));
}

bool read_fields(Fields const& fields, Sentence& sentence) {
  auto const& address = fields[0];
  sentence.talker =
      static_cast<std::uint16_t>(static_cast<unsigned char>(address[0]) << 8 | static_cast<unsigned char>(address[1]));
  sentence.own_ship = address[4] == 'O';
  sentence.total = digit(fields[1], 1, 9);
  sentence.number = digit(fields[2], 1, 9);
  sentence.sequence = fields[3].empty() ? Sentence::kNoSequence : digit(fields[3], 0, 9);
  sentence.channel = fields[4].empty() ? '\0' : fields[4][0];
  sentence.fill_bits = digit(fields[6], 0, 5);
  sentence.payload = fields[5];
  return sentence.total != 255 && sentence.number != 255 && sentence.number <= sentence.total &&
         sentence.sequence != 255 && sentence.fill_bits != 255 && fields[4].size() <= 1;
}

} // namespace

std::variant<Sentence, Outcome> parse_sentence(std::string_view text) {
  if (text.empty() || (text[0] != '!' && text[0] != '$')) return Outcome::not_nmea;
  text.remove_prefix(1);
  auto const star = text.find('*');
  auto const body = text.substr(0, star);
  bool const ais = is_vdm_or_vdo(body.substr(0, body.find(',')));
  if (star == text.npos) return ais ? Outcome::no_checksum : Outcome::other_sentence; // optional in NMEA 0183
  auto const checksum = parse_hex_byte(text.substr(star + 1, 2));
  if (!checksum) return Outcome::no_checksum;
  if (*checksum != xor_checksum(body)) return Outcome::bad_checksum;
  if (!ais) return Outcome::other_sentence;

  Fields fields;
  Sentence sentence;
  if (!split(body, fields) || !read_fields(fields, sentence)) return Outcome::bad_fields;
  if (sentence.payload.empty() && sentence.total == 1) return Outcome::bad_payload;
  return sentence;
}

} // namespace dalian::ais
