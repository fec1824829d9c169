#include "connectors/synth/ais_encode.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace dalian::synth {
namespace {

constexpr int kTurnRateNotAvailable = -128;
constexpr int kCourseNotAvailable = 3600;
constexpr int kHeadingNotAvailable = 511;
constexpr int kSpeedNotAvailable = 1023;
constexpr double kUnitsPerDegree = 600'000; // 1/10 000 minute

/// The standard's six-bit character, 0…63; what it cannot say becomes '?'.
unsigned six_bit(char c) {
  auto const code = static_cast<unsigned char>(c);
  if (code >= 64 && code <= 95) return code - 64u; // '@', 'A'…'Z', '['…'_'
  if (code >= 32 && code <= 63) return code;       // ' ' … '?'
  return '?';
}

std::int64_t rounded(double value) {
  return std::llround(value);
}

std::uint64_t speed_code(std::optional<double> speed_kn) {
  if (!speed_kn) return kSpeedNotAvailable;
  return static_cast<std::uint64_t>(std::clamp<std::int64_t>(rounded(*speed_kn * 10), 0, 1022));
}

std::uint64_t course_code(std::optional<double> course_deg) {
  if (!course_deg) return kCourseNotAvailable;
  auto const tenths = rounded(*course_deg * 10) % 3600;
  return static_cast<std::uint64_t>(tenths < 0 ? tenths + 3600 : tenths);
}

std::uint64_t heading_code(std::optional<double> heading_deg) {
  if (!heading_deg) return kHeadingNotAvailable;
  auto const degrees = rounded(*heading_deg) % 360;
  return static_cast<std::uint64_t>(degrees < 0 ? degrees + 360 : degrees);
}

BitString header(int type, std::uint32_t mmsi) {
  BitString b;
  b.put(static_cast<std::uint64_t>(type), 6);
  b.put(0, 2); // repeat indicator
  b.put(mmsi, 30);
  return b;
}

void put_place(BitString& b, AisPosition const& p) {
  b.put(p.accurate, 1);
  b.put_signed(rounded(p.lon_deg * kUnitsPerDegree), 28);
  b.put_signed(rounded(p.lat_deg * kUnitsPerDegree), 27);
}

void put_dimensions(BitString& b, AisDimensions const& d) {
  auto const limited = [](int metres, int last) { return static_cast<std::uint64_t>(std::clamp(metres, 0, last)); };
  b.put(limited(d.bow_m, 511), 9);
  b.put(limited(d.stern_m, 511), 9);
  b.put(limited(d.port_m, 63), 6);
  b.put(limited(d.starboard_m, 63), 6);
}

} // namespace

void BitString::put(std::uint64_t value, int width) {
  assert(width > 0 && width < 64 && value >> width == 0);
  for (int i = width - 1; i >= 0; --i)
    bits_.push_back((value >> i & 1u) != 0 ? '1' : '0');
}

void BitString::put_signed(std::int64_t value, int width) {
  assert(width > 1 && width < 64 && value >= -(std::int64_t{1} << (width - 1)) &&
         value < std::int64_t{1} << (width - 1));
  put(static_cast<std::uint64_t>(value) & ((std::uint64_t{1} << width) - 1), width);
}

void BitString::put_text(std::string_view text, int characters) {
  for (int i = 0; i < characters; ++i)
    put(static_cast<std::size_t>(i) < text.size() ? six_bit(text[static_cast<std::size_t>(i)]) : 0u, 6);
}

int turn_rate_code(double turn_rate_dpm) {
  auto const magnitude = std::min(126.0, std::round(4.733 * std::sqrt(std::abs(turn_rate_dpm))));
  return static_cast<int>(turn_rate_dpm < 0 ? -magnitude : magnitude);
}

BitString encode_class_a(int type, std::uint32_t mmsi, int nav_status, std::optional<double> turn_rate_dpm,
                         AisPosition const& position) {
  assert(type >= 1 && type <= 3);
  auto b = header(type, mmsi);
  b.put(static_cast<std::uint64_t>(nav_status), 4);
  b.put_signed(turn_rate_dpm ? turn_rate_code(*turn_rate_dpm) : kTurnRateNotAvailable, 8);
  b.put(speed_code(position.speed_kn), 10);
  put_place(b, position);
  b.put(course_code(position.course_deg), 12);
  b.put(heading_code(position.heading_deg), 9);
  b.put(static_cast<std::uint64_t>(position.utc_second), 6);
  b.put(0, 2);  // special manoeuvre: not available
  b.put(0, 3);  // spare
  b.put(0, 1);  // RAIM not in use
  b.put(0, 19); // communication state: this stream never was on the air
  return b;
}

