#pragma once
// A model as one box of two paints, roof and walls: what is left of it where it is a few pixels across. Fitted to what
// is seen of the model from above and from its four sides. Pure arithmetic; knows no GPU.
#include "renderer/scene/mesh_import.hpp"
#include "renderer/scene/scene_types.hpp"

#include <glm/vec3.hpp>

namespace dalian::scene {

/// `error_m` of a model that no box stands for: lattices, rotors, what is mostly air.
inline constexpr float kNoBox = 1e9F;

/// `level` lies between `min` and `max`. The error is how far the outlines of model and box lie apart on average, or
/// how coarse the patches of paint and rows of windows are that become one, whichever is more; nearly 0 for a box of
/// one paint.
MeshBox box_of(ImportedLevel const& level, glm::vec3 min, glm::vec3 max);

} // namespace dalian::scene
