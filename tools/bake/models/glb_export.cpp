#include "tools/bake/models/glb_export.hpp"

#include <cstring>
#include <map>
#include <memory>
#include <stdexcept>

#include <assimp/Exporter.hpp>
#include <assimp/material.h>
#include <assimp/scene.h>
#include <fmt/format.h>
#include <meshoptimizer.h>

namespace dalian::bake {
namespace {

struct Vertex {
  glm::vec3 position, normal, tint;
  float openness;
};

struct Indexed {
  std::vector<Vertex> vertices;
  std::vector<unsigned> indices;
};

/// Shared vertices in an order the vertex cache likes.
Indexed indexed(std::vector<Face const*> const& faces) {
  std::vector<Vertex> loose;
  for (Face const* face : faces) {
    for (Corner const& c : face->corners)
      loose.push_back({c.position, c.normal, face->tint, c.openness});
  }
  std::vector<unsigned> remap(loose.size());
  std::size_t const count =
      meshopt_generateVertexRemap(remap.data(), nullptr, loose.size(), loose.data(), loose.size(), sizeof(Vertex));
  Indexed mesh{std::vector<Vertex>(count), std::vector<unsigned>(loose.size())};
  meshopt_remapVertexBuffer(mesh.vertices.data(), loose.data(), loose.size(), sizeof(Vertex), remap.data());
  meshopt_remapIndexBuffer(mesh.indices.data(), nullptr, loose.size(), remap.data());
  meshopt_optimizeVertexCache(mesh.indices.data(), mesh.indices.data(), mesh.indices.size(), count);
  meshopt_optimizeVertexFetch(mesh.vertices.data(), mesh.indices.data(), mesh.indices.size(), mesh.vertices.data(),
                              count, sizeof(Vertex));
  return mesh;
}

aiVector3D y_up(glm::vec3 v) {
  return {v.x, v.z, -v.y};
}

/// Owned by the aiScene that receives it.
aiMesh* assimp_mesh(Indexed const& mesh, std::string const& name, unsigned material) {
  auto* out = new aiMesh;
  out->mName = name;
  out->mMaterialIndex = material;
  out->mPrimitiveTypes = aiPrimitiveType_TRIANGLE;
  out->mNumVertices = static_cast<unsigned>(mesh.vertices.size());
  out->mVertices = new aiVector3D[mesh.vertices.size()];
  out->mNormals = new aiVector3D[mesh.vertices.size()];
  out->mColors[0] = new aiColor4D[mesh.vertices.size()];
  for (std::size_t i = 0; i < mesh.vertices.size(); ++i) {
    Vertex const& v = mesh.vertices[i];
    out->mVertices[i] = y_up(v.position);
    out->mNormals[i] = y_up(v.normal);
    out->mColors[0][i] = aiColor4D(v.tint.x, v.tint.y, v.tint.z, v.openness);
  }
  out->mNumFaces = static_cast<unsigned>(mesh.indices.size() / 3);
  out->mFaces = new aiFace[out->mNumFaces];
  for (unsigned f = 0; f < out->mNumFaces; ++f) {
    out->mFaces[f].mNumIndices = 3;
    out->mFaces[f].mIndices = new unsigned[3];
    std::memcpy(out->mFaces[f].mIndices, &mesh.indices[f * 3], 3 * sizeof(unsigned));
  }
  return out;
}

/// Faces of one mesh: a material, and whether they are walls with windows.
using Surface = std::pair<MaterialIndex, bool>;
using FacesBySurface = std::map<Surface, std::vector<Face const*>>;

/// The node's frame: origin on the axis, -z along it. Assimp 5.2 writes no extras, so the speed stands in the name.
aiNode* spin_node(Spin const& spin) {
  auto* node = new aiNode(
      fmt::format("spin_rpm_{}{}", spin.rpm, spin.slide_m > 0 ? fmt::format("_slide_{}", spin.slide_m) : ""));
  aiMatrix4x4 place, turn;
  aiMatrix4x4::Translation(y_up(spin.pivot), place);
  aiMatrix4x4::FromToMatrix(aiVector3D(0, 0, -1), y_up(spin.axis), turn);
  node->mTransformation = place * turn;
  return node;
}

/// From the model's frame into the node's.
void move_into(aiNode const& node, aiMesh& mesh) {
  aiMatrix4x4 into = node.mTransformation;
  into.Inverse();
  aiMatrix3x3 const turn(into); // a rotation
  for (unsigned i = 0; i < mesh.mNumVertices; ++i) {
    mesh.mVertices[i] = into * mesh.mVertices[i];
    mesh.mNormals[i] = turn * mesh.mNormals[i];
  }
}

aiMaterial* assimp_material(Material const& material, bool facade) {
  auto* out = new aiMaterial;
  aiString const name((facade ? "facade" : material.kind) + "." + material.name);
  out->AddProperty(&name, AI_MATKEY_NAME);
  aiColor4D const base(material.color.x, material.color.y, material.color.z, 1);
  out->AddProperty(&base, 1, AI_MATKEY_BASE_COLOR);
  out->AddProperty(&material.metalness, 1, AI_MATKEY_METALLIC_FACTOR);
  out->AddProperty(&material.roughness, 1, AI_MATKEY_ROUGHNESS_FACTOR);
  return out;
}

template <class T>
T* copied(std::vector<T> const& list) {
  auto* out = new T[list.size()];
  std::copy(list.begin(), list.end(), out);
  return out;
}

/// Gathers what the scene will own.
class SceneBuilder {
 public:
  SceneBuilder(Palette const& palette, std::optional<Spin> const& spin) : palette_(palette), spin_(spin) {}

