#pragma once
// A model file (glTF, OBJ, FBX … what Assimp reads) → plain triangles per level of detail, x right, y forward, z up,
// metres. Everything is checked here, so that later steps and the GPU never see a bad index. Knows no GPU.
#include "twin/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <vector>

#include <glm/vec3.hpp>

namespace dalian::scene {

struct ImportedVertex {
  glm::vec3 position{}, normal{0, 0, 1};
  glm::vec3 color{1, 1, 1};              // linear, 0…1
  float openness = 1;                    // ambient occlusion: 1 sees the whole sky
  float roughness = 0.8F, metalness = 0; // 0…1
  float glazed = 0;                      // of a facade: the share that is glass
  std::uint32_t kind = 0;                // MATERIAL_…
  bool spins = false;                    // turns about the model's spin
};

struct ImportedLevel {
  std::vector<ImportedVertex> vertices;
  std::vector<std::uint32_t> indices; // three per triangle, all < vertices.size()
};

/// The axis about which part of a model turns, or along which it slides to and fro, in the model's frame.
struct ImportedSpin {
  glm::vec3 pivot{}, axis{0, 1, 0}; // metres; unit length
  float rpm = 0;                    // at full speed, or ways there and back a minute; 0 = nothing moves
  float slide_m = 0;                // how far it slides; 0 = it turns
};

struct ImportedModel {
  std::vector<ImportedLevel> levels = {}; // nodes "lod0", "lod1"…; a file without such nodes is one level
  ImportedSpin spin = {};
};

/// Fails with the file's name and the reason: unreadable, no triangles, index out of range, position not finite or
/// beyond 10 km.
Result<ImportedModel> import_model(std::filesystem::path const& file);

} // namespace dalian::scene
