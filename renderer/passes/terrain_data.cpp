#include "renderer/passes/terrain_data.hpp"

#include "renderer/passes/terrain_light.hpp"

#include <algorithm>
#include <cassert>
#include <glm/gtc/packing.hpp>

namespace dalian::passes {
namespace {

gpu::Image texture(gpu::Device& device, VkFormat format, VkExtent2D extent, std::uint32_t layers) {
  gpu::ImageDesc desc;
  desc.format = format;
  desc.extent = extent;
  desc.layers = std::max(1u, layers);
  desc.array_view = layers > 0;
  desc.usage = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT;
  return {device, desc};
}

/// The grid's values in the corner of a texture of `extent`, the rest the nearest edge value.
template <class T>
std::vector<T> padded(view::TerrainGrid const& grid, std::vector<T> const& values, VkExtent2D extent) {
  if (extent.width == grid.columns && extent.height == grid.rows) return values;
  std::vector<T> out(std::size_t{extent.width} * extent.height);
  for (std::uint32_t y = 0; y < extent.height; ++y) {
    std::size_t const row = std::size_t{std::min(y, grid.rows - 1)} * grid.columns;
    for (std::uint32_t x = 0; x < extent.width; ++x)
      out[std::size_t{y} * extent.width + x] = values[row + std::min(x, grid.columns - 1)];
  }
  return out;
}

/// Height, slopes and sun as four halves per sample.
std::vector<std::uint64_t> surface_of(view::TerrainGrid const& grid, std::vector<float> const& shade) {
  std::vector<std::uint64_t> out(grid.height_m.size());
  auto const columns = grid.columns;
  auto const scale = static_cast<float>(0.5 / grid.spacing_m);
  for (std::uint32_t y = 0; y < grid.rows; ++y) {
    std::size_t const row = std::size_t{y} * columns;
    std::size_t const south = y > 0 ? row - columns : row, north = y + 1 < grid.rows ? row + columns : row;
    for (std::uint32_t x = 0; x < columns; ++x) {
      std::uint32_t const west = x > 0 ? x - 1 : x, east = x + 1 < columns ? x + 1 : x;
      float const h = grid.height_m[row + x];
      float const dx = (grid.height_m[row + east] - grid.height_m[row + west]) * scale;
      float const dy = (grid.height_m[north + x] - grid.height_m[south + x]) * scale;
      out[row + x] = glm::packHalf4x16({h, dx, dy, sun_share(h, shade[row + x], grid.spacing_m)});
    }
  }
  return out;
}

template <class T>
std::span<std::byte const> bytes(std::vector<T> const& v) {
  return std::as_bytes(std::span(v));
}

} // namespace

TerrainData::TerrainData(gpu::Device& device, std::shared_ptr<view::Terrain const> terrain)
    : device_(&device), terrain_(std::move(terrain)) {
  auto const& window = terrain_->window;
  assert(window.columns >= 2 && window.rows >= 2);
  for (auto const& grid : terrain_->details)
    details_.push_back(&grid);
  std::stable_sort(details_.begin(), details_.end(), [](auto* a, auto* b) { return a->spacing_m < b->spacing_m; });
  if (details_.size() > MAX_DETAIL_GRIDS) details_.resize(MAX_DETAIL_GRIDS);
  VkExtent2D largest{1, 1};
  for (auto const* grid : details_)
    largest = {std::max(largest.width, grid->columns), std::max(largest.height, grid->rows)};
  auto const layers = std::max(1u, detail_count());
  VkExtent2D const whole{window.columns, window.rows};
  window_height_ = texture(device, VK_FORMAT_R32_SFLOAT, whole, 0);
  window_surface_ = texture(device, VK_FORMAT_R16G16B16A16_SFLOAT, whole, 0);
  window_cover_ = texture(device, VK_FORMAT_R8_UINT, whole, 0);
  detail_height_ = texture(device, VK_FORMAT_R32_SFLOAT, largest, layers);
  detail_surface_ = texture(device, VK_FORMAT_R16G16B16A16_SFLOAT, largest, layers);
  detail_cover_ = texture(device, VK_FORMAT_R8_UINT, largest, layers);
  upload_heights_and_covers();
}

void TerrainData::upload_heights_and_covers() {
  gpu::Uploader uploader(*device_);
  uploader.to_image(window_height_, 0, bytes(terrain_->window.height_m));
  uploader.to_image(window_cover_, 0, bytes(terrain_->window.cover));
  for (std::uint32_t i = 0; i < details_.size(); ++i) {
    uploader.to_image(detail_height_, i, bytes(padded(*details_[i], details_[i]->height_m, detail_height_.extent())));
    uploader.to_image(detail_cover_, i, bytes(padded(*details_[i], details_[i]->cover, detail_cover_.extent())));
  }
  uploader.flush();
}

void TerrainData::set_sun(glm::vec3 to_sun) {
  constexpr float kHalfDegree = 0.0087f;
  if (glm::length(to_sun - sun_) < kHalfDegree) return;
  sun_ = to_sun;
  device_->wait_idle();
  upload_surfaces();
}

void TerrainData::upload_surfaces() {
  gpu::Uploader uploader(*device_);
  auto const& window = terrain_->window;
  auto const around = shade_heights(window, sun_);
  uploader.to_image(window_surface_, 0, bytes(surface_of(window, around)));
  for (std::uint32_t i = 0; i < details_.size(); ++i) {
    auto const shade = shade_heights(*details_[i], sun_, &window, &around);
    auto const surface = surface_of(*details_[i], shade);
    uploader.to_image(detail_surface_, i, bytes(padded(*details_[i], surface, detail_surface_.extent())));
  }
  uploader.flush();
}

void TerrainData::bind(gpu::ImageSet& set) const {
  VkSampler const linear = device_->linear_clamp(), nearest = device_->nearest_clamp();
  set.sampled(4, window_height_.view(), linear).sampled(5, detail_height_.view(), linear);
  set.sampled(6, window_surface_.view(), linear).sampled(7, detail_surface_.view(), linear);
  set.sampled(8, window_cover_.view(), nearest).sampled(9, detail_cover_.view(), nearest);
}

std::vector<TerrainGridInfo> TerrainData::grid_infos(glm::dvec3 eye) const {
  std::vector<TerrainGridInfo> infos;
  auto add = [&](view::TerrainGrid const& g, float layer, VkExtent2D extent) {
    TerrainGridInfo info{};
    info.origin_m = vec2(g.origin.east_m - eye.x, g.origin.north_m - eye.y);
    info.last_m = info.origin_m + vec2((g.columns - 1) * g.spacing_m, (g.rows - 1) * g.spacing_m);
    info.spacing_m = static_cast<float>(g.spacing_m);
    info.layer = layer;
    info.texel_to_uv = vec2(1.0 / extent.width, 1.0 / extent.height);
    infos.push_back(info);
  };
  add(terrain_->window, 0, window_height_.extent());
  for (std::size_t i = 0; i < details_.size(); ++i)
    add(*details_[i], static_cast<float>(i), detail_height_.extent());
  return infos;
}

} // namespace dalian::passes
