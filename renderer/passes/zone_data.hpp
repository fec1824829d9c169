#pragma once
// The zones' outlines as the shaders see them: in ground coordinates, coloured by plan zone. They travel with the
// frame's constants, because lavapipe loads from a buffer's address lane by lane.
#include "renderer/passes/gpu_types.hpp"
#include "twin/view/city_view.hpp"

#include <vector>

namespace dalian::passes {

class ZoneData {
 public:
  /// `origin`: of the ground coordinates, map metres. Throws std::runtime_error where there are more zones or points
  /// than MAX_ZONES, MAX_ZONE_POINTS.
  ZoneData(std::vector<view::Zone> const& zones, glm::dvec2 origin);
  void describe(FrameConstants& constants) const;

 private:
  std::vector<ZoneInfo> zones_;
  std::vector<vec2> points_;
};

} // namespace dalian::passes
