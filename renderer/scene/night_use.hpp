#pragma once
// Who is behind a building's windows, and how many of them are lit at an hour. Modelled, no source measures it here.
#include "renderer/scene/scene_types.hpp"

#include <array>
#include <string_view>

namespace dalian::scene {

/// USE_… of a model by its name in assets/models/catalog.toml; what is not known is USE_SHOP.
std::uint32_t use_of(std::string_view model);

/// Share of windows that are lit, by USE_…, at a local hour 0…24. Homes are brightest from seven to nine in the
/// evening, offices are out by ten, plants work through the night.
std::array<float, 4> lit_shares(float hour);

} // namespace dalian::scene
