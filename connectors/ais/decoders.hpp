#pragma once
// One function per layout; decode.cpp chooses. Each may be called only with at least the bits its type needs.
#include "connectors/ais/messages.hpp"

namespace dalian::ais {

// position_report.cpp
PositionReport decode_position_report(BitReader const& bits);                  // 1, 2, 3
AircraftPositionReport decode_aircraft_position_report(BitReader const& bits); // 9
LongRangeReport decode_long_range_report(BitReader const& bits);               // 27
// class_b_report.cpp
ClassBPositionReport decode_class_b_position_report(BitReader const& bits); // 18
ClassBExtendedReport decode_class_b_extended_report(BitReader const& bits); // 19
// static_report.cpp
StaticAndVoyageData decode_static_and_voyage_data(BitReader const& bits);             // 5
StaticDataPartA decode_static_data_part_a(BitReader const& bits);                     // 24 A
StaticDataPartB decode_static_data_part_b(BitReader const& bits, std::uint32_t mmsi); // 24 B
// station_report.cpp
BaseStationReport decode_base_station_report(BitReader const& bits);          // 4, 11
AidToNavigationReport decode_aid_to_navigation_report(BitReader const& bits); // 21
SingleSlotAidReport decode_single_slot_aid_report(BitReader const& bits);     // 28
// binary_message.cpp
AddressedBinary decode_addressed_binary(BitReader const& bits);          // 6
BroadcastBinary decode_broadcast_binary(BitReader const& bits);          // 8
Acknowledgement decode_acknowledgement(BitReader const& bits);           // 7, 13
AddressedSafetyText decode_addressed_safety_text(BitReader const& bits); // 12
BroadcastSafetyText decode_broadcast_safety_text(BitReader const& bits); // 14
DgnssBroadcast decode_dgnss_broadcast(BitReader const& bits);            // 17
SlotBinary decode_single_slot_binary(BitReader const& bits);             // 25
SlotBinary decode_multiple_slot_binary(BitReader const& bits);           // 26
// link_management.cpp
UtcInquiry decode_utc_inquiry(BitReader const& bits);                  // 10
Interrogation decode_interrogation(BitReader const& bits);             // 15
AssignmentCommand decode_assignment_command(BitReader const& bits);    // 16
DataLinkManagement decode_data_link_management(BitReader const& bits); // 20
ChannelManagement decode_channel_management(BitReader const& bits);    // 22
GroupAssignment decode_group_assignment(BitReader const& bits);        // 23

} // namespace dalian::ais
