#include "renderer/scene/mesh_import.hpp"

#include "renderer/scene/glb_check.hpp"
#include "renderer/scene/scene_types.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <assimp/Importer.hpp>
#include <assimp/material.h>
#include <assimp/postprocess.h>
#include <assimp/scene.h>
#include <fmt/format.h>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace dalian::scene {
namespace {

constexpr float kFarthest_m = 10e3F;

struct Paint {
  glm::vec3 color{0.8F};
  float roughness = 0.8F, metalness = 0;
  std::uint32_t kind = MATERIAL_PLAIN;
};

Paint paint_of(aiMaterial const& material) {
  Paint paint;
  aiColor4D base;
  if (material.Get(AI_MATKEY_BASE_COLOR, base) == AI_SUCCESS ||
      material.Get(AI_MATKEY_COLOR_DIFFUSE, base) == AI_SUCCESS) {
    paint.color = glm::clamp(glm::vec3(base.r, base.g, base.b), 0.0F, 1.0F);
  }
  material.Get(AI_MATKEY_ROUGHNESS_FACTOR, paint.roughness);
  material.Get(AI_MATKEY_METALLIC_FACTOR, paint.metalness);
  // the baker names materials "<kind>.<name>"
  constexpr std::array kKinds{"plain.",  "paint.",  "window.",    "lamp.", "foliage.",
                              "beacon.", "facade.", "evergreen.", "cargo."};
  std::string const name = material.GetName().C_Str();
  for (std::uint32_t kind = 0; kind < kKinds.size(); ++kind) {
    if (name.starts_with(kKinds[kind])) paint.kind = kind;
  }
  return paint;
}

/// glTF's y up, -z forward → z up, y forward.
glm::vec3 z_up(aiVector3D const& v) {
  return {v.x, -v.z, v.y};
}

bool usable(glm::vec3 p) {
  return std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z) &&
         std::max({std::abs(p.x), std::abs(p.y), std::abs(p.z)}) <= kFarthest_m;
}

/// What a node "spin_rpm_<rpm>" or "spin_rpm_<rpm>_slide_<metres>" says (see tools/bake/models/glb_export.hpp): its
/// origin lies on the axis, its -z runs along it. rpm 0 when it says nothing of use.
ImportedSpin spin_of(aiNode const& node, aiMatrix4x4 const& placed) {
  constexpr std::string_view kName = "spin_rpm_";
  std::string const name = node.mName.C_Str();
  if (!name.starts_with(kName)) return {};
  char* rest = nullptr;
  float const rpm = std::strtof(name.c_str() + kName.size(), &rest);
  constexpr std::string_view kSlide = "_slide_";
  bool const slides = std::string_view(rest).starts_with(kSlide);
  float const way = slides ? std::strtof(rest + kSlide.size(), nullptr) : 0;
  ImportedSpin spin{z_up(placed * aiVector3D(0, 0, 0)), z_up(aiMatrix3x3(placed) * aiVector3D(0, 0, -1)), rpm, way};
  float const length = glm::length(spin.axis);
  constexpr float kFastest_rpm = 600, kFarthestSlide_m = 500;
  if (!usable(spin.pivot) || !usable(spin.axis) || !(length > 1e-6F) || !(rpm > 0 && rpm <= kFastest_rpm) ||
      !(way >= 0 && way <= kFarthestSlide_m))
    return {};
  spin.axis /= length;
  return spin;
}

class Reader {
 public:
  explicit Reader(aiScene const& scene) : scene_(scene) {
    for (unsigned i = 0; i < scene.mNumMaterials; ++i)
      paints_.push_back(paint_of(*scene.mMaterials[i]));
  }

  ImportedSpin const& spin() const { return spin_; }

  /// Empty when all went well.
  std::string add(ImportedLevel& level, aiNode const& node, aiMatrix4x4 const& above) {
    aiMatrix4x4 const placed = above * node.mTransformation;
    ImportedSpin const spin = spin_of(node, placed);
    bool const outer = spinning_;
    if (spin.rpm > 0) spin_ = spin, spinning_ = true;
    std::size_t const first = level.vertices.size();
    std::string const reason = add_content(level, node, placed);
    for (std::size_t i = first; spinning_ && i < level.vertices.size(); ++i)
      level.vertices[i].spins = true;
    spinning_ = outer;
    return reason;
  }

 private:
  std::string add_content(ImportedLevel& level, aiNode const& node, aiMatrix4x4 const& placed) {
    for (unsigned i = 0; i < node.mNumMeshes; ++i) {
      if (node.mMeshes[i] >= scene_.mNumMeshes) return "a node names a mesh that is not there";
      std::string reason = add_mesh(level, *scene_.mMeshes[node.mMeshes[i]], placed);
      if (!reason.empty()) return reason;
    }
    for (unsigned i = 0; i < node.mNumChildren; ++i) {
      std::string reason = add(level, *node.mChildren[i], placed);
      if (!reason.empty()) return reason;
    }
    return {};
  }

