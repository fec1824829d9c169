#include "connectors/ais/decode.hpp"

#include "connectors/ais/decoders.hpp"

namespace dalian::ais {
namespace {

struct Length {
  std::uint16_t least; // fewer bits cannot be read; below the standard's length because real transmitters cut the end
  std::uint16_t most;  // the standard's length: more is surplus
};

/// By message type. Least: what AIS receivers in use accept; most: ITU-R M.1371-5, 28: M.1371-6.
constexpr std::array<Length, 29> kLengths{{
    {0, 0},                             // no type 0
    {149, 168}, {149, 168}, {149, 168}, // 1, 2, 3
    {168, 168}, {418, 424},             // 4, 5
    {88, 1008}, {72, 168},  {56, 1008}, // 6, 7, 8
    {168, 168}, {70, 72},   {168, 168}, // 9, 10, 11
    {72, 1008}, {40, 168},  {40, 1008}, // 12, 13, 14
    {88, 160},  {92, 144},  {80, 816},  // 15, 16, 17
    {168, 168}, {312, 312}, {70, 160},  // 18, 19, 20
    {271, 360}, {145, 168}, {154, 160}, // 21, 22, 23
    {160, 168}, {72, 168},  {60, 1064}, // 24, 25, 26
    {96, 168},  {168, 168},             // 27 (96; a whole slot is common), 28
}};

Outcome decode_static_data(BitReader const& bits, Message& message) { // 24
  std::uint32_t const part = bits.u(38, 2);
  if (part > 1) return Outcome::bad_part_number;
  bool const too_short_for_b = bits.size_bits() < 162; // part A sent under the wrong number
  if (part == 0 || too_short_for_b)
    message.body = decode_static_data_part_a(bits);
  else
    message.body = decode_static_data_part_b(bits, message.mmsi);
  return Outcome::decoded;
}

Outcome decode_body(BitReader const& bits, Message& message) {
  Body& body = message.body;
  switch (message.message_id) {
  case 1:
  case 2:
  case 3:
    body = decode_position_report(bits);
    break;
  case 4:
  case 11:
    body = decode_base_station_report(bits);
    break;
  case 5:
    body = decode_static_and_voyage_data(bits);
    break;
  case 6:
    body = decode_addressed_binary(bits);
    break;
  case 7:
  case 13:
    body = decode_acknowledgement(bits);
    break;
  case 8:
    body = decode_broadcast_binary(bits);
    break;
  case 9:
    body = decode_aircraft_position_report(bits);
    break;
  case 10:
    body = decode_utc_inquiry(bits);
    break;
  case 12:
    body = decode_addressed_safety_text(bits);
    break;
  case 14:
    body = decode_broadcast_safety_text(bits);
    break;
  case 15:
    body = decode_interrogation(bits);
    break;
  case 16:
    body = decode_assignment_command(bits);
    break;
  case 17:
    body = decode_dgnss_broadcast(bits);
    break;
  case 18:
    body = decode_class_b_position_report(bits);
    break;
  case 19:
    body = decode_class_b_extended_report(bits);
    break;
  case 20:
    body = decode_data_link_management(bits);
    break;
  case 21:
    body = decode_aid_to_navigation_report(bits);
    break;
  case 22:
    body = decode_channel_management(bits);
    break;
  case 23:
    body = decode_group_assignment(bits);
    break;
  case 24:
    return decode_static_data(bits, message);
  case 25:
    body = decode_single_slot_binary(bits);
    break;
  case 26:
    body = decode_multiple_slot_binary(bits);
    break;
  case 27:
    body = decode_long_range_report(bits);
    break;
  case 28:
    body = decode_single_slot_aid_report(bits);
    break;
  default:
    return Outcome::unsupported_type;
  }
  return Outcome::decoded;
}

} // namespace

Outcome decode(BitReader const& bits, Message& message) {
  message.payload_bits = bits.size_bits();
  if (!bits.has(0, 38)) return Outcome::message_too_short;
  message.message_id = bits.u(0, 6);
  message.repeat_indicator = bits.u(6, 2);
  message.mmsi = bits.u(8, 30);
  if (message.message_id == 0 || message.message_id >= kLengths.size()) return Outcome::unsupported_type;
  auto const [least, most] = kLengths[message.message_id];
  if (bits.size_bits() < least) return Outcome::message_too_short;
  constexpr std::size_t kPadding = 5; // fill bits are often declared too small
  message.surplus_bits = bits.size_bits() > most + kPadding ? bits.size_bits() - most : 0;
  return decode_body(bits, message);
}

} // namespace dalian::ais
