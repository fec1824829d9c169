#include "connectors/ais/to_wire.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dalian::ais {
namespace {

using namespace std::chrono;

constexpr double kMetresPerSecondPerKnot = 1852.0 / 3600.0;
constexpr Duration kFarthestAhead = seconds(2);
constexpr Duration kFarthestBehind = seconds(30);

/// Seconds from `received` to the given second of a minute, −30…29.
Duration offset_to_second(Instant received, std::uint32_t second) {
  auto const in_minute = received - floor<minutes>(received);
  Duration offset = seconds(second) - floor<seconds>(in_minute);
  if (offset >= seconds(30)) offset -= seconds(60);
  if (offset < seconds(-30)) offset += seconds(60);
  return offset;
}

Instant believable(Instant candidate, Instant received) {
  bool const believed = candidate - received <= kFarthestAhead && received - candidate <= kFarthestBehind;
  return believed ? candidate : received;
}

/// Base stations tell the whole date.
Instant base_station_time(Instant received, BaseStationReport const& m) {
  if (!m.utc_year || !m.utc_month || !m.utc_day || !m.utc_hour || !m.utc_minute || !m.utc_second) return received;
  year_month_day const date{year(static_cast<int>(*m.utc_year)), month(*m.utc_month), day(*m.utc_day)};
  constexpr year kFirst{1970}, kLast{2200}; // far inside what an Instant can hold
  if (!date.ok() || date.year() < kFirst || date.year() > kLast) return received;
  return believable(sys_days(date) + hours(*m.utc_hour) + minutes(*m.utc_minute) + seconds(*m.utc_second), received);
}

float sigma_m(bool accuracy_high) {
  return accuracy_high ? kSigmaHighM : kSigmaLowM;
}

/// A fix typed in by hand, reckoned or from a broken receiver must not replace a measured one.
std::uint32_t quality_rank(TimeStamp const& t) {
  using Mode = TimeStamp::Mode;
  return t.mode == Mode::manual_input || t.mode == Mode::dead_reckoning || t.mode == Mode::inoperative ? 1 : 0;
}
constexpr std::uint32_t kRankLongRange = 2;

/// What a static report is about, by the number plan of ITU-R M.585.
wire::Kind kind_of(std::uint32_t mmsi) {
  if (mmsi / 10'000'000 == 99) return wire::AID_TO_NAVIGATION;
  if (mmsi / 1'000'000 == 111) return wire::AIRCRAFT;
  if (mmsi < 10'000'000) return wire::BASE_STATION;
  return wire::VESSEL;
}

/// Fills observations for one message; one overload a layout that matters to the twin.
class Builder {
 public:
  Builder(Message const& message, Reception const& reception, Instant t_rx, Crs crs,
          std::vector<wire::Observation>& out)
      : message_(message), reception_(reception), t_rx_(t_rx), crs_(crs), out_(out) {}

  void operator()(PositionReport const& m) {
    auto& o = add(wire::VESSEL, fix_time(reception_.received, m.time_stamp));
    if (auto* fix = set_fix(o, m.position, sigma_m(m.position_accuracy_high))) {
      set_motion(*fix, m);
      if (m.rate_of_turn_deg_per_min) fix->set_turn_rate_dps(static_cast<float>(*m.rate_of_turn_deg_per_min / 60));
      fix->set_quality_rank(quality_rank(m.time_stamp));
    }
    o.mutable_vessel_state()->set_nav_status(m.navigational_status);
  }
  void operator()(ClassBPositionReport const& m) { class_b_position(m); }
  void operator()(ClassBExtendedReport const& m) {
    class_b_position(m);
    auto& s = *add(wire::VESSEL, reception_.received).mutable_vessel_static();
    set_text(m.name.view(), [&](std::string text) { s.set_name(std::move(text)); });
    set_type_and_size(s, m.ship_and_cargo_type, m.dimensions);
  }
  void operator()(AircraftPositionReport const& m) {
    if (!m.position.valid()) return;
    auto& o = add(wire::AIRCRAFT, fix_time(reception_.received, m.time_stamp));
    auto& fix = *set_fix(o, m.position, sigma_m(m.position_accuracy_high));
    if (m.altitude_m) fix.set_altitude_m(static_cast<float>(*m.altitude_m));
    if (m.speed_over_ground_kn)
      fix.set_speed_mps(static_cast<float>(*m.speed_over_ground_kn * kMetresPerSecondPerKnot));
    if (m.course_over_ground_deg) fix.set_course_deg(static_cast<float>(*m.course_over_ground_deg));
    fix.set_quality_rank(quality_rank(m.time_stamp));
  }
  void operator()(LongRangeReport const& m) {
    auto& o = add(wire::VESSEL, reception_.received);
    if (auto* fix = set_fix(o, m.position, kSigmaLongRangeM)) {
      if (m.speed_over_ground_kn)
        fix->set_speed_mps(static_cast<float>(*m.speed_over_ground_kn * kMetresPerSecondPerKnot));
      if (m.course_over_ground_deg) fix->set_course_deg(static_cast<float>(*m.course_over_ground_deg));
      fix->set_quality_rank(kRankLongRange);
    }
    o.mutable_vessel_state()->set_nav_status(m.navigational_status);
  }
  void operator()(BaseStationReport const& m) {
    if (message_.message_id != 4 || !m.position.valid()) return; // 11 is a ship's answer about the time
    auto& o = add(wire::BASE_STATION, base_station_time(reception_.received, m));
    set_fix(o, m.position, sigma_m(m.position_accuracy_high))->set_quality_rank(0);
  }
  void operator()(StaticAndVoyageData const& m) {
    auto& s = *add(kind_of(message_.mmsi), reception_.received).mutable_vessel_static();
    if (m.imo_number) s.set_imo(*m.imo_number);
    set_text(m.call_sign.view(), [&](std::string text) { s.set_call_sign(std::move(text)); });
    set_text(m.name.view(), [&](std::string text) { s.set_name(std::move(text)); });
    set_text(m.destination.view(), [&](std::string text) { s.set_destination(std::move(text)); });
    set_type_and_size(s, m.ship_and_cargo_type, m.dimensions);
    if (m.draught_m) s.set_draught_m(static_cast<float>(*m.draught_m));
  }
  void operator()(StaticDataPartA const& m) {
    if (m.name.empty()) return;
    add(kind_of(message_.mmsi), reception_.received).mutable_vessel_static()->set_name(std::string(m.name.view()));
  }
  void operator()(StaticDataPartB const& m) {
    auto& s = *add(kind_of(message_.mmsi), reception_.received).mutable_vessel_static();
    set_text(m.call_sign.view(), [&](std::string text) { s.set_call_sign(std::move(text)); });
    set_type_and_size(s, m.ship_and_cargo_type, m.dimensions);
    if (m.mothership_mmsi) s.set_mothership_mmsi(*m.mothership_mmsi);
  }
  void operator()(AidToNavigationReport const& m) {
    auto& o = add(wire::AID_TO_NAVIGATION, fix_time(reception_.received, m.time_stamp));
    if (auto* fix = set_fix(o, m.position, sigma_m(m.position_accuracy_high))) fix->set_quality_rank(0);
    auto& aid = *o.mutable_aid();
    aid.set_aid_type(m.aid_type);
    set_text(m.name.view(), [&](std::string text) { aid.set_name(std::move(text)); });
    if (m.off_position) aid.set_off_position(*m.off_position);
    aid.set_virtual_aid(m.virtual_aid);
  }
  template <class Other>
  void operator()(Other const&) {} // nothing the twin knows about

