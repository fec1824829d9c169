#pragma once
// What a texel of the entity image is called and what is known of it, for the tooltip and the inspector: movers from
// the twin, roads and buildings from the city.
#include "renderer/scene/picking.hpp"
#include "renderer/ui/lang.hpp"
#include "twin/view/city_view.hpp"

#include <string>

namespace dalian::viewer {

struct Hover {
  std::string title, detail; // empty title: nothing worth saying
};

Hover hover_of(scene::Entity entity, view::City const& city, view::CityView const& twin, Instant now,
               ui::Lang const& lang, ui::Language language);

/// Nothing for an entity that is not (or no longer) there.
std::optional<view::Inspection> inspection_of(scene::Entity entity, view::City const& city, view::CityView const& twin,
                                              Instant now, ui::Language language);

} // namespace dalian::viewer