BitString encode_class_b(std::uint32_t mmsi, AisPosition const& position) {
  auto b = header(18, mmsi);
  b.put(0, 8); // reserved
  b.put(speed_code(position.speed_kn), 10);
  put_place(b, position);
  b.put(course_code(position.course_deg), 12);
  b.put(heading_code(position.heading_deg), 9);
  b.put(static_cast<std::uint64_t>(position.utc_second), 6);
  b.put(0, 2);        // reserved
  b.put(1, 1);        // carrier-sense unit
  b.put(0, 1);        // no display
  b.put(1, 1);        // has DSC
  b.put(1, 1);        // whole marine band
  b.put(0, 1);        // no message 22
  b.put(0, 1);        // autonomous
  b.put(0, 1);        // RAIM not in use
  b.put(1, 1);        // ITDMA state follows, as carrier-sense units send it
  b.put(0x60006, 19); // the fixed value of the standard for carrier-sense units, table 70
  return b;
}

BitString encode_static_voyage(std::uint32_t mmsi, AisStatic const& data) {
  auto b = header(5, mmsi);
  b.put(2, 2); // station follows M.1371-5
  b.put(data.imo, 30);
  b.put_text(data.call_sign, 7);
  b.put_text(data.name, 20);
  b.put(static_cast<std::uint64_t>(data.ship_type), 8);
  put_dimensions(b, data.dimensions);
  b.put(1, 4);  // GPS
  b.put(0, 4);  // ETA month: not available
  b.put(0, 5);  // day
  b.put(24, 5); // hour
  b.put(60, 6); // minute
  b.put(static_cast<std::uint64_t>(std::clamp<std::int64_t>(rounded(data.draught_m * 10), 0, 255)), 8);
  b.put_text(data.destination, 20);
  b.put(0, 1); // data terminal ready
  b.put(0, 1); // spare
  return b;
}

BitString encode_static_part_a(std::uint32_t mmsi, AisStatic const& data) {
  auto b = header(24, mmsi);
  b.put(0, 2);
  b.put_text(data.name, 20);
  b.put(0, 8); // spare
  return b;
}

BitString encode_static_part_b(std::uint32_t mmsi, AisStatic const& data) {
  auto b = header(24, mmsi);
  b.put(1, 2);
  b.put(static_cast<std::uint64_t>(data.ship_type), 8);
  b.put_text("SYN", 3); // vendor
  b.put(0, 4);          // model
  b.put(0, 20);         // serial number
  b.put_text(data.call_sign, 7);
  put_dimensions(b, data.dimensions);
  b.put(1, 4); // GPS
  b.put(0, 2); // spare
  return b;
}

BitString encode_aid(std::uint32_t mmsi, int aid_type, std::string_view name, AisPosition const& position) {
  auto b = header(21, mmsi);
  b.put(static_cast<std::uint64_t>(aid_type), 5);
  b.put_text(name, 20);
  put_place(b, position);
  put_dimensions(b, {});
  b.put(1, 4); // GPS
  b.put(static_cast<std::uint64_t>(position.utc_second), 6);
  b.put(0, 1); // on position
  b.put(0, 8); // status of the aid
  b.put(0, 1); // RAIM not in use
  b.put(0, 1); // a real aid
  b.put(0, 1); // autonomous
  b.put(0, 1); // spare
  if (name.size() > 20) b.put_text(name.substr(20), static_cast<int>(std::min<std::size_t>(14, name.size() - 20)));
  return b;
}

BitString encode_base_station(std::uint32_t mmsi, UtcFields const& utc, AisPosition const& position) {
  auto b = header(4, mmsi);
  b.put(static_cast<std::uint64_t>(utc.year), 14);
  b.put(static_cast<std::uint64_t>(utc.month), 4);
  b.put(static_cast<std::uint64_t>(utc.day), 5);
  b.put(static_cast<std::uint64_t>(utc.hour), 5);
  b.put(static_cast<std::uint64_t>(utc.minute), 6);
  b.put(static_cast<std::uint64_t>(utc.second), 6);
  put_place(b, position);
  b.put(7, 4);  // surveyed
  b.put(0, 10); // spare
  b.put(0, 1);  // RAIM not in use
  b.put(0, 19); // communication state
  return b;
}

} // namespace dalian::synth
