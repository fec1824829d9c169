#pragma once
// Which things of the static city may carry a name, how important each is, and where the name belongs. Made once.
#include "twin/view/city_view.hpp"

#include <glm/glm.hpp>
#include <string>
#include <vector>

namespace dalian::ui {

/// Hierarchy of LOOK: a higher tier wins room and is set larger.
enum class Tier : std::uint8_t { thing, road, system, district, zone };

/// How the text stands to its point.
enum class Anchoring : std::uint8_t { centred, dot, lifted, along };

struct Feature {
  std::uint64_t id = 0; // stable for the same city
  Tier tier = Tier::thing;
  Anchoring anchoring = Anchoring::centred;
  std::string zh, ja, en;
  std::vector<glm::dvec3> points; // map metres; more than one: any of them will do (a road)
  std::vector<MapPoint> outline;  // of a zone
  double range_m = 0;             // farther away it is not named
  double importance = 0;          // within the tier, 0…1
  bool at_sea = false;            // decides the tone of the halo
};

/// Zones, places and routes that are worth a name. Remarks in brackets are cut from place names: "大连港（大港）" is
/// shown as "大连港"; those that say "proposed" or "inferred" stay.
std::vector<Feature> city_features(view::City const& city, view::Terrain const& terrain);

/// `name` without bracketed remarks, ASCII or full-width.
std::string without_remark(std::string_view name);

} // namespace dalian::ui
