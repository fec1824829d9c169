#include "connectors/roads/j2735_write.hpp"

#include "connectors/v2x/j2735_frame.hpp"
#include "connectors/v2x/uper_writer.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace dalian::roads {
namespace {

using namespace v2x::j2735;
using v2x::BitField;

template <class Int>
Int scaled(double value, double unit, double low, double high) {
  return static_cast<Int>(std::lround(std::clamp(value / unit, low, high)));
}

std::string bytes_of(Frame& frame) {
  auto const bytes = v2x::write_uper(frame);
  return {bytes.begin(), bytes.end()};
}

/// The first event sent is the highest of 13 bits.
BitField event_field(std::uint32_t events) {
  BitField field{0, 13};
  for (unsigned bit = 0; bit < 13; ++bit)
    if ((events >> bit & 1U) != 0) field.value |= 1ULL << (12 - bit);
  return field;
}

struct DateParts {
  std::uint32_t minute_of_year;
  std::uint16_t ms_of_minute;
  std::uint16_t tenths_of_hour;
};

DateParts parts_of(Instant at) {
  using namespace std::chrono;
  auto const year = year_month_day{floor<days>(at)}.year();
  auto const since = floor<milliseconds>(at - sys_days{year / January / 1});
  auto const ms = since.count();
  return {static_cast<std::uint32_t>(ms / 60'000), static_cast<std::uint16_t>(ms % 60'000),
          static_cast<std::uint16_t>(ms % 3'600'000 / 100)};
}

std::uint8_t phase_of(Light light) {
  constexpr std::uint8_t kStop = 3, kProtected = 6, kProtectedClearance = 8; // MovementPhaseState
  return light == Light::green ? kProtected : light == Light::amber ? kProtectedClearance : kStop;
}

/// Centimetres east and north.
Node node(LocalFrame const& frame, MapPoint from, MapPoint to) {
  auto const a = frame.to_local(to_geo(from)), b = frame.to_local(to_geo(to));
  auto const cm = [](double m) { return scaled<std::int32_t>(m, 0.01, -32'768, 32'767); };
  constexpr std::uint8_t k16Bits = 5;
  return {k16Bits, cm(b.east_m - a.east_m), cm(b.north_m - a.north_m), std::nullopt};
}

/// From its end at the crossing away from it, as the standard wants it.
Lane make_lane(RoadNetwork const& network, MapPoint reference, StripId id, bool ingress) {
  auto const& strip = network.strips()[id];
  LocalFrame const frame(to_geo(reference));
  Lane lane{};
  lane.attributes.direction = {ingress ? 2U : 1U, 2};
  lane.attributes.shared = {0, 10};
  lane.attributes.of_type = {0, 8};
  constexpr double kShown_m = 60;
  double const far = std::min(kShown_m, strip.length_m - 0.1);
  double const first = ingress ? strip.stop_m : 0, last = ingress ? std::max(0.0, strip.stop_m - far) : far;
  auto const a = network.at(id, first).at, b = network.at(id, last).at;
  lane.nodes = {node(frame, reference, a), node(frame, a, b)};
  return lane;
}

} // namespace