 private:
  wire::Observation& add(wire::Kind kind, Instant t_obs) {
    auto& o = out_.emplace_back();
    o.set_entity(fmt::format("mmsi:{:09}", message_.mmsi));
    o.set_kind(kind);
    o.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(t_obs)));
    o.set_t_rx(static_cast<std::uint64_t>(to_unix_ns(t_rx_)));
    return o;
  }

  /// Null when there is no position.
  wire::Fix* set_fix(wire::Observation& o, Position const& p, float sigma) const {
    if (!p.valid()) return nullptr;
    GeoPoint const at = to_wgs84({*p.longitude_deg, *p.latitude_deg}, crs_);
    auto* fix = o.mutable_fix();
    fix->set_lon_deg(at.lon_deg);
    fix->set_lat_deg(at.lat_deg);
    fix->set_sigma_m(sigma);
    return fix;
  }

  template <class Report>
  static void set_motion(wire::Fix& fix, Report const& m) {
    if (m.speed_over_ground_kn)
      fix.set_speed_mps(static_cast<float>(*m.speed_over_ground_kn * kMetresPerSecondPerKnot));
    if (m.course_over_ground_deg) fix.set_course_deg(static_cast<float>(*m.course_over_ground_deg));
    if (m.true_heading_deg) fix.set_heading_deg(static_cast<float>(*m.true_heading_deg));
  }

  template <class Report>
  void class_b_position(Report const& m) {
    auto& o = add(wire::VESSEL, fix_time(reception_.received, m.time_stamp));
    if (auto* fix = set_fix(o, m.position, sigma_m(m.position_accuracy_high))) {
      set_motion(*fix, m);
      fix->set_quality_rank(quality_rank(m.time_stamp));
    }
    o.mutable_vessel_state()->set_class_b(true);
  }

  template <class Set>
  static void set_text(std::string_view text, Set set) {
    if (!text.empty()) set(std::string(text)); // six-bit text is ASCII
  }

  static void set_type_and_size(wire::VesselStatic& s, Code const& type, Dimensions const& d) {
    if (type) s.set_ship_type(*type);
    if (d.bow_m) s.set_bow_m(static_cast<float>(*d.bow_m));
    if (d.stern_m) s.set_stern_m(static_cast<float>(*d.stern_m));
    if (d.port_m) s.set_port_m(static_cast<float>(*d.port_m));
    if (d.starboard_m) s.set_starboard_m(static_cast<float>(*d.starboard_m));
  }

  Message const& message_;
  Reception const& reception_;
  Instant t_rx_;
  Crs crs_;
  std::vector<wire::Observation>& out_;
};

} // namespace

Instant fix_time(Instant received, TimeStamp const& stamp) {
  if (!stamp.second) return received;
  return believable(floor<seconds>(received) + offset_to_second(received, *stamp.second), received);
}

bool is_weak_identity(std::uint32_t mmsi) {
  return mmsi < 1'000'000 || mmsi == 123'456'789 || mmsi == 111'111'111 || mmsi > 999'999'999;
}

void WireConverter::convert(Message const& message, Reception const& reception, Instant t_rx,
                            std::vector<wire::Observation>& out) {
  std::visit(Builder(message, reception, t_rx, crs_, out), message.body);
}

} // namespace dalian::ais
