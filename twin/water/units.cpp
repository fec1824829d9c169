#include "twin/water/units.hpp"

#include <array>

namespace dalian::water {
namespace {

struct FlowUnit {
  std::string_view name;
  double per_cubic_foot_second;
  bool metric;
};

// EPANET 2, units.h
constexpr std::array kFlowUnits{
    FlowUnit{"CFS", 1, false},       FlowUnit{"GPM", 448.831, false}, FlowUnit{"MGD", 0.64632, false},
    FlowUnit{"IMGD", 0.5382, false}, FlowUnit{"AFD", 1.9837, false},  FlowUnit{"LPS", 28.317, true},
    FlowUnit{"LPM", 1699.0, true},   FlowUnit{"MLD", 2.4466, true},   FlowUnit{"CMH", 101.94, true},
    FlowUnit{"CMD", 2446.6, true},   FlowUnit{"CMS", 0.028317, true},
};

} // namespace

std::optional<Units> units_of(std::string_view flow) {
  for (FlowUnit const& unit : kFlowUnits) {
    if (unit.name != flow) continue;
    Units out;
    out.name = unit.name;
    out.metric = unit.metric;
    out.flow = kCubicFoot_m3 / unit.per_cubic_foot_second;
    if (unit.metric) {
      out.length = out.pressure = out.volume = 1;
      out.diameter = out.roughness = 1e-3;
      out.pressure_name = "m";
      out.power_w = 1000;
    }
    return out;
  }
  return std::nullopt;
}

} // namespace dalian::water
