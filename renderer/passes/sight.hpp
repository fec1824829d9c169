#pragma once
// What the picture and the cascades of its shadow see, as the culling wants it.
#include "renderer/passes/frame_context.hpp"
#include "renderer/scene/visibility.hpp"

#include <vector>

namespace dalian::passes {

/// What is smaller is not drawn; and how far a level of detail may lie from the finest. The error is a mean distance:
/// details that matter to the eye are larger than it.
inline constexpr float kSmallestThing_px = 1.5F, kLevelError_px = 0.4F;
/// What is at most so large across may be drawn as a box.
inline constexpr float kLargestBox_px = 24;

/// The planes of the picture and, where shadow maps are drawn, of their cascades. `boxes`: the picture may show boxes.
std::vector<scene::CullView> sight_of(FrameContext const& context, bool boxes);

/// Bit v: view v of sight_of is to show what stands.
std::uint32_t still_views(FrameContext const& context);

scene::SightView gpu_view(scene::CullView const& view);

/// Whether anything that turns may cast a shadow into the maps.
bool turns_near(std::span<scene::CullView const> views, std::span<scene::Cell const> cells,
                FrameContext const& context);

/// What any of the views may show as groups of at most CULL_GROUP_SIZE: `movers` movers, then cell by cell, near to
/// far.
std::vector<scene::CullGroup> groups_in_sight(std::span<scene::CullView const> views, scene::CityScene const& city,
                                              FrameContext const& context, std::uint32_t movers);

} // namespace dalian::passes
