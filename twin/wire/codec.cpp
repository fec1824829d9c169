#include "twin/wire/codec.hpp"

#include "twin/base/quantities.hpp"
#include "twin/wire/endpoints.hpp"

#include <algorithm>
#include <cmath>
#include <google/protobuf/stubs/logging.h>

namespace dalian::wire {
namespace {

constexpr std::string_view kSound{};

bool is_time(std::uint64_t ns) {
  return ns >= static_cast<std::uint64_t>(kMinUnixNs) && ns < static_cast<std::uint64_t>(kMaxUnixNs);
}

/// False for NaN, which compares false with everything.
template <class T>
bool within(T value, T low, T high) {
  return value >= low && value <= high;
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// Protobuf itself refuses strings that are not UTF-8; here go length and control characters.
bool is_text(std::string_view text, std::size_t limit = kMaxTextBytes) {
  return text.size() <= limit && !has_control_character(text);
}

bool is_size(float metres) {
  return within(metres, 0.0F, 2000.0F);
}

std::string_view check_motion(Fix const& fix) {
  if (fix.has_altitude_m() && !within(fix.altitude_m(), -12'000.0F, 100'000.0F)) return "bad_altitude";
  if (fix.has_speed_mps() && !within(fix.speed_mps(), 0.0F, 2000.0F)) return "bad_speed";
  if (fix.has_course_deg() && !within(fix.course_deg(), 0.0F, 360.0F)) return "bad_course";
  if (fix.has_heading_deg() && !within(fix.heading_deg(), 0.0F, 360.0F)) return "bad_heading";
  if (fix.has_turn_rate_dps() && !within(fix.turn_rate_dps(), -720.0F, 720.0F)) return "bad_turn_rate";
  return kSound;
}

std::string_view check(Fix const& fix) {
  if (!within(fix.lat_deg(), -90.0, 90.0)) return "bad_latitude";
  if (!within(fix.lon_deg(), -180.0, 180.0)) return "bad_longitude";
  if (!within(fix.sigma_m(), 0.0F, 1e6F)) return "bad_sigma";
  return check_motion(fix);
}

std::string_view check(VesselStatic const& v) {
  if (!is_text(v.name()) || !is_text(v.call_sign()) || !is_text(v.destination())) return "bad_text";
  for (float const metres : {v.bow_m(), v.stern_m(), v.port_m(), v.starboard_m(), v.draught_m()})
    if (!is_size(metres)) return "bad_size";
  return kSound;
}

std::string_view check(RoadVehicle const& v) {
  if (!is_text(v.label()) || !is_text(v.route()) || !is_text(v.vehicle_type())) return "bad_text";
  return is_size(v.length_m()) && is_size(v.width_m()) ? kSound : "bad_size";
}

std::string_view check(SensorValue const& v) {
  auto const place = find_quantity(v.quantity());
  if (!place) return "unknown_quantity";
  auto const& quantity = quantities()[*place];
  if (!v.unit().empty() && v.unit() != quantity.unit) return "wrong_unit";
  if (!SensorStatus_IsValid(v.status())) return "bad_status";
  switch (v.value_case()) {
  case SensorValue::kNumber:
    if (quantity.form != ValueForm::number) return "wrong_form";
    return within(v.number(), quantity.low, quantity.high) ? kSound : "bad_value";
  case SensorValue::kState:
    if (quantity.form != ValueForm::state) return "wrong_form";
    return within<double>(v.state(), quantity.low, quantity.high) ? kSound : "bad_value";
  case SensorValue::kText:
    if (quantity.form != ValueForm::text) return "wrong_form";
    return is_text(v.text()) ? kSound : "bad_text";
  case SensorValue::VALUE_NOT_SET:
    break;
  }
  return "bad_value";
}

std::string_view check(Detection const& d) {
  if (d.scan() > std::uint64_t{1} << 62) return "bad_scan";
  float const ee = d.variance_east_m2(), en = d.covariance_m2(), nn = d.variance_north_m2();
  bool const given = ee != 0 || en != 0 || nn != 0;
  bool const sound =
      within(ee, 1e-6F, 1e12F) && within(nn, 1e-6F, 1e12F) && std::abs(en) < std::sqrt(ee) * std::sqrt(nn);
  if (given && !sound) return "bad_covariance";
  if (!Kind_IsValid(d.looks_like())) return "bad_kind";
  return is_size(d.length_m()) && is_size(d.width_m()) ? kSound : "bad_size";
}

std::string_view check(SensorCoverage const& c) {
  bool const sector =
      within(c.range_m(), 1.0F, 1e6F) && within(c.from_deg(), 0.0F, 360.0F) && within(c.width_deg(), 0.0F, 360.0F);
  bool const quality = within(c.detection_probability(), 0.0F, 0.9999F) && within(c.clutter_per_km2(), 0.0F, 1e9F);
  return sector && quality ? kSound : "bad_coverage";
}

/// Things without a name are told by detections alone, and these tell of nothing else.
bool kind_fits(Observation const& o) {
  bool const of_sensor = o.has_detection() || o.has_coverage();
  return of_sensor == (o.kind() == UNIDENTIFIED);
}

std::string_view check_detail(Observation const& o) {
  if (!kind_fits(o)) return "bad_kind";
  switch (o.detail_case()) {
  case Observation::kVesselStatic:
    return check(o.vessel_static());
  case Observation::kRoadVehicle:
    return check(o.road_vehicle());
  case Observation::kAid:
    return is_text(o.aid().name()) ? kSound : "bad_text";
  case Observation::kSensor:
    return check(o.sensor());
  case Observation::kDetection:
    return check(o.detection());
  case Observation::kCoverage:
    return o.has_fix() ? check(o.coverage()) : "no_position";
  case Observation::kVesselState:
    return kSound;
  case Observation::DETAIL_NOT_SET:
    return o.has_fix() ? kSound : "empty_observation";
  }
  return "unknown_detail";
}

template <class Entries>
bool are_report_entries(Entries const& entries) {
  return entries.size() <= static_cast<std::size_t>(kMaxReportEntries) &&
         std::all_of(entries.begin(), entries.end(), [](auto const& e) { return is_text(e.first, kMaxNameBytes); });
}

std::string_view check_message(ToTwin const& message) {
  switch (message.message_case()) {
  case ToTwin::kBatch:
    return check_envelope(message.batch());
  case ToTwin::kReport:
    return check(message.report());
  case ToTwin::kHello:
    return check(message.hello());
  case ToTwin::MESSAGE_NOT_SET:
    break;
  }
  return "empty_message";
}

} // namespace

bool is_source_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

std::string_view check(Observation const& o) {
  if (o.entity().empty() || !is_text(o.entity(), kMaxNameBytes)) return "bad_entity";
  if (o.kind() == KIND_UNSPECIFIED || !Kind_IsValid(o.kind())) return "bad_kind";
  if (!is_time(o.t_obs()) || !is_time(o.t_rx())) return "bad_time";
  if (o.has_fix())
    if (auto const reason = check(o.fix()); !reason.empty()) return reason;
  return check_detail(o);
}

std::string_view check_envelope(Batch const& batch) {
  if (!is_source_name(batch.source())) return "bad_source";
  if (batch.epoch() == 0) return "bad_epoch";
  if (batch.observations_size() == 0) return "empty_batch";
  if (batch.observations_size() > kMaxObservations) return "too_many_observations";
  if (batch.first_seq() == 0 || batch.first_seq() > (std::uint64_t{1} << 62)) return "bad_sequence";
  if (!is_time(batch.t_sent())) return "bad_time";
  if (!Provenance_IsValid(batch.provenance())) return "bad_provenance";
  return kSound;
}

std::string_view check(FeedReport const& report) {
  if (!is_source_name(report.source())) return "bad_source";
  if (report.epoch() == 0) return "bad_epoch";
  if (!is_time(report.t_sent())) return "bad_time";
  if (!is_text(report.protocol(), kMaxNameBytes)) return "bad_text";
  return are_report_entries(report.outcomes()) && are_report_entries(report.details()) ? kSound : "bad_report";
}

std::string_view check(Hello const& hello) {
  if (!is_source_name(hello.source())) return "bad_source";
  if (hello.epoch() == 0) return "bad_epoch";
  return hello.schema() == kSchema ? kSound : "unknown_schema";
}

namespace {
google::protobuf::ArenaOptions arena_over(std::vector<char>& block) {
  google::protobuf::ArenaOptions options;
  options.initial_block = block.data();
  options.initial_block_size = block.size();
  return options;
}
} // namespace

Decoder::Decoder() : block_(std::make_unique<std::vector<char>>(256 << 10)), arena_(arena_over(*block_)) {
  google::protobuf::SetLogHandler(nullptr); // bad bytes are counted here, not written line by line to stderr
}

Decoder::Outcome Decoder::decode(std::string_view frame) {
  arena_.Reset();
  if (frame.size() > kMaxMessageBytes) return {nullptr, "oversize"};
  auto* message = google::protobuf::Arena::CreateMessage<ToTwin>(&arena_);
  if (!message->ParseFromArray(frame.data(), static_cast<int>(frame.size()))) return {nullptr, "malformed"};
  auto const reject = check_message(*message);
  return reject.empty() ? Outcome{message, {}} : Outcome{nullptr, reject};
}

std::string_view batch_bytes(std::string_view frame) {
  constexpr char kBatchTag = (1 << 3) | 2; // field 1, length-delimited (protobuf encoding guide, "Message Structure")
  if (frame.empty() || frame[0] != kBatchTag) return {};
  std::size_t at = 1;
  std::uint64_t length = 0;
  for (unsigned shift = 0; at < frame.size() && shift < 35; shift += 7) {
    auto const byte = static_cast<unsigned char>(frame[at++]);
    length |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return length == frame.size() - at ? frame.substr(at) : std::string_view{};
  }
  return {};
}

} // namespace dalian::wire