  std::string add_mesh(ImportedLevel& level, aiMesh const& mesh, aiMatrix4x4 const& placed) {
    if (!(mesh.mPrimitiveTypes & aiPrimitiveType_TRIANGLE)) return {}; // lines and points are not drawn
    if (mesh.mMaterialIndex >= paints_.size()) return "a mesh names a material that is not there";
    Paint const& paint = paints_[mesh.mMaterialIndex];
    aiMatrix3x3 turned(placed);
    turned.Inverse().Transpose();
    auto const first = static_cast<std::uint32_t>(level.vertices.size());
    for (unsigned i = 0; i < mesh.mNumVertices; ++i) {
      ImportedVertex v;
      v.position = z_up(placed * mesh.mVertices[i]);
      if (!usable(v.position))
        return fmt::format("vertex {} of '{}' is not finite or farther than {} m", i, mesh.mName.C_Str(), kFarthest_m);
      if (mesh.mNormals) v.normal = z_up((turned * mesh.mNormals[i]).NormalizeSafe());
      v.color = paint.color;
      if (mesh.HasVertexColors(0)) {
        aiColor4D const& tint = mesh.mColors[0][i];
        // a facade's tint tells how much of it is glass (kGlazedDark of the baker)
        if (paint.kind == MATERIAL_FACADE)
          v.glazed = std::clamp((1 - tint.r) / 0.75F, 0.0F, 1.0F);
        else
          v.color *= glm::clamp(glm::vec3(tint.r, tint.g, tint.b), 0.0F, 1.0F);
        v.openness = std::clamp(tint.a, 0.0F, 1.0F);
      }
      v.roughness = std::clamp(paint.roughness, 0.0F, 1.0F);
      v.metalness = std::clamp(paint.metalness, 0.0F, 1.0F);
      v.kind = paint.kind;
      level.vertices.push_back(v);
    }
    for (unsigned f = 0; f < mesh.mNumFaces; ++f) {
      aiFace const& face = mesh.mFaces[f];
      if (face.mNumIndices != 3) continue;
      for (unsigned k = 0; k < 3; ++k) {
        if (face.mIndices[k] >= mesh.mNumVertices)
          return fmt::format("face {} of '{}' names a vertex that is not there", f, mesh.mName.C_Str());
        level.indices.push_back(first + face.mIndices[k]);
      }
    }
    return {};
  }

  aiScene const& scene_;
  std::vector<Paint> paints_;
  ImportedSpin spin_;
  bool spinning_ = false;
};

/// Nodes "lod0", "lod1"… in order; the root alone when there are none.
std::vector<aiNode const*> level_nodes(aiNode const& root) {
  std::vector<aiNode const*> nodes;
  while (aiNode const* node = root.FindNode(fmt::format("lod{}", nodes.size()).c_str()))
    nodes.push_back(node);
  if (nodes.empty()) nodes.push_back(&root);
  return nodes;
}

aiMatrix4x4 above(aiNode const& node) {
  aiMatrix4x4 m;
  for (aiNode const* up = node.mParent; up; up = up->mParent)
    m = up->mTransformation * m;
  return m;
}

/// Why a file that says it is glTF binary must not reach Assimp; nothing is known of other formats.
Status checked(std::filesystem::path const& file) {
  if (file.extension() != ".glb") return {};
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{"there is no such file, or it may not be read"};
  std::string const bytes{std::istreambuf_iterator<char>(in), {}};
  return check_glb(bytes);
}

} // namespace

Result<ImportedModel> import_model(std::filesystem::path const& file) {
  if (Status const sound = checked(file); !sound)
    return Error{fmt::format("{}: cannot be read as a model: {}", file.string(), sound.error())};
  Assimp::Importer importer;
  // no welding here: it costs twenty times the rest, and the baker has welded
  aiScene const* scene = importer.ReadFile(file.string(), aiProcess_Triangulate);
  if (!scene || !scene->mRootNode || (scene->mFlags & AI_SCENE_FLAGS_INCOMPLETE)) {
    return Error{fmt::format("{}: cannot be read as a model: {}", file.string(), importer.GetErrorString())};
  }
  Reader reader(*scene);
  ImportedModel model;
  for (aiNode const* node : level_nodes(*scene->mRootNode)) {
    ImportedLevel level;
    std::string const reason = reader.add(level, *node, above(*node));
    if (!reason.empty()) return Error{fmt::format("{}: {}", file.string(), reason)};
    if (level.indices.empty())
      return Error{fmt::format("{}: '{}' has no triangle", file.string(), node->mName.C_Str())};
    model.levels.push_back(std::move(level));
  }
  model.spin = reader.spin();
  return model;
}

} // namespace dalian::scene