std::string write_bsm(SafetyMessage const& m) {
  Frame frame{};
  frame.id = kBsmId;
  auto& bsm = frame.body.emplace<Bsm>();
  auto& core = bsm.core;
  core = {};
  core.message_count = m.count;
  core.id = m.id;
  core.second_mark = parts_of(m.at).ms_of_minute;
  core.lat = scaled<std::int32_t>(m.position.lat_deg, 1e-7, -900'000'000, 900'000'000);
  core.lon = scaled<std::int32_t>(m.position.lon_deg, 1e-7, -1'799'999'999, 1'800'000'000);
  core.elevation = scaled<std::int32_t>(m.height_m, 0.1, -4095, 61'439);
  auto const axis = scaled<std::uint8_t>(m.sigma_m, 0.05, 1, 254);
  core.accuracy = {axis, axis, 0};
  core.transmission = 2; // forward
  core.speed = scaled<std::uint16_t>(m.speed_mps, 0.02, 0, 8190);
  double const degrees = std::fmod(m.heading_rad * 180 / std::numbers::pi + 720, 360.0);
  core.heading = static_cast<std::uint16_t>(std::lround(degrees / 0.0125) % 28'800);
  core.steering_angle = 127; // not told
  core.acceleration = {scaled<std::int16_t>(m.acceleration_mps2, 0.01, -2000, 2000), 2001, -127,
                       scaled<std::int16_t>(m.turn_rate_rps * 180 / std::numbers::pi, 0.01, -32'767, 32'767)};
  core.brakes.wheels = m.acceleration_mps2 < -0.5 ? BitField{0b01111, 5} : BitField{0, 5};
  core.size = {scaled<std::uint16_t>(m.width_m, 0.01, 1, 1023), scaled<std::uint16_t>(m.length_m, 0.01, 1, 4095)};
  auto& parts = bsm.part_two.emplace();
  if (m.events != 0) {
    VehicleSafety safety{};
    safety.events = event_field(m.events);
    parts.push_back({0, safety});
  }
  if (m.siren) {
    SpecialVehicle special{};
    special.alerts = EmergencyDetails{0, 2, 2, 1, std::nullopt, 1}; // siren and lights in use, single, emergency
    parts.push_back({1, special});
  }
  SupplementalVehicle more{};
  more.classification = m.vehicle_class;
  parts.push_back({2, more});
  return bytes_of(frame);
}

std::string write_spat(RoadNetwork const& network, SignalPlan const& signals, std::uint32_t number, double city_s,
                       Instant at) {
  auto const& crossing = network.crossings()[number];
  auto const time = parts_of(at);
  Frame frame{};
  frame.id = kSpatId;
  auto& spat = frame.body.emplace<Spat>();
  IntersectionState state{};
  state.id = {kRegion, intersection_id(number)};
  constexpr unsigned kFixedTime = 5;
  state.status = {1ULL << (15 - kFixedTime), 16};
  state.minute_of_year = time.minute_of_year;
  state.time_stamp = time.ms_of_minute;
  for (std::uint32_t arm = 0; arm < crossing.arms.size(); ++arm) {
    if (!crossing.arms[arm].light) continue;
    auto const light = signals.at(number, arm, city_s);
    MovementState movement{};
    movement.signal_group = signal_group(arm);
    auto const end = static_cast<std::uint16_t>(std::lround(time.tenths_of_hour + 10 * light.remaining_s) % 36'000);
    MovementEvent event{};
    event.phase = phase_of(light.light);
    event.timing = TimeChange{std::nullopt, end, end, end, std::nullopt, std::nullopt};
    movement.events = {event};
    state.states.push_back(std::move(movement));
  }
  spat.intersections.push_back(std::move(state));
  return bytes_of(frame);
}

std::string write_map(RoadNetwork const& network, std::uint32_t number) {
  auto const& crossing = network.crossings()[number];
  Frame frame{};
  frame.id = kMapId;
  auto& map = frame.body.emplace<MapData>();
  map.layer = 3; // intersectionData
  Intersection intersection{};
  intersection.id = {kRegion, intersection_id(number)};
  auto const reference = to_geo(crossing.centre);
  intersection.reference.lat = scaled<std::int32_t>(reference.lat_deg, 1e-7, -900'000'000, 900'000'000);
  intersection.reference.lon = scaled<std::int32_t>(reference.lon_deg, 1e-7, -1'799'999'999, 1'800'000'000);
  intersection.reference.elevation = scaled<std::int32_t>(crossing.height_m, 0.1, -4095, 61'439);
  intersection.lane_width = 350;
  std::map<StripId, std::uint8_t> ids; // of lanes
  auto const add = [&](std::uint32_t link, std::uint32_t arm, bool ingress) {
    if (link == kNone) return;
    for (std::uint32_t n = 0; n < network.links()[link].lanes; ++n) {
      auto const strip = network.lane(network.links()[link], n);
      auto lane = make_lane(network, crossing.centre, strip, ingress);
      lane.id = ids[strip] = static_cast<std::uint8_t>(ids.size());
      (ingress ? lane.ingress : lane.egress) = static_cast<std::uint8_t>(arm + 1);
      intersection.lanes.push_back(std::move(lane));
    }
  };
  for (std::uint32_t arm = 0; arm < crossing.arms.size(); ++arm) {
    add(crossing.arms[arm].in, arm, true);
    add(crossing.arms[arm].out, arm, false);
  }
  for (auto const id : crossing.movements) {
    auto const& movement = network.strips()[id];
    auto const arm = network.link_of(network.strips()[movement.from]).arm_ahead;
    auto& lane = *std::ranges::find(intersection.lanes, ids.at(movement.from), &Lane::id);
    if (!lane.connections) lane.connections.emplace();
    if (lane.connections->size() == 16) continue; // as many as the standard has room for
    Connection connection{};
    connection.lane = ids.at(movement.to);
    if (crossing.arms[arm].light) connection.signal_group = signal_group(arm);
    lane.connections->push_back(connection);
  }
  map.intersections.emplace().push_back(std::move(intersection));
  return bytes_of(frame);
}

} // namespace dalian::roads
