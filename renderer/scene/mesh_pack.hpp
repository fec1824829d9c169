#pragma once
// All models in one vertex and one index buffer, as the GPU reads them, and the table that finds them by name. Made
// once; const afterwards.
#include "renderer/scene/mesh_import.hpp"
#include "renderer/scene/scene_types.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace dalian::scene {

class MeshPack {
 public:
  /// At most MESH_MAX_LODS levels; `errors_m[i]` belongs to level i, starts at 0 and grows. The index of the model's
  /// record, or why it cannot be packed.
  Result<std::uint32_t> add(std::string const& name, ImportedModel const& model, std::vector<float> const& errors_m);
  /// A name that stands for several models, all of which are there already.
  Status add_group(std::string const& name, std::vector<std::string> const& variants);

  std::vector<MeshVertex> const& vertices() const { return vertices_; }
  std::vector<std::uint32_t> const& indices() const { return indices_; }
  std::vector<MeshRecord> const& records() const { return records_; }
  std::vector<MeshBox> const& boxes() const { return boxes_; } // one for each record
  std::vector<std::string> const& names() const { return names_; }
  /// Users' own files that could not take a model's place, one line each.
  std::vector<std::string> const& complaints() const { return complaints_; }
  void complain(std::string line) { complaints_.push_back(std::move(line)); }

  /// The record of a model, or of the variant of a group that `key` falls on.
  std::optional<std::uint32_t> find(std::string_view name, std::uint64_t key = 0) const;

 private:
  std::vector<MeshVertex> vertices_;
  std::vector<std::uint32_t> indices_;
  std::vector<MeshRecord> records_;
  std::vector<MeshBox> boxes_;
  std::vector<std::string> names_, complaints_;
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> found_; // name → one record, or a group's
};

/// What `models.json` in the folder lists, or the user's own files of that name in its subfolder `override`. The error
/// names the file and the reason.
Result<MeshPack> load_models(std::filesystem::path const& folder);

/// Quantisation, undone; mirrors of mesh_position and octahedral_normal in scene.glsl.
glm::vec3 unpacked_position(MeshVertex const& v, MeshRecord const& mesh);
glm::vec3 unpacked_normal(std::uint32_t packed16);
std::uint32_t packed_normal(glm::vec3 normal);

float srgb_of_linear(float linear);

} // namespace dalian::scene
