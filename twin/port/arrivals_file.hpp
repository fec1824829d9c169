#pragma once
// Quays and the ships that will come, as TOML: what `twinctl solve port` reads.
//   [[quay]]  name, length_m, cranes, moves_h; gap_m 15, depth_m, under_keel_m 1, interference 0.9, berthing_h 2
//   [[ship]]  name, eta_h, length_m, moves; quay (else the first), cranes 3, draught_m, weight 1
#include "twin/base/result.hpp"
#include "twin/port/berth_plan.hpp"

#include <filesystem>

namespace dalian::port {

struct QuayCalls {
  Quay quay;
  std::vector<Ship> ships; // in the order of the file
};

inline constexpr std::size_t kMostQuays = 200, kMostShips = 2000;

/// The error names file, line, field and remedy.
Result<std::vector<QuayCalls>> read_arrivals(std::filesystem::path const& file);
/// The same from text; `name` is for messages.
Result<std::vector<QuayCalls>> parse_arrivals(std::string_view text, std::string const& name);

} // namespace dalian::port
