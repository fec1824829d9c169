// Messages by which stations run the radio link.
#include "connectors/ais/decoders.hpp"
#include "connectors/ais/values.hpp"

namespace dalian::ais {

UtcInquiry decode_utc_inquiry(BitReader const& bits) {
  return {bits.u(40, 30)};
}

/// 88 bits ask one station for one message, 110 for two, 160 two stations; sources cut and pad, so what is there
/// counts.
Interrogation decode_interrogation(BitReader const& bits) {
  Interrogation m;
  std::uint32_t const first = bits.u(40, 30);
  m.requests[m.count++] = {first, bits.u(70, 6), bits.u(76, 12)};
  if (bits.has(90, 18)) m.requests[m.count++] = {first, bits.u(90, 6), bits.u(96, 12)};
  if (bits.has(110, 48)) m.requests[m.count++] = {bits.u(110, 30), bits.u(140, 6), bits.u(146, 12)};
  return m;
}

AssignmentCommand decode_assignment_command(BitReader const& bits) {
  AssignmentCommand m;
  m.assignments[m.count++] = {bits.u(40, 30), bits.u(70, 12), bits.u(82, 10)};
  if (bits.has(92, 52)) m.assignments[m.count++] = {bits.u(92, 30), bits.u(122, 12), bits.u(134, 10)};
  return m;
}

DataLinkManagement decode_data_link_management(BitReader const& bits) {
  DataLinkManagement m;
  for (std::size_t offset = 40; m.count < m.reservations.size() && bits.has(offset, 30); offset += 30)
    m.reservations[m.count++] = {bits.u(offset, 12), bits.u(offset + 12, 4), bits.u(offset + 16, 3),
                                 bits.u(offset + 19, 11)};
  return m;
}

ChannelManagement decode_channel_management(BitReader const& bits) {
  ChannelManagement m;
  m.channel_a = bits.u(40, 12);
  m.channel_b = bits.u(52, 12);
  m.tx_rx_mode = bits.u(64, 4);
  m.low_power = bits.flag(68);
  m.addressed = bits.flag(139); // decides what 69…138 hold
  if (m.addressed)
    m.destinations = {bits.u(69, 30), bits.u(104, 30)};
  else
    m.region = {short_position(bits, 69), short_position(bits, 104)};
  m.narrow_band_a = bits.flag(140);
  m.narrow_band_b = bits.flag(141);
  m.transitional_zone_nmi = bits.u(142, 3) + 1;
  return m;
}

GroupAssignment decode_group_assignment(BitReader const& bits) {
  GroupAssignment m;
  m.region = {short_position(bits, 40), short_position(bits, 75)};
  m.station_type = bits.u(110, 4);
  m.ship_and_cargo_type = bits.u(114, 8);
  m.tx_rx_mode = bits.u(144, 2);
  m.reporting_interval = bits.u(146, 4);
  m.quiet_time_min = bits.u(150, 4);
  return m;
}

} // namespace dalian::ais
