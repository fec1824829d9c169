#pragma once
// What stands in the city as boxes: buildings and works that are large enough for a section. Trees, lamps, fences, what
// drives and what lies flat are none. Map metres; heights above the sea.
#include "twin/layout/model_shelf.hpp"
#include "twin/view/city_view.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dalian::view {

using layout::ModelShelf;

/// An upright box over a rectangle that lies in any direction.
struct StandingBox {
  layout::Ring outline; // four corners, counter-clockwise
  MapPoint middle;
  double reach_m = 0; // from the middle to the corners
  double base_m = 0, top_m = 0;
  std::string model;     // of a group: the variant that is drawn
  bool building = false; // it has storeys
  bool planned = false;  // by a scenario
};

/// Of the folder of baked assets; the error names the file that is missing or wrong.
Result<ModelShelf> open_models(std::filesystem::path const& assets);

/// Nothing for an unknown model and for what is too small.
std::optional<StandingBox> standing_box(Placement const& placement, ModelShelf const& models);
std::vector<StandingBox> standing_boxes(City const& city, ModelShelf const& models);

} // namespace dalian::view