  void add_level(std::string const& name, Shape const& shape, GlbCounts& counts) {
    FacesBySurface still, turning;
    for (Face const& face : shape)
      (face.spins ? turning : still)[{face.material, face.facade}].push_back(&face);
    counts.triangles.push_back(0);
    counts.vertices.push_back(0);
    auto* node = new aiNode(name);
    add_meshes(*node, still, counts);
    if (!turning.empty()) {
      aiNode* spin = spin_ ? spin_node(*spin_) : new aiNode("still");
      add_meshes(*spin, turning, counts);
      node->addChildren(1, &spin);
    }
    nodes_.push_back(node);
  }

  std::unique_ptr<aiScene> finish(std::string const& name) {
    auto scene = std::make_unique<aiScene>();
    scene->mRootNode = new aiNode(name);
    for (aiNode* node : nodes_)
      node->mParent = scene->mRootNode;
    scene->mRootNode->mNumChildren = static_cast<unsigned>(nodes_.size());
    scene->mRootNode->mChildren = copied(nodes_);
    scene->mNumMeshes = static_cast<unsigned>(meshes_.size());
    scene->mMeshes = copied(meshes_);
    scene->mNumMaterials = static_cast<unsigned>(materials_.size());
    scene->mMaterials = copied(materials_);
    return scene;
  }

 private:
  void add_meshes(aiNode& node, FacesBySurface const& by_surface, GlbCounts& counts) {
    std::vector<unsigned> refs;
    for (auto const& [surface, faces] : by_surface) {
      Indexed const mesh = indexed(faces);
      auto const [slot, fresh] = slots_.try_emplace(surface, static_cast<unsigned>(materials_.size()));
      if (fresh) materials_.push_back(assimp_material(palette_[surface.first], surface.second));
      refs.push_back(static_cast<unsigned>(meshes_.size()));
      std::string const name = std::string(node.mName.C_Str()) + "." + palette_[surface.first].name;
      meshes_.push_back(assimp_mesh(mesh, name, slot->second));
      move_into(node, *meshes_.back());
      counts.triangles.back() += mesh.indices.size() / 3;
      counts.vertices.back() += mesh.vertices.size();
    }
    node.mNumMeshes = static_cast<unsigned>(refs.size());
    node.mMeshes = copied(refs);
  }

  Palette const& palette_;
  std::optional<Spin> const& spin_;
  std::map<Surface, unsigned> slots_;
  std::vector<aiMaterial*> materials_;
  std::vector<aiMesh*> meshes_;
  std::vector<aiNode*> nodes_;
};

} // namespace

GlbCounts write_glb(std::filesystem::path const& file, std::string const& name, std::vector<Level> const& levels,
                    Palette const& palette, std::optional<Spin> const& spin) {
  SceneBuilder builder(palette, spin);
  GlbCounts counts;
  for (std::size_t i = 0; i < levels.size(); ++i)
    builder.add_level(fmt::format("lod{}", i), levels[i].shape, counts);
  auto const scene = builder.finish(name);
  Assimp::Exporter exporter;
  if (exporter.Export(scene.get(), "glb2", file.string()) != AI_SUCCESS) {
    throw std::runtime_error(fmt::format("{}: cannot be written: {}", file.string(), exporter.GetErrorString()));
  }
  return counts;
}

} // namespace dalian::bake
