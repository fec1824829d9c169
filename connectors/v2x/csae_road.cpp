// T/CSAE 53 as JSON: what moves on the road. BSM (vehicles about themselves) and RSM (what a road-side unit sees).
#include "connectors/v2x/csae_json.hpp"
#include "connectors/v2x/from_j2735.hpp"

#include <cmath>

namespace dalian::v2x::csae {
namespace {

struct Motion {
  std::optional<float> speed_mps, heading_deg, course_deg;
};

Motion motion(Json const& report, bool speed_in_kmh) {
  Motion m;
  auto const* speed = find(report, {"speed"});
  m.speed_mps = scaled(integer(speed), 8191, 0.02F);
  if (speed_in_kmh) {
    auto const kmh = number(speed);
    m.speed_mps = kmh ? std::optional<float>(static_cast<float>(*kmh / 3.6)) : std::nullopt;
  }
  if (m.speed_mps && !(*m.speed_mps >= 0 && *m.speed_mps < 200)) m.speed_mps.reset();
  m.heading_deg = scaled(integer(report, {"heading"}), 28'800, 0.0125F);
  if (m.heading_deg && !(*m.heading_deg >= 0 && *m.heading_deg < 360)) m.heading_deg.reset();
  m.course_deg = m.heading_deg;
  constexpr unsigned kReverse = 3;
  auto const gear = code(find(report, {"transmission", "trans"}), {"neutral", "park", "forwardGears", "reverseGears"});
  if (m.course_deg && gear == kReverse) m.course_deg = std::fmod(*m.course_deg + 180, 360.0F);
  return m;
}

/// Centimetres; 0 = not available.
std::optional<float> size_m(Json const& report, char const* which) {
  auto const* size = find(report, {"size", "vehicleSize", "vehicle_size"});
  if (size == nullptr) return std::nullopt;
  auto const metres = scaled(integer(*size, {which}), 0, 0.01F);
  return metres && *metres > 0 && *metres < 100 ? metres : std::nullopt;
}

std::string_view type_of(Json const& report) {
  auto const* vehicle_class = find(report, {"vehicleClass", "vehicle_class"});
  if (vehicle_class == nullptr) return "";
  auto const n = integer(*vehicle_class, {"classification", "class"});
  return n && *n >= 0 && *n < 256 ? vehicle_type_of_class(static_cast<unsigned>(*n)) : "";
}

void fill(Json const& report, Context const& context, Vehicle& v) {
  auto const at = time_of(report, context);
  v.at = at.value_or(context.arrival);
  v.timed = at.has_value();
  auto const count = integer(report, {"msgCnt", "msg_cnt"});
  if (count && *count >= 0 && *count < 128) v.count = static_cast<std::uint8_t>(*count);
  auto const m = motion(report, context.speed_in_kmh);
  v.speed_mps = m.speed_mps;
  v.heading_deg = m.heading_deg;
  v.course_deg = m.course_deg;
  v.sigma_m = sigma(find(report, {"posConfidence", "pos_confidence"}));
  v.length_m = size_m(report, "length");
  v.width_m = size_m(report, "width");
  v.type = type_of(report);
  if (auto const* set = find(report, {"accelSet", "accel_set"})) {
    auto const yaw = scaled(integer(*set, {"yaw"}), 32'768, 0.01F);
    if (yaw && std::abs(*yaw) <= 327.67F) v.turn_rate_dps = yaw;
  }
}

std::optional<std::uint32_t> events_of(Json const& report) {
  auto const* safety = find(report, {"safetyExt", "safety_ext"});
  return safety == nullptr ? std::nullopt : flags(find(*safety, {"events"}));
}

/// A participant that told the unit itself who and where it is.
bool is_own_word(Json const& participant) {
  constexpr unsigned kV2x = 2;
  return code(find(participant, {"source"}),
              {"unknown", "selfinfo", "v2x", "video", "microwaveRadar", "loop", "lidar", "integrated"}) == kV2x &&
         !identifier(find(participant, {"id"})).empty();
}

void add_participant(Json const& p, std::optional<GeoPoint> reference, Context const& context, Scan& scan, Facts& out) {
  constexpr unsigned kMotor = 1, kBicycle = 2, kUnit = 4;
  auto const type = code(find(p, {"ptcType", "ptc_type"}), {"unknown", "motor", "non-motor", "pedestrian", "rsu"});
  if (type == kUnit) return; // the unit itself
  auto const place = position(find(p, {"pos"}), reference, context);
  if (!place) return void(++out.without_position);
  if (is_own_word(p)) {
    auto& v = out.vehicles.emplace_back();
    v.entity = "obu:" + identifier(find(p, {"id"}));
    v.position = *place;
    return fill(p, {context.dialect, false, context.arrival, context.unit}, v);
  }
  auto& seen = scan.sightings.emplace_back();
  seen.position = *place;
  seen.sigma_m = sigma(find(p, {"posConfidence", "pos_confidence"}));
  auto const m = motion(p, false);
  seen.speed_mps = m.speed_mps;
  seen.course_deg = m.course_deg;
  seen.length_m = size_m(p, "length");
  seen.width_m = size_m(p, "width");
  seen.on_road = type == kMotor || type == kBicycle;
  auto const at = time_of(p, context);
  if (at && (scan.at == Instant{} || *at > scan.at)) scan.at = *at;
}

} // namespace

bool add_vehicle(Json const& report, Context const& context, Facts& out) {
  out.message = "bsm";
  auto id = identifier(find(report, {"id", "obuId", "obu_id", "vehId", "veh_id"}));
  if (id.empty()) id = std::string(context.unit);
  if (id.empty()) return false;
  auto const* pos = find(report, {"pos", "position"});
  if (pos == nullptr || !pos->is_object()) return false;
  auto const place = absolute(*pos, context);
  if (!place) {
    ++out.without_position;
    return true;
  }
  auto& v = out.vehicles.emplace_back();
  v.entity = "obu:" + id;
  v.position = *place;
  v.altitude_m = altitude(*pos);
  v.events = events_of(report).value_or(0);
  fill(report, context, v);
  return true;
}

bool add_sightings(Json const& rsm, Context const& context, Facts& out) {
  out.message = "rsm";
  auto unit = identifier(find(rsm, {"id", "rsuId", "rsu_id"}));
  if (unit.empty()) unit = std::string(context.unit);
  auto const* participants = find(rsm, {"participants", "participantList", "participant_list"});
  if (unit.empty() || participants == nullptr || !participants->is_array()) return false;
  auto const reference = position(find(rsm, {"refPos", "ref_pos"}), std::nullopt, context);
  Scan scan{"rsu:" + unit, {}, {}};
  for (auto const& p : *participants)
    add_participant(p, reference, context, scan, out);
  if (scan.at == Instant{}) scan.at = time_of(rsm, context).value_or(context.arrival);
  out.scans.push_back(std::move(scan));
  return true;
}

} // namespace dalian::v2x::csae
