#include "renderer/passes/terrain_data.hpp"

#include "renderer/gpu/check.hpp"

#include <algorithm>
#include <cassert>

namespace dalian::passes {
namespace {

gpu::Image texture(gpu::Device& device, VkFormat format, VkExtent2D extent, std::size_t layers) {
  gpu::ImageDesc desc;
  desc.format = format;
  desc.extent = extent;
  desc.layers = static_cast<std::uint32_t>(layers);
  desc.array_view = true;
  desc.what = "the terrain";
  desc.usage = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT;
  return {device, desc};
}

} // namespace

TerrainData::TerrainData(gpu::Device& device, std::shared_ptr<view::Terrain const> terrain)
    : device_(&device), terrain_(std::move(terrain)) {
  assert(terrain_->window.columns >= 2 && terrain_->window.rows >= 2);
  std::vector<view::TerrainGrid const*> details;
  for (auto const& grid : terrain_->details)
    details.push_back(&grid);
  std::stable_sort(details.begin(), details.end(), [](auto* a, auto* b) { return a->spacing_m < b->spacing_m; });
  std::erase_if(details, [](auto* grid) { return grid->columns > kLayerSide || grid->rows > kLayerSide; });
  details.resize(std::min<std::size_t>(details.size(), MAX_DETAILS));
  cut(terrain_->window);
  first_detail_ = static_cast<std::uint32_t>(pieces_.size());
  std::for_each(details.rbegin(), details.rend(), [this](auto* grid) { cut(*grid); });
  VkExtent2D extent{1, 1};
  for (auto const& piece : pieces_)
    extent = {std::max(extent.width, piece.columns), std::max(extent.height, piece.rows)};
  height_ = texture(device, VK_FORMAT_R32_SFLOAT, extent, pieces_.size());
  surface_ = texture(device, VK_FORMAT_R16G16B16A16_SFLOAT, extent, pieces_.size());
  cover_ = texture(device, VK_FORMAT_R8_UINT, extent, pieces_.size());
  upload_heights_and_covers();
}

/// Neighbouring pieces share a row or column of samples, so that filtering meets no seam.
void TerrainData::cut(view::TerrainGrid const& grid) {
  auto parts = [](std::uint32_t samples) { return (samples - 2) / (kLayerSide - 1) + 1; };
  std::uint32_t const across = parts(grid.columns), up = parts(grid.rows);
  std::uint32_t const width = (grid.columns - 2) / across + 1, height = (grid.rows - 2) / up + 1;
  if (pieces_.empty()) window_ = {across, up, width, height};
  for (std::uint32_t y = 0; y < up; ++y)
    for (std::uint32_t x = 0; x < across; ++x) {
      std::uint32_t const column = x * width, row = y * height;
      pieces_.push_back({&grid, column, row, std::min(width, grid.columns - 1 - column) + 1,
                         std::min(height, grid.rows - 1 - row) + 1});
    }
}

namespace {

/// The piece's values in the corner of a layer of `extent`, the rest the nearest value of the piece.
template <class T, class Piece>
std::vector<T> layer_of(Piece const& piece, std::vector<T> const& values, VkExtent2D extent) {
  std::vector<T> out(std::size_t{extent.width} * extent.height);
  for (std::uint32_t y = 0; y < extent.height; ++y) {
    T const* row = values.data() + std::size_t{piece.first_row + std::min(y, piece.rows - 1)} * piece.grid->columns +
                   piece.first_column;
    T* to = out.data() + std::size_t{y} * extent.width;
    std::copy(row, row + piece.columns, to);
    std::fill(to + piece.columns, to + extent.width, row[piece.columns - 1]);
  }
  return out;
}

template <class T>
std::span<std::byte const> bytes(std::vector<T> const& v) {
  return std::as_bytes(std::span(v));
}

} // namespace

void TerrainData::upload_heights_and_covers() {
  gpu::Uploader uploader(*device_);
  for (std::uint32_t i = 0; i < pieces_.size(); ++i) {
    uploader.to_image(height_, i, bytes(layer_of(pieces_[i], pieces_[i].grid->height_m, height_.extent())));
    uploader.to_image(cover_, i, bytes(layer_of(pieces_[i], pieces_[i].grid->cover, cover_.extent())));
  }
  uploader.flush();
}

void TerrainData::set_sun(glm::vec3 to_sun, float cloud_cover) {
  constexpr float kHalfDegree = 0.0087f;
  if (glm::length(to_sun - sun_) < kHalfDegree && cloud_cover == cloud_cover_) return;
  try {
    set_light(light_ground(*terrain_, to_sun, cloud_cover));
  } catch (gpu::OutOfMemory const&) {
    if (sun_.z > 1) throw; // there is no older light to go on with
  }
}

void TerrainData::set_light(GroundLight const& light) {
  device_->wait_idle();
  gpu::Uploader uploader(*device_);
  for (std::uint32_t i = 0; i < pieces_.size(); ++i) {
    auto const* grid = pieces_[i].grid;
    auto const& surface = grid == &terrain_->window
                              ? light.window
                              : light.details[static_cast<std::size_t>(grid - terrain_->details.data())];
    uploader.to_image(surface_, i, bytes(layer_of(pieces_[i], surface, surface_.extent())));
  }
  uploader.flush();
  sun_ = light.to_sun;
  cloud_cover_ = light.cloud_cover;
}

void TerrainData::bind(gpu::ImageSet& set) const {
  VkSampler const linear = device_->linear_clamp(), nearest = device_->nearest_clamp();
  set.sampled(4, height_.view(), linear).sampled(5, surface_.view(), linear).sampled(6, cover_.view(), nearest);
}

void TerrainData::describe(FrameConstants& c, glm::dvec3 eye) const {
  auto corner = [&](view::TerrainGrid const& g, std::uint32_t column, std::uint32_t row) {
    return vec2(g.origin.east_m + column * g.spacing_m - eye.x, g.origin.north_m + row * g.spacing_m - eye.y);
  };
  auto const& w = terrain_->window;
  c.terrain_low_m = corner(w, 0, 0);
  c.terrain_high_m = corner(w, w.columns - 1, w.rows - 1);
  c.texel_to_uv = vec2(1.0 / height_.extent().width, 1.0 / height_.extent().height);
  auto const whole = [&](view::TerrainGrid const& g) {
    return HeightGrid{corner(g, 0, 0), corner(g, g.columns - 1, g.rows - 1), static_cast<float>(g.spacing_m)};
  };
  c.window = whole(w);
  c.window_piece_quads = vec2(window_.width, window_.height);
  c.window_last_piece = vec2(window_.across - 1, window_.up - 1);
  c.detail_layer = static_cast<float>(first_detail_);
  for (std::size_t i = 0; i < MAX_DETAILS; ++i)
    c.details[i] = first_detail_ + i < pieces_.size() ? whole(*pieces_[first_detail_ + i].grid)
                                                      : HeightGrid{vec2(1e30f), vec2(-1e30f), 1};
}

} // namespace dalian::passes
