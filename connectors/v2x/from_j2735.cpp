#include "connectors/v2x/from_j2735.hpp"

#include "connectors/v2x/source_time.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace dalian::v2x {
namespace {

using namespace j2735;

constexpr double kDegrees = 1e-7;

bool is_known(std::int32_t lat, std::int32_t lon) {
  return lat != kLatitude.high && lon != kLongitude.high;
}
GeoPoint point(std::int32_t lat, std::int32_t lon) {
  return {lon * kDegrees, lat * kDegrees};
}

/// The axes are those of one standard deviation (SAE J2735 PositionalAccuracy), 254 = that or more.
std::optional<float> sigma(PositionalAccuracy const& a) {
  if (a.semi_major == 255 || a.semi_minor == 255) return std::nullopt;
  return 0.05F * std::sqrt((a.semi_major * a.semi_major + a.semi_minor * a.semi_minor) / 2.0F);
}

void add_motion(BsmCore const& core, Vehicle& v) {
  constexpr std::uint8_t kReverse = 3;
  if (core.speed != kSpeed.high) v.speed_mps = 0.02F * core.speed;
  if (core.heading != kHeading.high) {
    v.heading_deg = 0.0125F * core.heading;
    v.course_deg = core.transmission == kReverse ? std::fmod(*v.heading_deg + 180, 360.0F) : *v.heading_deg;
  }
  v.turn_rate_dps = 0.01F * core.acceleration.yaw;
  if (core.elevation != kElevation.low) v.altitude_m = 0.1F * core.elevation;
  if (core.size.length > 0) v.length_m = 0.01F * core.size.length;
  if (core.size.width > 0) v.width_m = 0.01F * core.size.width;
}

/// Events of the standard's first 16 bits, bit 0 first sent → bit 0 of the result.
std::uint32_t event_bits(BitField const& flags) {
  std::uint32_t bits = 0;
  for (unsigned i = 0; i < std::min<unsigned>(flags.size, 16); ++i)
    if (flags.has(i)) bits |= 1U << i;
  return bits;
}

void add_part_two(Bsm const& bsm, Vehicle& v) {
  v.events = 0; // a message without events says that there are none
  if (!bsm.part_two) return;
  for (auto const& part : *bsm.part_two) {
    if (auto const* safety = std::get_if<VehicleSafety>(&part.value); safety != nullptr && safety->events)
      v.events = event_bits(*safety->events);
    if (auto const* more = std::get_if<SupplementalVehicle>(&part.value); more != nullptr && more->classification)
      v.type = vehicle_type_of_class(*more->classification);
    if (auto const* special = std::get_if<SpecialVehicle>(&part.value); special != nullptr && special->alerts)
      v.type = "emergency";
  }
}

void add(Bsm const& bsm, Instant arrival, Facts& out) {
  auto const& core = bsm.core;
  if (!is_known(core.lat, core.lon)) return void(++out.without_position);
  auto& v = out.vehicles.emplace_back();
  v.entity = fmt::format("bsm:{:02X}{:02X}{:02X}{:02X}", core.id[0], core.id[1], core.id[2], core.id[3]);
  auto const at = at_millisecond_of_minute(arrival, core.second_mark);
  v.at = at.value_or(arrival);
  v.timed = at.has_value();
  v.count = core.message_count;
  v.position = point(core.lat, core.lon);
  v.sigma_m = sigma(core.accuracy);
  add_motion(core, v);
  add_part_two(bsm, v);
}

std::string signal_name(IntersectionId const& id, unsigned group) {
  return fmt::format("signal:{}.{}.{}", id.region.value_or(0), id.id, group);
}

void add_remaining(MovementEvent const& event, Signal& signal) {
  if (!event.timing) return;
  auto const& timing = *event.timing;
  bool const exact = timing.likely || (timing.max_end && *timing.max_end == timing.min_end);
  signal.remaining_s = seconds_until(timing.likely.value_or(timing.min_end), signal.at);
  signal.remaining_sure = exact;
}

void add(Spat const& spat, Instant arrival, Facts& out) {
  for (auto const& crossing : spat.intersections) {
    auto const minute = crossing.minute_of_year ? crossing.minute_of_year : spat.minute_of_year;
    std::optional<Instant> at;
    if (minute && crossing.time_stamp) at = at_minute_of_year(arrival, *minute, *crossing.time_stamp);
    if (!at && crossing.time_stamp) at = at_millisecond_of_minute(arrival, *crossing.time_stamp);
    for (auto const& state : crossing.states) {
      if (state.events.empty() || state.signal_group == 0) continue;
      auto& signal = out.signals.emplace_back();
      signal.entity = signal_name(crossing.id, state.signal_group);
      signal.at = at.value_or(arrival);
      signal.phase = state.events[0].phase; // the first is the present one
      add_remaining(state.events[0], signal);
    }
  }
}

/// Where a lane begins at its stop line; nothing for lanes that are computed from others.
std::optional<GeoPoint> first_node(Intersection const& crossing, Lane const& lane) {
  if (lane.node_list != 0 || lane.nodes.empty()) return std::nullopt;
  auto const& node = lane.nodes[0];
  if (node.kind == 6) return is_known(node.y, node.x) ? std::optional(point(node.y, node.x)) : std::nullopt;
  if (node.kind > 6) return std::nullopt;
  return LocalFrame(point(crossing.reference.lat, crossing.reference.lon)).to_geo({node.x / 100.0, node.y / 100.0, 0});
}

void add(MapData const& map, Facts& out) {
  if (!map.intersections) return;
  for (auto const& crossing : *map.intersections) {
    if (!is_known(crossing.reference.lat, crossing.reference.lon)) {
      ++out.without_position;
      continue;
    }
    std::vector<unsigned> placed; // the first lane of a group counts
    for (auto const& lane : crossing.lanes) {
      if (!lane.connections) continue;
      for (auto const& connection : *lane.connections) {
        if (!connection.signal_group || *connection.signal_group == 0) continue;
        if (std::find(placed.begin(), placed.end(), *connection.signal_group) != placed.end()) continue;
        auto const place = first_node(crossing, lane);
        if (!place) continue;
        placed.push_back(*connection.signal_group);
        out.places.push_back({signal_name(crossing.id, *connection.signal_group), *place});
      }
    }
  }
}

} // namespace

std::string_view vehicle_type_of_class(unsigned c) {
  if (c >= 10 && c < 20) return "car";
  if (c >= 20 && c < 40) return "truck"; // light trucks and trucks
  if (c >= 40 && c < 50) return "motorcycle";
  if (c >= 50 && c < 60) return "bus"; // transit
  if (c >= 60 && c < 70) return "emergency";
  return "";
}

void add_facts(Frame const& frame, Instant arrival, Facts& out) {
  if (auto const* bsm = std::get_if<Bsm>(&frame.body)) {
    out.message = "bsm";
    add(*bsm, arrival, out);
  } else if (auto const* spat = std::get_if<Spat>(&frame.body)) {
    out.message = "spat";
    add(*spat, arrival, out);
  } else if (auto const* map = std::get_if<MapData>(&frame.body)) {
    out.message = "map";
    add(*map, out);
  }
}

} // namespace dalian::v2x
