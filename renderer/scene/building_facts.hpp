#pragma once
// What the placements are as buildings: size from their models, storeys from the table of uses. Makes no Vulkan call.
#include "renderer/scene/mesh_pack.hpp"
#include "twin/view/city_fields.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace dalian::scene {

/// Storeys of a model at scale 1; one that is absent has no floors.
using Storeys = std::map<std::string, double, std::less<>>;
/// From the table [storeys] of uses.toml; the error names the file.
Result<Storeys> read_storeys(std::filesystem::path const& file);

/// One per placement. Floors as the baker counts them: storeys · vertical scale, rounded, at least one. Things under 4
/// m or narrower than 3 m, vegetation and vehicles are no structure.
std::vector<view::BuildingFacts> building_facts(view::City const& city, MeshPack const& models, Storeys const& storeys);

} // namespace dalian::scene
