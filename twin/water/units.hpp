#pragma once
// Units of EPANET 2 files, as factors to SI. Its own rounded constants (EPANET 2 manual, appendix A and units.h of its
// published source) are used, so that a file means here what it means there.
#include <optional>
#include <string_view>

namespace dalian::water {

inline constexpr double kFoot_m = 0.3048, kCubicFoot_m3 = kFoot_m * kFoot_m * kFoot_m;
inline constexpr double kGravity_ms2 = 32.2 * kFoot_m;
inline constexpr double kWater_Nm3 = 550 / 8.814 * 745.7 / 550 / kFoot_m / kCubicFoot_m3; // of specific gravity 1
inline constexpr double kPsiPerFoot = 0.4333, kKpaPerPsi = 6.895;

struct Units {
  std::string_view name = "GPM"; // of flow
  bool metric = false;
  double flow = 0;         // m³/s
  double length = kFoot_m; // of pipes, heads, levels
  double diameter = kFoot_m / 12;
  double roughness = kFoot_m / 1000;       // of Darcy–Weisbach
  double pressure = kFoot_m / kPsiPerFoot; // m of water of specific gravity 1
  std::string_view pressure_name = "psi";
  double power_w = 745.7;
  double volume = kCubicFoot_m3;
};

/// CFS, GPM, MGD, IMGD, AFD; LPS, LPM, MLD, CMH, CMD, CMS.
std::optional<Units> units_of(std::string_view flow);

} // namespace dalian::water
