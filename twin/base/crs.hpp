#pragma once
// The datums that Chinese feeds and files come in. Everything inside is WGS-84; connectors and importers convert at the
// edge. GCJ-02 shifts positions by about 450 m around Dalian; BD-09 adds a second shift of about 1 km on top.
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"

#include <string_view>

namespace dalian {

enum class Crs { wgs84, gcj02, bd09 };

/// "wgs84" (also "cgcs2000": they agree within centimetres), "gcj02", "bd09"; case and '-' do not matter.
Result<Crs> parse_crs(std::string_view name);

/// Forward transforms as the published formulas give them. GCJ-02 is identity outside its box (72.004…137.8347°E,
/// 0.8293…55.8271°N).
GeoPoint from_wgs84(GeoPoint p, Crs to);

/// Inverse by fixed-point iteration: from_wgs84(to_wgs84(p)) returns p within 1 mm inside the box, which is also how
/// well to_wgs84(from_wgs84(p)) returns p.
GeoPoint to_wgs84(GeoPoint p, Crs from);

} // namespace dalian
