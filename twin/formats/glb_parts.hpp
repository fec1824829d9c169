#pragma once
// Models (.glb as tools/bake/models writes them) put together into one: meshes, materials, accessors and bytes of each
// once, under new numbers; a node for each place that a model stands at.
#include "twin/base/result.hpp"

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

namespace dalian::formats {

/// A glTF document and its binary chunk.
struct Glb {
  nlohmann::ordered_json json;
  std::string bytes;
};
/// Version 2 with a JSON chunk and perhaps a binary one; the error names `name` and what is wrong.
Result<Glb> parse_glb(std::string_view file, std::string const& name);
std::string glb_text(Glb const& glb);

/// glTF's axes: y up. The rotation is a unit quaternion (x, y, z, w).
struct NodePlace {
  std::array<double, 3> translation{};
  std::array<double, 4> rotation{0, 0, 0, 1};
  std::array<double, 3> scale{1, 1, 1};
};

class GlbParts {
 public:
  GlbParts();
  /// Takes over one level of detail, the node "lodN" under the root or the last there is, once. The error names the
  /// file.
  Status take(std::string const& model, std::filesystem::path const& file, unsigned level);
  /// `model` was taken. `id` becomes the node's name.
  void stand(std::string const& model, NodePlace const& place, std::string const& id);
  std::size_t models() const { return models_.size(); }
  Glb done() &&;

 private:
  struct Part {
    std::size_t mesh = 0;
    nlohmann::ordered_json matrix; // null: none
  };
  using Parts = std::vector<Part>;
  class Taking;
  Glb glb_;
  std::map<std::string, Parts> models_;
};

} // namespace dalian::formats
