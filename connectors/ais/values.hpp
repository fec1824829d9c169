#pragma once
// Codings shared by many messages of ITU-R M.1371: scale, the code for "not available", and the legal range.
// Offsets are those of the field in the message.
#include "connectors/ais/messages.hpp"

namespace dalian::ais {

/// 28 bits signed, 1/10,000 minute; 181° is "not available".
inline Real longitude_deg(BitReader const& bits, std::size_t offset) {
  std::int32_t const raw = bits.s(offset, 28);
  if (raw == 108'600'000) return {};
  double const value = raw / 600'000.0;
  return raw < -108'000'000 || raw > 108'000'000 ? Real::out_of_range(value) : Real(value);
}

/// 27 bits signed, 1/10,000 minute; 91° is "not available".
inline Real latitude_deg(BitReader const& bits, std::size_t offset) {
  std::int32_t const raw = bits.s(offset, 27);
  if (raw == 54'600'000) return {};
  double const value = raw / 600'000.0;
  return raw < -54'000'000 || raw > 54'000'000 ? Real::out_of_range(value) : Real(value);
}

/// 18 bits signed, 1/10 minute; 181° is "not available" (messages 17, 22, 23, 27).
inline Real short_longitude_deg(BitReader const& bits, std::size_t offset) {
  std::int32_t const raw = bits.s(offset, 18);
  if (raw == 108'600) return {};
  return raw < -108'000 || raw > 108'000 ? Real::out_of_range(raw / 600.0) : Real(raw / 600.0);
}

/// 17 bits signed, 1/10 minute; 91° is "not available".
inline Real short_latitude_deg(BitReader const& bits, std::size_t offset) {
  std::int32_t const raw = bits.s(offset, 17);
  if (raw == 54'600) return {};
  return raw < -54'000 || raw > 54'000 ? Real::out_of_range(raw / 600.0) : Real(raw / 600.0);
}

/// Longitude at `offset`, latitude right after it.
inline Position position(BitReader const& bits, std::size_t offset) {
  return {longitude_deg(bits, offset), latitude_deg(bits, offset + 28)};
}
inline Position short_position(BitReader const& bits, std::size_t offset) {
  return {short_longitude_deg(bits, offset), short_latitude_deg(bits, offset + 18)};
}

/// 10 bits, 1/10 kn; 1023 is "not available", 1022 means 102.2 kn or more.
inline Real speed_over_ground_kn(BitReader const& bits, std::size_t offset) {
  std::uint32_t const raw = bits.u(offset, 10);
  return raw == 1023 ? Real() : Real(raw / 10.0);
}

/// 12 bits, 1/10°; 3600 is "not available", 3601…4095 should not be used.
inline Real course_over_ground_deg(BitReader const& bits, std::size_t offset) {
  std::uint32_t const raw = bits.u(offset, 12);
  if (raw == 3600) return {};
  return raw > 3600 ? Real::out_of_range(raw / 10.0) : Real(raw / 10.0);
}

/// 9 bits, whole degrees; 511 is "not available", 360…510 mean nothing.
inline Code whole_degrees(BitReader const& bits, std::size_t offset) {
  std::uint32_t const raw = bits.u(offset, 9);
  if (raw == 511) return {};
  return raw > 359 ? Code::out_of_range(raw) : Code(raw);
}

/// 6 bits; 60 is "not available", 61 manual input, 62 dead reckoning, 63 positioning system inoperative.
inline TimeStamp time_stamp(BitReader const& bits, std::size_t offset) {
  using Mode = TimeStamp::Mode;
  std::uint32_t const raw = bits.u(offset, 6);
  if (raw < 60) return {raw, Mode::fix};
  constexpr Mode kModes[] = {Mode::not_available, Mode::manual_input, Mode::dead_reckoning, Mode::inoperative};
  return {{}, kModes[raw - 60]};
}

/// Bow 9, stern 9, port 6, starboard 6 bits in metres. Bow and port 0 with stern and starboard set: the size is known,
/// the antenna's place is not. A pair that adds up to 0 is "not available".
inline Dimensions dimensions(BitReader const& bits, std::size_t offset) {
  std::uint32_t const bow = bits.u(offset, 9), stern = bits.u(offset + 9, 9);
  std::uint32_t const port = bits.u(offset + 18, 6), starboard = bits.u(offset + 24, 6);
  Dimensions d;
  if (bow + stern > 0) d.bow_m = bow, d.stern_m = stern;
  if (port + starboard > 0) d.port_m = port, d.starboard_m = starboard;
  return d;
}

/// 8 bits; 0 is "not available", the table ends at 99.
inline Code ship_and_cargo_type(BitReader const& bits, std::size_t offset) {
  std::uint32_t const raw = bits.u(offset, 8);
  if (raw == 0) return {};
  return raw > 99 ? Code::out_of_range(raw) : Code(raw);
}

/// A number with one code for "not available" and an inclusive legal range.
inline Code code(std::uint32_t raw, std::uint32_t not_available, std::uint32_t lowest, std::uint32_t highest) {
  if (raw == not_available) return {};
  return raw < lowest || raw > highest ? Code::out_of_range(raw) : Code(raw);
}

/// A field that short transmissions may not reach.
inline Code if_present(BitReader const& bits, std::size_t offset, unsigned width) {
  return bits.has(offset, width) ? Code(bits.u(offset, width)) : Code();
}

} // namespace dalian::ais
