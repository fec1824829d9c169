#pragma once
// What the date does to leaves, grass and fields on the coast of Liaodong, 39°N: bare and ochre in winter, green from
// April, deep in summer, gold in October. Modelled, after the farming calendar of north-east China (one crop of maize:
// sown in late April, cut by early October).
#include "twin/base/time.hpp"

#include <glm/vec3.hpp>

namespace dalian::scene {

/// Over the colours of late September, which the ground is painted in.
struct Season {
  glm::vec3 leaf{1};     // sRGB
  glm::vec3 grass{1};    // linear
  glm::vec3 field{0};    // linear colour of the fields …
  float field_share = 0; // … and how much of them it covers
};

/// Continuous through the year, the same every year.
Season season_of(Instant utc);

} // namespace dalian::scene
