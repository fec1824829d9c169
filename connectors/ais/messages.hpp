#pragma once
// The messages of ITU-R M.1371-5 (28: M.1371-6), one struct a layout, with scaled values and units in the names.
// Plain values without behaviour; bit positions are in the decoders. Views into the payload live as long as it does.
#include "connectors/ais/field.hpp"
#include "connectors/ais/six_bit.hpp"

#include <array>
#include <variant>

namespace dalian::ais {

/// The free part of a binary message, bits begin…end of the payload.
struct ApplicationData {
  BitReader payload;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size_bits() const { return end - begin; }
};

/// Where the antenna is: distances to bow, stern, port and starboard. 511 m and 63 m mean "or more".
struct Dimensions {
  Code bow_m, stern_m, port_m, starboard_m;
};

/// Second of the UTC minute of the fix. The codes 61…63 say why there is none.
struct TimeStamp {
  Code second;
  enum class Mode : std::uint8_t { fix, not_available, manual_input, dead_reckoning, inoperative };
  Mode mode = Mode::not_available;
};

/// Longitude and latitude: one without the other is of no use.
struct Position {
  Real longitude_deg, latitude_deg;
  bool valid() const { return longitude_deg.has_value() && latitude_deg.has_value(); }
};

enum class Turn : std::uint8_t { unknown, left, right };

struct PositionReport { // 1, 2, 3: class A
  std::uint32_t navigational_status = 15;
  Real rate_of_turn_deg_per_min;       // clockwise positive
  Turn fast_turn = Turn::unknown;      // more than 5° in 30 s without a rate sensor
  Real speed_over_ground_kn;           // 102.2 means "or more"
  bool position_accuracy_high = false; // ≤ 10 m
  Position position;
  Real course_over_ground_deg;
  Code true_heading_deg;
  TimeStamp time_stamp;
  Code special_manoeuvre; // 1 not engaged, 2 engaged
  bool raim = false;
  Code communication_state; // 19 bits; missing in truncated messages
};

struct BaseStationReport { // 4, and 11 the answer of a mobile station
  Code utc_year, utc_month, utc_day, utc_hour, utc_minute, utc_second;
  bool position_accuracy_high = false;
  Position position;
  std::uint32_t position_fixing_device = 0;
  bool raim = false;
  Code communication_state;
};

struct StaticAndVoyageData { // 5: class A
  std::uint32_t ais_version = 0;
  Code imo_number;
  Text<7> call_sign;
  Text<20> name;
  Code ship_and_cargo_type;
  Dimensions dimensions;
  std::uint32_t position_fixing_device = 0;
  Code eta_month, eta_day, eta_hour, eta_minute; // UTC, without a year
  Real draught_m;                                // 25.5 means "or more"
  Text<20> destination;
  bool data_terminal_not_ready = true;
};

struct AddressedBinary { // 6
  std::uint32_t sequence_number = 0;
  std::uint32_t destination_id = 0;
  bool retransmit = false;
  std::uint32_t designated_area_code = 0, function_identifier = 0;
  ApplicationData data;
};

struct Acknowledgement { // 7 of binary, 13 of safety-related messages
  struct Entry {
    std::uint32_t destination_id = 0, sequence_number = 0;
  };
  std::array<Entry, 4> entries{};
  std::size_t count = 0;
};

struct BroadcastBinary { // 8
  std::uint32_t designated_area_code = 0, function_identifier = 0;
  ApplicationData data;
};

struct AircraftPositionReport { // 9: search and rescue aircraft
  Code altitude_m;              // 4094 means "or more"
  Code speed_over_ground_kn;    // 1022 means "or more"
  bool position_accuracy_high = false;
  Position position;
  Real course_over_ground_deg;
  TimeStamp time_stamp;
  bool altitude_barometric = false;
  std::uint32_t reserved_135 = 0; // 7 bits at 135
  bool data_terminal_not_ready = true;
  bool assigned_mode = false;
  bool raim = false;
  bool communication_state_itdma = false;
  Code communication_state;
};

struct UtcInquiry { // 10
  std::uint32_t destination_id = 0;
};

struct AddressedSafetyText { // 12
  std::uint32_t sequence_number = 0;
  std::uint32_t destination_id = 0;
  bool retransmit = false;
  Text<170> text;
};

struct BroadcastSafetyText { // 14
  Text<170> text;
};

struct Interrogation { // 15
  struct Request {
    std::uint32_t destination_id = 0, message_id = 0, slot_offset = 0;
  };
  std::array<Request, 3> requests{};
  std::size_t count = 0;
};

struct AssignmentCommand { // 16
  struct Assignment {
    std::uint32_t destination_id = 0, offset = 0, increment = 0;
  };
  std::array<Assignment, 2> assignments{};
  std::size_t count = 0;
};

struct DgnssBroadcast { // 17
  Position position;
  ApplicationData data;
};

struct ClassBPositionReport {    // 18
  std::uint32_t reserved_38 = 0; // 8 bits at 38
  Real speed_over_ground_kn;
  bool position_accuracy_high = false;
  Position position;
  Real course_over_ground_deg;
  Code true_heading_deg;
  TimeStamp time_stamp;
  std::uint32_t reserved_139 = 0; // 2 bits at 139
  bool carrier_sense_unit = false;
  bool display = false, dsc = false, whole_band = false, accepts_message_22 = false;
  bool assigned_mode = false;
  bool raim = false;
  bool communication_state_itdma = false;
  Code communication_state;
};

struct ClassBExtendedReport { // 19
  std::uint32_t reserved_38 = 0;
  Real speed_over_ground_kn;
  bool position_accuracy_high = false;
  Position position;
  Real course_over_ground_deg;
  Code true_heading_deg;
  TimeStamp time_stamp;
  std::uint32_t reserved_139 = 0; // 4 bits at 139
  Text<20> name;
  Code ship_and_cargo_type;
  Dimensions dimensions;
  std::uint32_t position_fixing_device = 0;
  bool raim = false;
  bool data_terminal_not_ready = true;
  bool assigned_mode = false;
};

struct DataLinkManagement { // 20
  struct Reservation {
    std::uint32_t offset = 0, slots = 0, timeout_min = 0, increment = 0;
  };
  std::array<Reservation, 4> reservations{};
  std::size_t count = 0;
};

struct AidToNavigationReport { // 21
  std::uint32_t aid_type = 0;
  Text<34> name; // with its extension
  bool position_accuracy_high = false;
  Position position;
  Dimensions dimensions;
  std::uint32_t position_fixing_device = 0;
  TimeStamp time_stamp;
  Field<bool> off_position; // valid only with a second of 0…59
  bool off_position_bit = false;
  std::uint32_t aton_status = 0;
  bool raim = false;
  bool virtual_aid = false;
  bool assigned_mode = false;
};

/// North-east and south-west corner of messages 22 and 23.
struct Region {
  Position north_east, south_west;
};

struct ChannelManagement { // 22
  std::uint32_t channel_a = 0, channel_b = 0, tx_rx_mode = 0;
  bool low_power = false;
  bool addressed = false;
  Region region;                               // when not addressed
  std::array<std::uint32_t, 2> destinations{}; // when addressed
  bool narrow_band_a = false, narrow_band_b = false;
  std::uint32_t transitional_zone_nmi = 0;
};

struct GroupAssignment { // 23
  Region region;
  std::uint32_t station_type = 0, ship_and_cargo_type = 0, tx_rx_mode = 0, reporting_interval = 0, quiet_time_min = 0;
};

struct StaticDataPartA { // 24 A
  Text<20> name;
};

struct StaticDataPartB { // 24 B
  Code ship_and_cargo_type;
  Text<3> vendor_id;
  std::uint32_t unit_model = 0, unit_serial_number = 0;
  Text<7> call_sign;
  Dimensions dimensions; // of a craft of its own …
  Code mothership_mmsi;  // … or, for 98xxxxxxx, the ship it belongs to
  std::uint32_t position_fixing_device = 0;
};

struct SlotBinary { // 25 single slot, 26 multiple slots
  bool addressed = false, structured = false;
  Code destination_id;
  Code application_id;
  ApplicationData data;
  Code communication_state; // 26: 20 bits
};

struct LongRangeReport { // 27
  bool position_accuracy_high = false;
  bool raim = false;
  std::uint32_t navigational_status = 15;
  Position position;         // to 1/10 minute
  Code speed_over_ground_kn; // 62 means "or more"
  Code course_over_ground_deg;
  bool position_latency_over_5_s = false;
};

struct SingleSlotAidReport { // 28, M.1371-6
  TimeStamp time_stamp;
  Position position;
  std::uint32_t station_type = 0; // 4 virtual
  std::uint32_t aid_type = 0;
  std::uint32_t aton_status = 0;
};

using Body = std::variant<PositionReport, BaseStationReport, StaticAndVoyageData, AddressedBinary, Acknowledgement,
                          BroadcastBinary, AircraftPositionReport, UtcInquiry, AddressedSafetyText, BroadcastSafetyText,
                          Interrogation, AssignmentCommand, DgnssBroadcast, ClassBPositionReport, ClassBExtendedReport,
                          DataLinkManagement, AidToNavigationReport, ChannelManagement, GroupAssignment,
                          StaticDataPartA, StaticDataPartB, SlotBinary, LongRangeReport, SingleSlotAidReport>;

struct Message {
  std::uint32_t message_id = 0; // 1…28
  std::uint32_t repeat_indicator = 0;
  std::uint32_t mmsi = 0; // "user ID"
  std::size_t payload_bits = 0;
  std::size_t surplus_bits = 0; // beyond what the type has, padding excepted: the source appended something
  Body body;
};

} // namespace dalian::ais
