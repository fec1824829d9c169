// What a ship says about itself: name, size, voyage.
#include "connectors/ais/decoders.hpp"
#include "connectors/ais/values.hpp"

namespace dalian::ais {

StaticAndVoyageData decode_static_and_voyage_data(BitReader const& bits) {
  StaticAndVoyageData m;
  m.ais_version = bits.u(38, 2);
  m.imo_number = code(bits.u(40, 30), 0, 1, 0x3FFFFFFF);
  m.call_sign = six_bit_text<7>(bits, 70, 7);
  m.name = six_bit_text<20>(bits, 112, 20);
  m.ship_and_cargo_type = ship_and_cargo_type(bits, 232);
  m.dimensions = dimensions(bits, 240);
  m.position_fixing_device = bits.u(270, 4);
  m.eta_month = code(bits.u(274, 4), 0, 1, 12);
  m.eta_day = code(bits.u(278, 5), 0, 1, 31);
  m.eta_hour = code(bits.u(283, 5), 24, 0, 23);
  m.eta_minute = code(bits.u(288, 6), 60, 0, 59);
  std::uint32_t const draught = bits.u(294, 8); // 1/10 m
  if (draught != 0) m.draught_m = draught / 10.0;
  m.destination = six_bit_text<20>(bits, 302, 20);
  m.data_terminal_not_ready = !bits.has(422, 1) || bits.flag(422);
  return m;
}

StaticDataPartA decode_static_data_part_a(BitReader const& bits) {
  return {six_bit_text<20>(bits, 40, 20)};
}

StaticDataPartB decode_static_data_part_b(BitReader const& bits, std::uint32_t mmsi) {
  StaticDataPartB m;
  m.ship_and_cargo_type = ship_and_cargo_type(bits, 40);
  m.vendor_id = six_bit_text<3>(bits, 48, 3);
  m.unit_model = bits.u(66, 4);
  m.unit_serial_number = bits.u(70, 20);
  m.call_sign = six_bit_text<7>(bits, 90, 7);
  bool const craft_of_mothership = mmsi / 10'000'000 == 98; // 98MIDxxxx
  if (craft_of_mothership)
    m.mothership_mmsi = code(bits.u(132, 30), 0, 1, 999'999'999);
  else
    m.dimensions = dimensions(bits, 132);
  m.position_fixing_device = bits.u(162, 4);
  return m;
}

} // namespace dalian::ais
