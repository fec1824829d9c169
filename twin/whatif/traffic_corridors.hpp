#pragma once
// How long a connected car takes along its corridor in the peak hour, and how far that is to be relied on.
#include "twin/whatif/traffic_report.hpp"

namespace dalian::whatif {

/// For each corridor that runs along drawn roads: minutes, and minutes on empty roads over them (%).
std::vector<Kpi> corridor_kpis(Inputs const& inputs, TrafficAnswer const& answer);

} // namespace dalian::whatif
