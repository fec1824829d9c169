#pragma once
// Types that several messages of SAE J2735 share. Field names and bounds are the standard's; numbers are raw.
#include "connectors/v2x/bounded_list.hpp"
#include "connectors/v2x/uper_reader.hpp"

#include <vector>

namespace dalian::v2x::j2735 {

inline constexpr auto kLatitude = range<-900'000'000, 900'000'001>;      // 1e-7°, 900000001 = not available
inline constexpr auto kLongitude = range<-1'799'999'999, 1'800'000'001>; // 1e-7°, 1800000001 = not available
inline constexpr auto kElevation = range<-4096, 61'439>; // 0.1 m, WGS-84 ellipsoid; -4096 = not available
inline constexpr auto kSpeed = range<0, 8191>;           // 0.02 m/s, 8191 = not available
inline constexpr auto kHeading = range<0, 28'800>;       // 0.0125°, 28800 = not available
inline constexpr Names<8> kTransmission{"neutral",   "park",      "forwardGears", "reverseGears",
                                        "reserved1", "reserved2", "reserved3",    "unavailable"};

struct PositionalAccuracy {
  std::uint8_t semi_major, semi_minor; // 0.05 m, 255 = not available
  std::uint16_t orientation;           // 360/65535°, 65535 = not available
};
template <class C>
void describe(C& c, PositionalAccuracy& v) {
  c.integer("semiMajor", v.semi_major, range<0, 255>);
  c.integer("semiMinor", v.semi_minor, range<0, 255>);
  c.integer("orientation", v.orientation, range<0, 65'535>);
}

struct Position3D {
  std::int32_t lat, lon;
  std::optional<std::int32_t> elevation;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, Position3D& v) {
  bool const more = c.begin(true, v.elevation, v.regional);
  c.integer("lat", v.lat, kLatitude);
  c.integer("long", v.lon, kLongitude);
  c.integer("elevation", v.elevation, kElevation);
  c.regional("regional", v.regional);
  c.end(more);
}

struct IntersectionId {
  std::optional<std::uint16_t> region;
  std::uint16_t id;
};
template <class C>
void describe(C& c, IntersectionId& v) {
  c.begin(false, v.region);
  c.integer("region", v.region, range<0, 65'535>);
  c.integer("id", v.id, range<0, 65'535>);
}

} // namespace dalian::v2x::j2735
