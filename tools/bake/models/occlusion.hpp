#pragma once
// Ambient occlusion per corner, cast against the shape itself and the ground plane z = 0.
#include "tools/bake/models/shape.hpp"

namespace dalian::bake {

struct OcclusionSettings {
  int rays = 48;      // per corner, on a cosine-weighted hemisphere
  float reach_m = 0;  // beyond it nothing darkens; 0 = chosen from the size of the shape
  float floor = 0.3F; // darkest openness
};

/// Sets `openness` of every corner. The same shape gives the same bytes on every run.
void bake_occlusion(Shape& shape, OcclusionSettings const& settings = {});

} // namespace dalian::bake
