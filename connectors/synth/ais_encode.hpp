#pragma once
// AIS messages to bits, as ITU-R M.1371-5 Annex 8 lays them out: the encoder of the synthetic fleet, written from the
// standard and sharing nothing with the decoder, so that each checks the other. An empty optional is sent as the
// standard's "not available"; values beyond a field's range are sent as its last value. No state, any thread.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dalian::synth {

/// Bits of one message, most significant first, each '0' or '1'.
class BitString {
 public:
  void put(std::uint64_t value, int width);
  void put_signed(std::int64_t value, int width); // two's complement
  void put_text(std::string_view text, int characters);
  std::string const& bits() const { return bits_; }

 private:
  std::string bits_;
};

struct AisPosition {
  double lon_deg = 0, lat_deg = 0; // WGS-84
  bool accurate = false;           // better than 10 m
  std::optional<double> speed_kn, course_deg, heading_deg;
  int utc_second = 60; // of the fix, 0…59; 60 = not available
};

/// Distances from the position's antenna to the hull's edges, whole metres.
struct AisDimensions {
  int bow_m = 0, stern_m = 0, port_m = 0, starboard_m = 0;
};

struct AisStatic {
  std::string call_sign, name, destination; // upper case; cut at 7, 20 and 20 characters
  std::uint32_t imo = 0;                    // 0 = not available
  int ship_type = 0;
  AisDimensions dimensions;
  double draught_m = 0; // 0 = not available
};

/// Types 1 and 3. `turn_rate_dpm`: degrees a minute, clockwise positive.
BitString encode_class_a(int type, std::uint32_t mmsi, int nav_status, std::optional<double> turn_rate_dpm,
                         AisPosition const& position);
/// Type 18, carrier-sense unit.
BitString encode_class_b(std::uint32_t mmsi, AisPosition const& position);
BitString encode_static_voyage(std::uint32_t mmsi, AisStatic const& data); // type 5
BitString encode_static_part_a(std::uint32_t mmsi, AisStatic const& data); // type 24
BitString encode_static_part_b(std::uint32_t mmsi, AisStatic const& data); // type 24
/// Type 21; `aid_type` of M.1371 table 74. Name up to 34 characters.
BitString encode_aid(std::uint32_t mmsi, int aid_type, std::string_view name, AisPosition const& position);

struct UtcFields {
  int year = 0, month = 0, day = 0, hour = 24, minute = 60, second = 60;
};
BitString encode_base_station(std::uint32_t mmsi, UtcFields const& utc, AisPosition const& position); // type 4

/// −126…126 for a rate in degrees a minute: 4.733 times its root, with its sign.
int turn_rate_code(double turn_rate_dpm);

} // namespace dalian::synth
