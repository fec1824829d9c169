// Positions of class A ships, search and rescue aircraft, and the long-range report.
#include "connectors/ais/decoders.hpp"
#include "connectors/ais/values.hpp"

namespace dalian::ais {
namespace {

/// Rate of turn: 4.733 √(deg/min), signed. ±127 say "more than 5° in 30 s" without a rate, −128 nothing.
void decode_rate_of_turn(std::int32_t raw, PositionReport& m) {
  if (raw == -128) return;
  if (raw == 127 || raw == -127) {
    m.fast_turn = raw > 0 ? Turn::right : Turn::left;
    return;
  }
  double const root = raw / 4.733;
  m.rate_of_turn_deg_per_min = raw < 0 ? -root * root : root * root;
}

} // namespace

PositionReport decode_position_report(BitReader const& bits) {
  PositionReport m;
  m.navigational_status = bits.u(38, 4);
  decode_rate_of_turn(bits.s(42, 8), m);
  m.speed_over_ground_kn = speed_over_ground_kn(bits, 50);
  m.position_accuracy_high = bits.flag(60);
  m.position = position(bits, 61);
  m.course_over_ground_deg = course_over_ground_deg(bits, 116);
  m.true_heading_deg = whole_degrees(bits, 128);
  m.time_stamp = time_stamp(bits, 137);
  m.special_manoeuvre = code(bits.u(143, 2), 0, 1, 2);
  m.raim = bits.flag(148);
  m.communication_state = if_present(bits, 149, 19);
  return m;
}

AircraftPositionReport decode_aircraft_position_report(BitReader const& bits) {
  AircraftPositionReport m;
  m.altitude_m = code(bits.u(38, 12), 4095, 0, 4094);
  m.speed_over_ground_kn = code(bits.u(50, 10), 1023, 0, 1022);
  m.position_accuracy_high = bits.flag(60);
  m.position = position(bits, 61);
  m.course_over_ground_deg = course_over_ground_deg(bits, 116);
  m.time_stamp = time_stamp(bits, 128);
  m.altitude_barometric = bits.flag(134);
  m.reserved_135 = bits.u(135, 7);
  m.data_terminal_not_ready = bits.flag(142);
  m.assigned_mode = bits.flag(146);
  m.raim = bits.flag(147);
  m.communication_state_itdma = bits.flag(148);
  m.communication_state = bits.u(149, 19);
  return m;
}

LongRangeReport decode_long_range_report(BitReader const& bits) {
  LongRangeReport m;
  m.position_accuracy_high = bits.flag(38);
  m.raim = bits.flag(39);
  m.navigational_status = bits.u(40, 4);
  m.position = short_position(bits, 44);
  m.speed_over_ground_kn = code(bits.u(79, 6), 63, 0, 62);
  m.course_over_ground_deg = whole_degrees(bits, 85);
  m.position_latency_over_5_s = bits.flag(94);
  return m;
}

} // namespace dalian::ais
