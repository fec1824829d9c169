#pragma once
// The reference systems that feeds and files come in. Everything inside is WGS-84; connectors and importers convert at
// the edge. GCJ-02 shifts positions by about 450 m around Dalian; BD-09 adds a second shift of about 1 km on top. Any
// other by its EPSG number, by PROJ. A library of its own, for PROJ brings many others. Any thread.
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"

#include <optional>
#include <string_view>

namespace dalian {

class Crs {
 public:
  enum class Form : std::uint8_t { wgs84, gcj02, bd09, epsg };
  static Crs const wgs84, gcj02, bd09;

  constexpr explicit Crs(Form form, int epsg = 0, bool metres = false) : form_(form), metres_(metres), epsg_(epsg) {}
  constexpr Form form() const { return form_; }
  constexpr int epsg() const { return epsg_; }
  /// Metres east and north, or whatever unit the projection has, instead of degrees.
  constexpr bool is_projected() const { return metres_; }
  friend constexpr bool operator==(Crs, Crs) = default;

 private:
  Form form_;
  bool metres_;
  int epsg_;
};
inline constexpr Crs Crs::wgs84{Form::wgs84};
inline constexpr Crs Crs::gcj02{Form::gcj02};
inline constexpr Crs Crs::bd09{Form::bd09};

/// "wgs84" (also "cgcs2000": they agree within centimetres), "gcj02", "bd09", "epsg:4550"; case, '-' and '_' do not
/// matter. Geographic and projected systems only.
Result<Crs> parse_crs(std::string_view name);
/// The same for protocols that tell degrees.
Result<Crs> parse_degrees_crs(std::string_view name);

/// A place as a source of `from` gives it: longitude and latitude, or east and north in this order, whatever order its
/// standard has. Nothing when it is none.
std::optional<GeoPoint> place_of(double east, double north, Crs from);

/// Forward transforms as the published formulas give them. GCJ-02 is identity outside its box (72.004…137.8347°E,
/// 0.8293…55.8271°N). In a projected system the fields of the result hold east and north. Not a number where PROJ
/// cannot.
GeoPoint from_wgs84(GeoPoint p, Crs to);

/// GCJ-02 and BD-09 by fixed-point iteration: from_wgs84(to_wgs84(p)) returns p within 1 mm inside the box, which is
/// also how well to_wgs84(from_wgs84(p)) returns p. Not a number where PROJ cannot.
GeoPoint to_wgs84(GeoPoint p, Crs from);

} // namespace dalian
