#pragma once
// Navigation lights: which ship shows which light where, by the International Regulations for Preventing Collisions at
// Sea (COLREG 1972). Her masts and bridge wings are found in her model. Pure.
#include "renderer/scene/light_point.hpp"
#include "renderer/scene/mesh_pack.hpp"

#include <vector>

namespace dalian::scene {

/// Arcs of rule 21, in radians.
inline constexpr float kMastheadArc_rad = 225 * std::numbers::pi_v<float> / 180;
inline constexpr float kSideArc_rad = 112.5F * std::numbers::pi_v<float> / 180;
inline constexpr float kSternArc_rad = 135 * std::numbers::pi_v<float> / 180;

/// Where on a ship's model lights can stand, in the model's frame.
struct ShipForm {
  glm::vec3 mast{};  // her highest point
  glm::vec3 fore{};  // the highest point of her foremost eighth
  glm::vec3 wing{};  // starboard end of the bridge; port is its mirror image
  glm::vec3 stern{}; // the rail aft
};
ShipForm form_of(MeshPack const& models, std::uint32_t mesh);

/// Candela a light must have to be seen over `miles` at sea (annex I, 8: threshold 2e-7 lux, transmissivity 0.8).
float candela_for(float miles);

/// Under way (rule 23 with the ranges of rule 22): masthead, a second one abaft and higher from 50 m, sidelights,
/// stern. Lying still (rule 30): white all round, forward and lower aft from 50 m; and working lights on deck,
/// modelled. `scale` as the mover is drawn.
std::vector<Lamp> ship_lights(ShipForm const& form, glm::vec3 scale, float length_m, bool under_way);

} // namespace dalian::scene
