#include "connectors/synth/ais_traffic.hpp"

#include "connectors/synth/nmea_write.hpp"

#include <cmath>

namespace dalian::synth {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration kFirstPosition = seconds{3}; // everything has said where it is by then …
constexpr Duration kFirstStatic = seconds{10};  // … and who it is
constexpr Duration kStaticInterval = minutes{6};
constexpr Duration kPartBDelay = milliseconds{700}; // the standard: within one minute of part A
constexpr Duration kAidInterval = minutes{3};
constexpr Duration kBaseStationInterval = seconds{10};
/// M.1371 means five degrees off the mean heading of the last 30 s; of a steady turn that is this rate.
constexpr double kChangingCourse_dpm = 10;

Instant fix_time(Instant at) {
  return std::chrono::floor<seconds>(at);
}

int second_of_minute(Instant at) {
  auto const s = std::chrono::floor<seconds>(at).time_since_epoch().count() % 60;
  return static_cast<int>(s < 0 ? s + 60 : s);
}

UtcFields utc_fields(Instant at) {
  auto const day = std::chrono::floor<std::chrono::days>(at);
  std::chrono::year_month_day const date(day);
  std::chrono::hh_mm_ss const clock(std::chrono::floor<seconds>(at - day));
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count())};
}

Duration share_of(Duration whole, double share) {
  return Duration{static_cast<std::int64_t>(static_cast<double>(whole.count()) * share)};
}

} // namespace

Duration class_a_interval(NavStatus status, double speed_kn, bool changing_course) {
  bool const made_fast = status == NavStatus::at_anchor || status == NavStatus::moored;
  if (made_fast) return speed_kn <= 3 ? Duration{minutes{3}} : Duration{seconds{10}};
  if (speed_kn > 23) return seconds{2};
  if (speed_kn > 14) return changing_course ? seconds{2} : seconds{6};
  return changing_course ? Duration{milliseconds{3333}} : Duration{seconds{10}};
}

Duration class_b_interval(double speed_kn) {
  return speed_kn <= 2 ? Duration{minutes{3}} : Duration{seconds{30}};
}

AisTraffic::AisTraffic(std::vector<Vessel> fleet, std::vector<Aid> aids, std::uint64_t seed, Instant start)
    : fleet_(std::move(fleet)), aids_(std::move(aids)), start_(start) {
  for (std::uint32_t i = 0; i < fleet_.size(); ++i) {
    auto const& v = fleet_[i];
    queue_.push({start + share_of(kFirstPosition, v.draws.uniform("first position")), i, Say::position});
    // Part B follows part A, so A comes early enough for both.
    queue_.push({start + share_of(kFirstStatic - seconds{1}, v.draws.uniform("first static")), i,
                 v.class_b ? Say::part_a : Say::voyage});
  }
  for (std::uint32_t i = 0; i < aids_.size(); ++i)
    queue_.push({start + share_of(kFirstPosition, Draws(seed, aids_[i].name).uniform("first position")), i, Say::aid});
}

TimedSentences AisTraffic::next() {
  auto due = queue_.top();
  queue_.pop();
  TimedSentences out{due.at, {}};
  switch (due.say) {
  case Say::position: {
    Duration interval{};
    out.nmea = position_report(fleet_[due.subject], due.at, interval);
    due.at += interval;
    break;
  }
  case Say::aid:
    out.nmea = aid_report(aids_[due.subject], due.at);
    due.at += aids_[due.subject].type == 0 ? kBaseStationInterval : kAidInterval;
    break;
  case Say::part_a:
    out.nmea = static_report(fleet_[due.subject], due.say, due.at);
    queue_.push({due.at + kPartBDelay, due.subject, Say::part_b});
    due.at += kStaticInterval;
    break;
  case Say::part_b:
    out.nmea = static_report(fleet_[due.subject], due.say, due.at);
    return out; // the next part A brings the next part B
  case Say::voyage:
    out.nmea = static_report(fleet_[due.subject], due.say, due.at);
    due.at += kStaticInterval;
    break;
  }
  queue_.push(due);
  return out;
}

std::string AisTraffic::position_report(Vessel const& vessel, Instant at, Duration& interval) {
  auto const fix = fix_time(at);
  auto const m = measured_at(vessel, to_seconds(fix - start_));
  auto const status = status_at(vessel, to_seconds(fix - start_));
  AisPosition p;
  p.lon_deg = m.position.lon_deg;
  p.lat_deg = m.position.lat_deg;
  p.accurate = !vessel.class_b;
  p.speed_kn = m.speed_kn;
  if (m.speed_kn >= 0.3) p.course_deg = m.course_deg; // below that, noise: sent as not available
  p.utc_second = second_of_minute(fix);
  if (vessel.class_b) {
    interval = class_b_interval(m.speed_kn);
    return write(encode_class_b(vessel.mmsi, p), "AI", at);
  }
  p.heading_deg = m.heading_deg;
  bool const turning = std::abs(m.turn_rate_dpm) > kChangingCourse_dpm;
  interval = class_a_interval(status, m.speed_kn, turning);
  // Type 3 is what a transponder sends between its slots when it must speak faster because of a turn.
  int const type = turning && status != NavStatus::moored ? 3 : 1;
  return write(encode_class_a(type, vessel.mmsi, static_cast<int>(status), m.turn_rate_dpm, p), "AI", at);
}

std::string AisTraffic::static_report(Vessel const& vessel, Say say, Instant at) {
  switch (say) {
  case Say::part_a:
    return write(encode_static_part_a(vessel.mmsi, vessel.data), "AI", at);
  case Say::part_b:
    return write(encode_static_part_b(vessel.mmsi, vessel.data), "AI", at);
  default:
    return write(encode_static_voyage(vessel.mmsi, data_at(vessel, to_seconds(at - start_))), "AI", at);
  }
}

std::string AisTraffic::aid_report(Aid const& aid, Instant at) {
  AisPosition p;
  p.lon_deg = aid.position.lon_deg;
  p.lat_deg = aid.position.lat_deg;
  p.accurate = true;
  p.utc_second = second_of_minute(at);
  if (aid.type == 0) return write(encode_base_station(aid.mmsi, utc_fields(at), p), "AB", at);
  return write(encode_aid(aid.mmsi, aid.type, aid.name, p), "AN", at);
}

std::string AisTraffic::write(BitString const& message, std::string_view talker, Instant at) {
  NmeaLine line;
  line.talker = talker;
  line.received = at;
  line.channel = sent_ % 2 == 0 ? 'A' : 'B';
  line.sequence = static_cast<int>(sent_ % 10);
  ++sent_;
  return to_nmea(message, line);
}

} // namespace dalian::synth
