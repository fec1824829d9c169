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
  std::vector<Piece> window;
  cut(terrain_->window, window);
  for (auto const* grid : details) {
    std::vector<Piece> pieces;
    cut(*grid, pieces);
    if (pieces_.size() + pieces.size() + window.size() > MAX_GRID_TILES) break;
    pieces_.insert(pieces_.end(), pieces.begin(), pieces.end());
  }
  pieces_.insert(pieces_.end(), window.begin(), window.end());
  VkExtent2D extent{1, 1};
  for (auto const& piece : pieces_)
    extent = {std::max(extent.width, piece.columns), std::max(extent.height, piece.rows)};
  height_ = texture(device, VK_FORMAT_R32_SFLOAT, extent, pieces_.size());
  surface_ = texture(device, VK_FORMAT_R16G16B16A16_SFLOAT, extent, pieces_.size());
  cover_ = texture(device, VK_FORMAT_R8_UINT, extent, pieces_.size());
  upload_heights_and_covers();
}

/// Neighbouring pieces share a row or column of samples, so that filtering meets no seam.
void TerrainData::cut(view::TerrainGrid const& grid, std::vector<Piece>& pieces) const {
  auto parts = [](std::uint32_t samples) { return (samples - 2) / (kLayerSide - 1) + 1; };
  std::uint32_t const across = parts(grid.columns), up = parts(grid.rows);
  std::uint32_t const width = (grid.columns - 2) / across + 1, height = (grid.rows - 2) / up + 1; // quads per piece
  for (std::uint32_t y = 0; y < up; ++y)
    for (std::uint32_t x = 0; x < across; ++x) {
      std::uint32_t const column = x * width, row = y * height;
      pieces.push_back({&grid, column, row, std::min(width, grid.columns - 1 - column) + 1,
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
  c.grid_count = static_cast<uint>(pieces_.size());
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    Piece const& p = pieces_[i];
    c.grids[i] = {corner(*p.grid, p.first_column, p.first_row),
                  corner(*p.grid, p.first_column + p.columns - 1, p.first_row + p.rows - 1),
                  static_cast<float>(p.grid->spacing_m), static_cast<float>(i)};
  }
}

} // namespace dalian::passes
