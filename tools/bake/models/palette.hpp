#pragma once
// The materials models may name (assets/models/palette.toml). Colours are sRGB in the file, linear here.
#include "tools/bake/models/shape.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dalian::bake {

struct Material {
  std::string name;
  glm::vec3 color{1, 1, 1}; // linear
  float roughness = 0.8F, metalness = 0;
  std::string kind = "plain"; // plain, paint, window, lamp, foliage, beacon, evergreen, cargo
};

class Palette {
 public:
  /// Throws SourceError on an unreadable file, a bad colour or an unknown kind.
  static Palette read(std::filesystem::path const& file);

  /// Throws SourceError that opens with `where` when there is none of that name.
  MaterialIndex find(std::string const& name, std::string const& where) const;
  Material const& operator[](MaterialIndex i) const { return materials_.at(i); }
  std::size_t size() const { return materials_.size(); }

 private:
  std::vector<Material> materials_;
};

float linear_of_srgb(float encoded);
float srgb_of_linear(float linear);

} // namespace dalian::bake
