#pragma once
// What is under the pointer, what it is called and what is known of it, for the tooltip and the inspector: movers from
// the twin, roads and buildings from the city.
#include "renderer/scene/picking.hpp"
#include "renderer/ui/lang.hpp"
#include "renderer/ui/mover_marks.hpp"
#include "twin/view/city_view.hpp"

#include <string>

namespace dalian::viewer {

/// What is picked at (x, y), pixels of the screen, where the entity image has `seen`: a mover that is seen itself, else
/// the one whose mark is at most 8 px away (at 720 lines: `scale` as of mark_scale), else `seen`.
scene::Entity picked(scene::Entity seen, std::span<ui::Mark const> marks, float x, float y, double scale);

struct Hover {
  std::string title, detail; // empty title: nothing worth saying
};

Hover hover_of(scene::Entity entity, view::City const& city, view::CityView const& twin, Instant now,
               ui::Lang const& lang, ui::Language language);

/// Nothing for an entity that is not (or no longer) there.
std::optional<view::Inspection> inspection_of(scene::Entity entity, view::City const& city, view::CityView const& twin,
                                              Instant now, ui::Language language);

} // namespace dalian::viewer
