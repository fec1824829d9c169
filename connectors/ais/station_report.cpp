// Base stations and aids to navigation.
#include "connectors/ais/decoders.hpp"
#include "connectors/ais/values.hpp"

namespace dalian::ais {
namespace {

/// The name goes on after the fixed part, up to 14 characters, only when its first 20 are all used.
Text<34> aid_name(BitReader const& bits) {
  Text<34> name;
  std::size_t const extension = bits.size_bits() > 272 ? std::min<std::size_t>((bits.size_bits() - 272) / 6, 14) : 0;
  for (std::size_t i = 0; i < 20 + extension; ++i) {
    std::size_t const offset = i < 20 ? 43 + 6 * i : 272 + 6 * (i - 20);
    char const c = six_bit_character(bits.u(offset, 6));
    if (c == '@') break;
    name.push_back(c);
  }
  name.trim_right();
  return name;
}

} // namespace

BaseStationReport decode_base_station_report(BitReader const& bits) {
  BaseStationReport m;
  m.utc_year = code(bits.u(38, 14), 0, 1, 9999);
  m.utc_month = code(bits.u(52, 4), 0, 1, 12);
  m.utc_day = code(bits.u(56, 5), 0, 1, 31);
  m.utc_hour = code(bits.u(61, 5), 24, 0, 23);
  m.utc_minute = code(bits.u(66, 6), 60, 0, 59);
  m.utc_second = code(bits.u(72, 6), 60, 0, 59);
  m.position_accuracy_high = bits.flag(78);
  m.position = position(bits, 79);
  m.position_fixing_device = bits.u(134, 4);
  m.raim = bits.flag(148);
  m.communication_state = bits.u(149, 19);
  return m;
}

AidToNavigationReport decode_aid_to_navigation_report(BitReader const& bits) {
  AidToNavigationReport m;
  m.aid_type = bits.u(38, 5);
  m.name = aid_name(bits);
  m.position_accuracy_high = bits.flag(163);
  m.position = position(bits, 164);
  m.dimensions = dimensions(bits, 219);
  m.position_fixing_device = bits.u(249, 4);
  m.time_stamp = time_stamp(bits, 253);
  m.off_position_bit = bits.flag(259);
  if (m.time_stamp.second) m.off_position = m.off_position_bit;
  m.aton_status = bits.u(260, 8);
  m.raim = bits.flag(268);
  m.virtual_aid = bits.flag(269);
  m.assigned_mode = bits.flag(270);
  return m;
}

SingleSlotAidReport decode_single_slot_aid_report(BitReader const& bits) {
  SingleSlotAidReport m;
  m.time_stamp = time_stamp(bits, 38);
  m.position = position(bits, 44);
  m.station_type = bits.u(101, 3);
  m.aid_type = bits.u(104, 7);
  m.aton_status = bits.u(158, 8);
  return m;
}

} // namespace dalian::ais
