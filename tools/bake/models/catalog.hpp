#pragma once
// assets/models/catalog.toml: which models there are, how large, and which stand for one another.
#include "tools/bake/models/expression.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <glm/vec3.hpp>

namespace dalian::bake {

struct ModelEntry {
  std::string name;
  std::string source; // file of the grammar, without ".toml"
  Parameters parameters;
  glm::vec3 size;     // metres at scale 1
  float simplify = 1; // freedom of the simplifier, 0…1
};

struct ModelGroup {
  std::string name;
  std::vector<std::string> variants;
};

struct Catalog {
  std::vector<ModelEntry> models;
  std::vector<ModelGroup> groups;

  /// Throws SourceError; a group that names a model which is not there is one.
  static Catalog read(std::filesystem::path const& file);
};

/// A model's box may differ from the catalogue by this share of its size, but by 0.1 m at least.
constexpr float kSizeTolerance = 0.02F;

} // namespace dalian::bake
