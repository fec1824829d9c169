#include "tools/bake/city/model_sizes.hpp"

#include <toml++/toml.h>

#include <algorithm>

namespace dalian::bake {

Result<ModelSizes> read_model_sizes(std::filesystem::path const& catalog) {
  toml::table root;
  try {
    root = toml::parse_file(catalog.string());
  } catch (toml::parse_error const& error) {
    return Error{catalog.string() + ": " + std::string(error.description())};
  }
  ModelSizes sizes;
  if (auto const* models = root["model"].as_array())
    for (auto const& node : *models) {
      auto const name = node.at_path("name").value_or(std::string());
      ModelSize const size{node.at_path("size[0]").value_or(0.0), node.at_path("size[1]").value_or(0.0),
                           node.at_path("size[2]").value_or(0.0), node.at_path("foot[0]").value_or(0.0),
                           node.at_path("foot[1]").value_or(0.0), node.at_path("foot[2]").value_or(0.0),
                           node.at_path("foot[3]").value_or(0.0)};
      if (name.empty() || size.width_m <= 0 || size.length_m <= 0 || size.height_m <= 0)
        return Error{catalog.string() + ": model '" + name + "' has no name or size"};
      sizes[name] = size;
    }
  if (auto const* groups = root["group"].as_array())
    for (auto const& node : *groups) {
      ModelSize& largest = sizes[node.at_path("name").value_or(std::string())];
      if (auto const* variants = node.at_path("variants").as_array())
        for (auto const& variant : *variants) {
          auto const it = sizes.find(variant.value_or(std::string()));
          if (it == sizes.end()) return Error{catalog.string() + ": a group names an unknown model"};
          largest = {std::max(largest.width_m, it->second.width_m), std::max(largest.length_m, it->second.length_m),
                     std::max(largest.height_m, it->second.height_m)};
        }
    }
  if (sizes.empty()) return Error{catalog.string() + ": no model"};
  return sizes;
}

} // namespace dalian::bake
