#pragma once
// The baked models as files: which one a placement stands for, how large it is, what is in its .glb. Models are metres,
// x right, y up, facing −z (glTF's axes); boxes are x right, y ahead, z up, as placements have them.
#include "twin/base/result.hpp"
#include "twin/layout/city.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <optional>

namespace dalian::layout {

struct ModelBox {
  std::array<double, 3> low{}, high{};
};

/// Of the box as it stands: counter-clockwise, on the ground.
Ring footprint_of(Placement const& placement, ModelBox const& box);

class ModelShelf {
 public:
  /// `folder` holds models.json and the .glb files; `uses` is uses.toml, which says what is a building.
  static Result<ModelShelf> open(std::filesystem::path const& folder, std::filesystem::path const& uses);

  /// The model's own name: of a group's the variant that the screen draws for this id. "" for an unknown one.
  std::string name_of(Placement const& placement) const;
  /// Null for an unknown one.
  ModelBox const* box_of(std::string const& model) const;
  /// At a vertical scale of 1; nothing for what is no building.
  std::optional<double> storeys_of(std::string const& model) const;
  std::filesystem::path file_of(std::string const& model) const { return folder_ / (model + ".glb"); }

 private:
  std::filesystem::path folder_;
  std::map<std::string, ModelBox> boxes_;
  std::map<std::string, std::vector<std::string>> groups_;
  std::map<std::string, double> storeys_;
};

} // namespace dalian::layout
