#include "twin/layout/model_shelf.hpp"

#include "twin/base/text_hash.hpp"

#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <toml++/toml.h>

namespace dalian::layout {

Ring footprint_of(Placement const& p, ModelBox const& box) {
  double const c = std::cos(static_cast<double>(p.heading_rad)), s = std::sin(static_cast<double>(p.heading_rad));
  auto const corner = [&](double right, double ahead) {
    double const x = right * static_cast<double>(p.scale[0]), y = ahead * static_cast<double>(p.scale[1]);
    return MapPoint{p.position.east_m + c * x + s * y, p.position.north_m - s * x + c * y};
  };
  return {corner(box.low[0], box.low[1]), corner(box.high[0], box.low[1]), corner(box.high[0], box.high[1]),
          corner(box.low[0], box.high[1])};
}

Result<ModelShelf> ModelShelf::open(std::filesystem::path const& folder, std::filesystem::path const& uses) {
  ModelShelf shelf;
  shelf.folder_ = folder;
  auto const file = folder / "models.json";
  try {
    std::ifstream in(file);
    auto const index = nlohmann::json::parse(in);
    for (auto const& model : index.at("models"))
      shelf.boxes_[model.at("name")] = {model.at("min_m"), model.at("max_m")};
    for (auto const& group : index.at("groups"))
      shelf.groups_[group.at("name")] = group.at("variants").get<std::vector<std::string>>();
    auto const table = toml::parse_file(uses.string());
    if (auto const* storeys = table["storeys"].as_table())
      for (auto const& [name, node] : *storeys)
        shelf.storeys_[std::string(name.str())] = node.value_or(0.0);
  } catch (nlohmann::json::exception const& error) {
    return Error{fmt::format("{}: {}; build the target 'assets'", file.string(), error.what())};
  } catch (toml::parse_error const& error) {
    return Error{fmt::format("{}: {}; build the target 'assets'", uses.string(), std::string(error.description()))};
  }
  return shelf;
}

std::string ModelShelf::name_of(Placement const& placement) const {
  auto const group = groups_.find(placement.model);
  if (group != groups_.end() && !group->second.empty())
    return group->second[fnv1a(placement.id) % group->second.size()];
  return boxes_.contains(placement.model) ? placement.model : std::string();
}

ModelBox const* ModelShelf::box_of(std::string const& model) const {
  auto const it = boxes_.find(model);
  return it == boxes_.end() ? nullptr : &it->second;
}

std::optional<double> ModelShelf::storeys_of(std::string const& model) const {
  auto const it = storeys_.find(model);
  return it == storeys_.end() ? std::nullopt : std::optional(it->second);
}

} // namespace dalian::layout
