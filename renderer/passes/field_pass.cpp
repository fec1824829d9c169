#include "renderer/passes/field_pass.hpp"

#include "renderer/gpu/upload.hpp"

#include <algorithm>
#include <array>

#include <glm/geometric.hpp>

namespace dalian::passes {
namespace {

constexpr std::uint32_t kColorColumns = 1024;

/// One texel where there is nothing: every slot of a set must hold an image.
template <class Texel>
gpu::Image image_of(gpu::Device& device, VkFormat format, std::uint32_t columns, std::vector<Texel> const& texels) {
  std::vector<Texel> whole = texels;
  columns = std::max(columns, 1U);
  auto const rows = std::max<std::uint32_t>(1, static_cast<std::uint32_t>((whole.size() + columns - 1) / columns));
  whole.resize(std::size_t{columns} * rows);
  gpu::ImageDesc desc;
  desc.format = format;
  desc.extent = {columns, rows};
  desc.usage = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT;
  gpu::Image image(device, desc);
  gpu::Uploader uploader(device);
  uploader.to_image(image, 0, std::as_bytes(std::span(whole)));
  uploader.flush();
  return image;
}

/// False where the grid's column of air, as high as any hill, lies outside one side of the picture's pyramid.
bool in_sight(FieldTile const& tile, FrameConstants const& c) {
  constexpr float kHighest_m = 1500;
  vec2 const low = tile.origin_m - c.camera_ground_m, high = low + tile.last * tile.spacing_m;
  for (vec4 const& plane : c.frustum) {
    vec3 const farthest{plane.x > 0 ? high.x : low.x, plane.y > 0 ? high.y : low.y,
                        (plane.z > 0 ? kHighest_m : 0.0f) - c.camera_height_m};
    if (glm::dot(vec3(plane), farthest) + plane.w < 0) return false;
  }
  return true;
}

} // namespace

FieldPass::FieldPass(gpu::ShaderFolder const& shaders, glm::dvec2 origin)
    : device_(&shaders.device()), shaders_(shaders), origin_(origin) {}

void FieldPass::show(scene::FieldPaint const& paint, scene::Atlas<std::uint32_t> const& parcels) {
  bool const of_parcels = !paint.colors.empty();
  device_->wait_idle();
  static scene::Atlas<std::uint32_t> const kNone;
  auto const& parcels_used = of_parcels ? parcels : kNone;
  parcels_ = image_of(*device_, VK_FORMAT_R32_UINT, parcels_used.columns, parcels_used.texel);
  shares_ = image_of(*device_, VK_FORMAT_R16G16_SFLOAT, paint.shares.columns, paint.shares.texel);
  ramp_ = image_of(*device_, VK_FORMAT_R8G8B8A8_UNORM, 256,
                   std::vector<std::uint32_t>(paint.ramp.begin(), paint.ramp.end()));
  colors_ = image_of(*device_, VK_FORMAT_R8G8B8A8_UNORM, kColorColumns, paint.colors);
  tiles_.clear();
  for (scene::AtlasGrid const& grid : of_parcels ? parcels_used.grids : paint.shares.grids)
    if (tiles_.size() < MAX_FIELD_GRIDS)
      tiles_.push_back({vec2(grid.origin.east_m - origin_.x, grid.origin.north_m - origin_.y),
                        vec2(static_cast<float>(grid.columns) - 1, static_cast<float>(grid.rows) - 1),
                        static_cast<float>(grid.spacing_m), static_cast<float>(grid.first_row)});
  push_ = {kColorColumns, paint.first_placement, paint.floor_share};
  kernel_.emplace(
      shaders_, "field.comp",
      std::array<std::uint32_t, 2>{of_parcels ? FIELD_OF_PARCELS : FIELD_OF_GRIDS, paint.hatched ? 1U : 0U});
  bind();
}

void FieldPass::hide() {
  if (!kernel_) return;
  device_->wait_idle();
  kernel_.reset();
  tiles_.clear();
  for (gpu::Image* image : {&parcels_, &shares_, &ramp_, &colors_})
    *image = gpu::Image();
}

void FieldPass::bind_targets(frame::RenderTargets const& targets) {
  targets_ = &targets;
  bind();
}

void FieldPass::bind() {
  if (!kernel_ || !targets_) return;
  VkSampler const nearest = device_->nearest_clamp(), linear = device_->linear_clamp();
  kernel_->images()
      .sampled(1, targets_->entity.view(), nearest)
      .sampled(3, targets_->depth.view(), nearest)
      .sampled(4, parcels_.view(), nearest)
      .sampled(5, shares_.view(), linear)
      .sampled(6, ramp_.view(), linear)
      .sampled(7, colors_.view(), nearest)
      .storage(0, targets_->toned.view());
}

void FieldPass::describe(FrameConstants& constants) const {
  constants.field_grid_count = 0;
  for (FieldTile const& tile : tiles_)
    if (in_sight(tile, constants)) constants.field_grids[constants.field_grid_count++] = tile;
}

void FieldPass::add_pass(FrameContext& context) {
  using frame::Use;
  if (!kernel_) return;
  auto const& r = context.resources;
  context.graph.add(
      {"field",
       {{r.gbuffer, Use::sampled}, {r.depth, Use::sampled}, {r.toned, Use::storage_write}},
       [this, extent = context.targets.extent](VkCommandBuffer cmd) { kernel_->run(cmd, extent, push_); }});
}

} // namespace dalian::passes
