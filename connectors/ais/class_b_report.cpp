// Positions of class B ships.
#include "connectors/ais/decoders.hpp"
#include "connectors/ais/values.hpp"

namespace dalian::ais {

ClassBPositionReport decode_class_b_position_report(BitReader const& bits) {
  ClassBPositionReport m;
  m.reserved_38 = bits.u(38, 8);
  m.speed_over_ground_kn = speed_over_ground_kn(bits, 46);
  m.position_accuracy_high = bits.flag(56);
  m.position = position(bits, 57);
  m.course_over_ground_deg = course_over_ground_deg(bits, 112);
  m.true_heading_deg = whole_degrees(bits, 124);
  m.time_stamp = time_stamp(bits, 133);
  m.reserved_139 = bits.u(139, 2);
  m.carrier_sense_unit = bits.flag(141);
  m.display = bits.flag(142);
  m.dsc = bits.flag(143);
  m.whole_band = bits.flag(144);
  m.accepts_message_22 = bits.flag(145);
  m.assigned_mode = bits.flag(146);
  m.raim = bits.flag(147);
  m.communication_state_itdma = bits.flag(148);
  m.communication_state = bits.u(149, 19);
  return m;
}

ClassBExtendedReport decode_class_b_extended_report(BitReader const& bits) {
  ClassBExtendedReport m;
  m.reserved_38 = bits.u(38, 8);
  m.speed_over_ground_kn = speed_over_ground_kn(bits, 46);
  m.position_accuracy_high = bits.flag(56);
  m.position = position(bits, 57);
  m.course_over_ground_deg = course_over_ground_deg(bits, 112);
  m.true_heading_deg = whole_degrees(bits, 124);
  m.time_stamp = time_stamp(bits, 133);
  m.reserved_139 = bits.u(139, 4);
  m.name = six_bit_text<20>(bits, 143, 20);
  m.ship_and_cargo_type = ship_and_cargo_type(bits, 263);
  m.dimensions = dimensions(bits, 271);
  m.position_fixing_device = bits.u(301, 4);
  m.raim = bits.flag(305);
  m.data_terminal_not_ready = bits.flag(306);
  m.assigned_mode = bits.flag(307);
  return m;
}

} // namespace dalian::ais
