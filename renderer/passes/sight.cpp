#include "renderer/passes/sight.hpp"

#include <algorithm>

#include <glm/geometric.hpp>
#include <glm/gtc/matrix_access.hpp>

namespace dalian::passes {
namespace {

// In a plain picture, which is drawn while the view moves and is short of time: vertices are worked out on one core of
// a software device, whatever the size of the picture.
constexpr float kPlainLevelError_px = 1.0F;

scene::CullView picture_sight(FrameConstants const& c, Quality quality, bool boxes) {
  scene::CullView view;
  std::copy(std::begin(c.frustum), std::end(c.frustum), view.planes.begin());
  view.pixel_angle_rad = c.pixel_angle_rad;
  view.smallest_px = kSmallestThing_px;
  view.level_px = quality == Quality::plain ? kPlainLevelError_px : kLevelError_px;
  view.largest_box_px = boxes ? kLargestBox_px : 0;
  return view;
}

/// What may cast into a map: anything whose shadow falls along the light into the map's square.
scene::CullView cascade_sight(FrameConstants const& c, int cascade) {
  scene::CullView view;
  for (int axis = 0; axis < 2; ++axis) {
    glm::vec4 const row = glm::row(c.shadow_matrix[cascade], axis);
    float const scale = 1 / glm::length(glm::vec3(row));
    view.planes[static_cast<std::size_t>(2 * axis)] = row * scale;
    view.planes[static_cast<std::size_t>(2 * axis + 1)] = glm::vec4(-glm::vec3(row), 1 - row.w) * scale;
  }
  view.pixel_m = c.shadow_texel_m[cascade];
  view.smallest_px = kSmallestThing_px;
  view.level_px = 2 * kLevelError_px;
  return view;
}

} // namespace

scene::SightView gpu_view(scene::CullView const& v) {
  scene::SightView out{};
  std::copy(v.planes.begin(), v.planes.end(), out.planes);
  out.pixel_angle_rad = v.pixel_angle_rad;
  out.pixel_m = v.pixel_m;
  out.smallest_px = v.smallest_px;
  out.level_px = v.level_px;
  out.largest_box_px = v.largest_box_px;
  return out;
}

std::uint32_t still_views(FrameContext const& context) {
  std::uint32_t bits = 1;
  for (std::size_t i = 0; i < SHADOW_CASCADES; ++i)
    bits |= static_cast<std::uint32_t>(context.shadows.still[i]) << (1 + i);
  return bits;
}

std::vector<scene::CullView> sight_of(FrameContext const& context, bool boxes) {
  std::vector<scene::CullView> views{picture_sight(context.constants, context.input.quality, boxes)};
  bool const shadows = context.shadows.moving && !(context.constants.flags & FRAME_NO_SHADOWS);
  for (int i = 0; shadows && i < SHADOW_CASCADES; ++i)
    views.push_back(cascade_sight(context.constants, i));
  if (context.constants.flags & FRAME_DRAW_ALL)
    for (auto& view : views)
      view.planes.fill({0, 0, 0, 1e30F});
  return views;
}

bool turns_near(std::span<scene::CullView const> views, std::span<scene::Cell const> cells,
                FrameContext const& context) {
  glm::dvec3 const camera =
      glm::dvec3(context.constants.camera_mm) * 1e-3 + glm::dvec3(context.constants.camera_rest_m);
  return std::ranges::any_of(cells, [&](scene::Cell const& cell) {
    return cell.turning > 0 &&
           std::ranges::any_of(views.subspan(1), [&](auto const& view) { return scene::visible(view, cell, camera); });
  });
}

std::vector<scene::CullGroup> groups_in_sight(std::span<scene::CullView const> views, scene::CityScene const& city,
                                              FrameContext const& context, std::uint32_t movers) {
  glm::dvec3 const camera =
      glm::dvec3(context.constants.camera_mm) * 1e-3 + glm::dvec3(context.constants.camera_rest_m);
  std::uint32_t const still = still_views(context);
  struct Near {
    float distance;
    std::uint32_t first, count;
  };
  std::vector<Near> seen;
  for (scene::Cell const& cell : city.cells) {
    std::uint32_t count = 0;
    for (std::size_t v = 0; v < views.size(); ++v) {
      if (((still >> v & 1U) != 0 || cell.turning > 0) && scene::visible(views[v], cell, camera))
        count = std::max(count, scene::large_enough(views[v], city, cell, camera));
    }
    if (count == 0) continue;
    seen.push_back({glm::length((cell.min_m + cell.max_m) * 0.5F - glm::vec3(camera)), cell.first, count});
  }
  std::ranges::sort(seen, {}, &Near::distance); // what is near hides what is far
  std::vector<scene::CullGroup> groups;
  auto const add = [&](std::uint32_t first, std::uint32_t count, std::uint32_t flag) {
    for (std::uint32_t i = 0; i < count; i += CULL_GROUP_SIZE) {
      groups.push_back({first + i, std::min(CULL_GROUP_SIZE, count - i) | flag});
    }
  };
  add(0, movers, CULL_MOVERS);
  for (Near const& near : seen)
    add(near.first, near.count, 0);
  return groups;
}

} // namespace dalian::passes
