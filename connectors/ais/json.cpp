#include "connectors/ais/json.hpp"

#include "connectors/ais/json_writer.hpp"

#include <iterator>

#include <fmt/format.h>

namespace dalian::ais {
namespace {

constexpr int kPositionDecimals = 7; // 1/10,000 minute is 0.0000017°

void write(JsonWriter& out, Position const& p) {
  out("longitude_deg", p.longitude_deg, kPositionDecimals);
  out("latitude_deg", p.latitude_deg, kPositionDecimals);
}

void write(JsonWriter& out, Dimensions const& d) {
  out("reference_to_bow_m", d.bow_m);
  out("reference_to_stern_m", d.stern_m);
  out("reference_to_port_m", d.port_m);
  out("reference_to_starboard_m", d.starboard_m);
}

void write(JsonWriter& out, TimeStamp const& t) {
  constexpr std::string_view kModes[] = {"fix", "", "manual_input", "dead_reckoning", "inoperative"};
  out("time_stamp_s", t.second);
  out("positioning_mode", kModes[static_cast<std::size_t>(t.mode)]);
}

void write(JsonWriter& out, Region const& r) {
  out("north_east_longitude_deg", r.north_east.longitude_deg, 4);
  out("north_east_latitude_deg", r.north_east.latitude_deg, 4);
  out("south_west_longitude_deg", r.south_west.longitude_deg, 4);
  out("south_west_latitude_deg", r.south_west.latitude_deg, 4);
}

void write(JsonWriter& out, PositionReport const& m) {
  out("navigational_status", m.navigational_status);
  out("rate_of_turn_deg_per_min", m.rate_of_turn_deg_per_min, 3);
  out("turning_over_5_deg_per_30_s", m.fast_turn == Turn::left    ? "left"
                                     : m.fast_turn == Turn::right ? "right"
                                                                  : std::string_view());
  out("speed_over_ground_kn", m.speed_over_ground_kn, 1);
  out("position_accuracy_high", m.position_accuracy_high);
  write(out, m.position);
  out("course_over_ground_deg", m.course_over_ground_deg, 1);
  out("true_heading_deg", m.true_heading_deg);
  write(out, m.time_stamp);
  out("special_manoeuvre_indicator", m.special_manoeuvre);
  out("raim", m.raim);
  out("communication_state", m.communication_state);
}

void write(JsonWriter& out, BaseStationReport const& m) {
  out("utc_year", m.utc_year);
  out("utc_month", m.utc_month);
  out("utc_day", m.utc_day);
  out("utc_hour", m.utc_hour);
  out("utc_minute", m.utc_minute);
  out("utc_second", m.utc_second);
  out("position_accuracy_high", m.position_accuracy_high);
  write(out, m.position);
  out("position_fixing_device", m.position_fixing_device);
  out("raim", m.raim);
  out("communication_state", m.communication_state);
}

void write(JsonWriter& out, StaticAndVoyageData const& m) {
  out("ais_version_indicator", m.ais_version);
  out("imo_number", m.imo_number);
  out("call_sign", m.call_sign.view());
  out("name", m.name.view());
  out("type_of_ship_and_cargo", m.ship_and_cargo_type);
  write(out, m.dimensions);
  out("position_fixing_device", m.position_fixing_device);
  out("eta_utc_month", m.eta_month);
  out("eta_utc_day", m.eta_day);
  out("eta_utc_hour", m.eta_hour);
  out("eta_utc_minute", m.eta_minute);
  out("maximum_present_static_draught_m", m.draught_m, 1);
  out("destination", m.destination.view());
  out("dte_not_available", m.data_terminal_not_ready);
}

void write(JsonWriter& out, AddressedBinary const& m) {
  out("sequence_number", m.sequence_number);
  out("destination_id", m.destination_id);
  out("retransmit_flag", m.retransmit);
  out("designated_area_code", m.designated_area_code);
  out("function_identifier", m.function_identifier);
  out("application_data", m.data);
}

void write(JsonWriter& out, Acknowledgement const& m) {
  std::string list = "[";
  for (std::size_t i = 0; i < m.count; ++i)
    fmt::format_to(std::back_inserter(list), "{}{{\"destination_id\":{},\"sequence_number\":{}}}", i > 0 ? "," : "",
                   m.entries[i].destination_id, m.entries[i].sequence_number);
  out.raw("acknowledged", list + "]");
}

void write(JsonWriter& out, BroadcastBinary const& m) {
  out("designated_area_code", m.designated_area_code);
  out("function_identifier", m.function_identifier);
  out("application_data", m.data);
}

void write(JsonWriter& out, AircraftPositionReport const& m) {
  out("altitude_m", m.altitude_m);
  out("altitude_barometric", m.altitude_barometric);
  out("speed_over_ground_kn", m.speed_over_ground_kn);
  out("position_accuracy_high", m.position_accuracy_high);
  write(out, m.position);
  out("course_over_ground_deg", m.course_over_ground_deg, 1);
  write(out, m.time_stamp);
  out("reserved_135", m.reserved_135);
  out("dte_not_available", m.data_terminal_not_ready);
  out("assigned_mode", m.assigned_mode);
  out("raim", m.raim);
  out("communication_state_itdma", m.communication_state_itdma);
  out("communication_state", m.communication_state);
}

void write(JsonWriter& out, UtcInquiry const& m) {
  out("destination_id", m.destination_id);
}

void write(JsonWriter& out, AddressedSafetyText const& m) {
  out("sequence_number", m.sequence_number);
  out("destination_id", m.destination_id);
  out("retransmit_flag", m.retransmit);
  out("safety_related_text", m.text.view());
}

void write(JsonWriter& out, BroadcastSafetyText const& m) {
  out("safety_related_text", m.text.view());
}

void write(JsonWriter& out, Interrogation const& m) {
  std::string list = "[";
  for (std::size_t i = 0; i < m.count; ++i)
    fmt::format_to(std::back_inserter(list), "{}{{\"destination_id\":{},\"message_id\":{},\"slot_offset\":{}}}",
                   i > 0 ? "," : "", m.requests[i].destination_id, m.requests[i].message_id, m.requests[i].slot_offset);
  out.raw("requests", list + "]");
}

void write(JsonWriter& out, AssignmentCommand const& m) {
  std::string list = "[";
  for (std::size_t i = 0; i < m.count; ++i)
    fmt::format_to(std::back_inserter(list), "{}{{\"destination_id\":{},\"offset\":{},\"increment\":{}}}",
                   i > 0 ? "," : "", m.assignments[i].destination_id, m.assignments[i].offset,
                   m.assignments[i].increment);
  out.raw("assignments", list + "]");
}

void write(JsonWriter& out, DgnssBroadcast const& m) {
  out("longitude_deg", m.position.longitude_deg, 4);
  out("latitude_deg", m.position.latitude_deg, 4);
  out("dgnss_data", m.data);
}

void write(JsonWriter& out, ClassBPositionReport const& m) {
  out("reserved_38", m.reserved_38);
  out("speed_over_ground_kn", m.speed_over_ground_kn, 1);
  out("position_accuracy_high", m.position_accuracy_high);
  write(out, m.position);
  out("course_over_ground_deg", m.course_over_ground_deg, 1);
  out("true_heading_deg", m.true_heading_deg);
  write(out, m.time_stamp);
  out("reserved_139", m.reserved_139);
  out("class_b_carrier_sense_unit", m.carrier_sense_unit);
  out("class_b_display", m.display);
  out("class_b_dsc", m.dsc);
  out("class_b_whole_band", m.whole_band);
  out("class_b_message_22", m.accepts_message_22);
  out("assigned_mode", m.assigned_mode);
  out("raim", m.raim);
  out("communication_state_itdma", m.communication_state_itdma);
  out("communication_state", m.communication_state);
}

void write(JsonWriter& out, ClassBExtendedReport const& m) {
  out("reserved_38", m.reserved_38);
  out("speed_over_ground_kn", m.speed_over_ground_kn, 1);
  out("position_accuracy_high", m.position_accuracy_high);
  write(out, m.position);
  out("course_over_ground_deg", m.course_over_ground_deg, 1);
  out("true_heading_deg", m.true_heading_deg);
  write(out, m.time_stamp);
  out("reserved_139", m.reserved_139);
  out("name", m.name.view());
  out("type_of_ship_and_cargo", m.ship_and_cargo_type);
  write(out, m.dimensions);
  out("position_fixing_device", m.position_fixing_device);
  out("raim", m.raim);
  out("dte_not_available", m.data_terminal_not_ready);
  out("assigned_mode", m.assigned_mode);
}

void write(JsonWriter& out, DataLinkManagement const& m) {
  std::string list = "[";
  for (std::size_t i = 0; i < m.count; ++i)
    fmt::format_to(std::back_inserter(list),
                   "{}{{\"offset\":{},\"number_of_slots\":{},\"timeout_min\":{},\"increment\":{}}}", i > 0 ? "," : "",
                   m.reservations[i].offset, m.reservations[i].slots, m.reservations[i].timeout_min,
                   m.reservations[i].increment);
  out.raw("reservations", list + "]");
}

void write(JsonWriter& out, AidToNavigationReport const& m) {
  out("type_of_aid_to_navigation", m.aid_type);
  out("name", m.name.view());
  out("position_accuracy_high", m.position_accuracy_high);
  write(out, m.position);
  write(out, m.dimensions);
  out("position_fixing_device", m.position_fixing_device);
  write(out, m.time_stamp);
  out("off_position", m.off_position);
  out("aton_status", m.aton_status);
  out("raim", m.raim);
  out("virtual_aton", m.virtual_aid);
  out("assigned_mode", m.assigned_mode);
}

void write(JsonWriter& out, ChannelManagement const& m) {
  out("channel_a", m.channel_a);
  out("channel_b", m.channel_b);
  out("tx_rx_mode", m.tx_rx_mode);
  out("power_low", m.low_power);
  out("addressed", m.addressed);
  if (m.addressed) {
    out("destination_id_1", m.destinations[0]);
    out("destination_id_2", m.destinations[1]);
  } else {
    write(out, m.region);
  }
  out("channel_a_narrow_band", m.narrow_band_a);
  out("channel_b_narrow_band", m.narrow_band_b);
  out("transitional_zone_nmi", m.transitional_zone_nmi);
}

void write(JsonWriter& out, GroupAssignment const& m) {
  write(out, m.region);
  out("station_type", m.station_type);
  out("type_of_ship_and_cargo", m.ship_and_cargo_type);
  out("tx_rx_mode", m.tx_rx_mode);
  out("reporting_interval", m.reporting_interval);
  out("quiet_time_min", m.quiet_time_min);
}

void write(JsonWriter& out, StaticDataPartA const& m) {
  out("part_number", std::uint32_t{0});
  out("name", m.name.view());
}

void write(JsonWriter& out, StaticDataPartB const& m) {
  out("part_number", std::uint32_t{1});
  out("type_of_ship_and_cargo", m.ship_and_cargo_type);
  out("vendor_id", m.vendor_id.view());
  out("unit_model_code", m.unit_model);
  out("unit_serial_number", m.unit_serial_number);
  out("call_sign", m.call_sign.view());
  write(out, m.dimensions);
  out("mothership_mmsi", m.mothership_mmsi);
  out("position_fixing_device", m.position_fixing_device);
}

void write(JsonWriter& out, SlotBinary const& m) {
  out("addressed", m.addressed);
  out("structured", m.structured);
  out("destination_id", m.destination_id);
  out("application_identifier", m.application_id);
  out("application_data", m.data);
  out("communication_state", m.communication_state);
}

void write(JsonWriter& out, LongRangeReport const& m) {
  out("position_accuracy_high", m.position_accuracy_high);
  out("raim", m.raim);
  out("navigational_status", m.navigational_status);
  out("longitude_deg", m.position.longitude_deg, 4);
  out("latitude_deg", m.position.latitude_deg, 4);
  out("speed_over_ground_kn", m.speed_over_ground_kn);
  out("course_over_ground_deg", m.course_over_ground_deg);
  out("position_latency_over_5_s", m.position_latency_over_5_s);
}

void write(JsonWriter& out, SingleSlotAidReport const& m) {
  write(out, m.time_stamp);
  write(out, m.position);
  out("station_type", m.station_type);
  out("type_of_aid_to_navigation", m.aid_type);
  out("aton_status", m.aton_status);
}

} // namespace

void write_json(Message const& message, Reception const& reception, std::string& out) {
  JsonWriter json(out);
  json("message_id", message.message_id);
  json("repeat_indicator", message.repeat_indicator);
  json("user_id", message.mmsi);
  json("mmsi", fmt::format("{:09}", message.mmsi));
  std::visit([&](auto const& body) { write(json, body); }, message.body);
  json.raw("received_utc", reception.by_station_clock ? '"' + format_utc(reception.received, 3) + '"' : "null");
  json("station", reception.station);
  char const talker[] = {static_cast<char>(reception.talker >> 8), static_cast<char>(reception.talker & 0xFF)};
  json("talker", std::string_view(talker, 2));
  json("channel", std::string_view(&reception.channel, reception.channel != 0 ? 1 : 0));
  json("own_ship", reception.own_ship);
  json("payload_bits", static_cast<std::uint32_t>(message.payload_bits));
  json("surplus_bits", static_cast<std::uint32_t>(message.surplus_bits));
  json.close();
  out += '\n';
}

} // namespace dalian::ais
