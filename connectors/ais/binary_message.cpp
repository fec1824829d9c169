// Messages that carry data of other applications, safety texts and their acknowledgements. What the data means depends
// on area code and function; it is handed on, not interpreted.
#include "connectors/ais/decoders.hpp"
#include "connectors/ais/values.hpp"

namespace dalian::ais {
namespace {

ApplicationData data_from(BitReader const& bits, std::size_t begin, std::size_t end) {
  return {bits, std::min(begin, end), end};
}
ApplicationData data_from(BitReader const& bits, std::size_t begin) {
  return data_from(bits, begin, bits.size_bits());
}

/// Destination and application identifier stand only where the flags say so; returns where the data begins.
std::size_t decode_slot_header(BitReader const& bits, SlotBinary& m) {
  m.addressed = bits.flag(38);
  m.structured = bits.flag(39);
  std::size_t offset = 40;
  if (m.addressed) {
    m.destination_id = if_present(bits, offset, 30);
    offset += 30; // 2 spare bits follow in M.1371-5's text, but transmitters in use leave them out
  }
  if (m.structured) {
    m.application_id = if_present(bits, offset, 16);
    offset += 16;
  }
  return offset;
}

} // namespace

AddressedBinary decode_addressed_binary(BitReader const& bits) {
  AddressedBinary m;
  m.sequence_number = bits.u(38, 2);
  m.destination_id = bits.u(40, 30);
  m.retransmit = bits.flag(70);
  m.designated_area_code = bits.u(72, 10);
  m.function_identifier = bits.u(82, 6);
  m.data = data_from(bits, 88);
  return m;
}

BroadcastBinary decode_broadcast_binary(BitReader const& bits) {
  BroadcastBinary m;
  m.designated_area_code = bits.u(40, 10);
  m.function_identifier = bits.u(50, 6);
  m.data = data_from(bits, 56);
  return m;
}

Acknowledgement decode_acknowledgement(BitReader const& bits) {
  Acknowledgement m;
  for (std::size_t offset = 40; m.count < m.entries.size() && bits.has(offset, 32); offset += 32)
    m.entries[m.count++] = {bits.u(offset, 30), bits.u(offset + 30, 2)};
  return m;
}

AddressedSafetyText decode_addressed_safety_text(BitReader const& bits) {
  AddressedSafetyText m;
  m.sequence_number = bits.u(38, 2);
  m.destination_id = bits.u(40, 30);
  m.retransmit = bits.flag(70);
  m.text = six_bit_text<170>(bits, 72, 156);
  return m;
}

BroadcastSafetyText decode_broadcast_safety_text(BitReader const& bits) {
  return {six_bit_text<170>(bits, 40, 161)};
}

DgnssBroadcast decode_dgnss_broadcast(BitReader const& bits) {
  DgnssBroadcast m;
  m.position = short_position(bits, 40);
  m.data = data_from(bits, 80);
  return m;
}

SlotBinary decode_single_slot_binary(BitReader const& bits) {
  SlotBinary m;
  m.data = data_from(bits, decode_slot_header(bits, m));
  return m;
}

SlotBinary decode_multiple_slot_binary(BitReader const& bits) {
  SlotBinary m;
  std::size_t const begin = decode_slot_header(bits, m);
  std::size_t const end = bits.size_bits() - 20;
  m.data = data_from(bits, begin, end);
  m.communication_state = bits.u(end, 20);
  return m;
}

} // namespace dalian::ais
