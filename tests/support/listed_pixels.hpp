#pragma once
// The lists of pixels as the kernels of shade.comp read them, by place in the picture.
#include "renderer/gpu/readback.hpp"
#include "renderer/passes/shade_pass.hpp"

#include <gtest/gtest.h>

namespace dalian::test {

/// A pixel of the list, taken apart.
struct Listed {
  std::uint32_t x = 0, y = 0, kind = KIND_COUNT, cover = 0, zone = 0;
  float fill = 0, line = 0;
};

/// Every pixel of a picture of `size`, row by row; kind KIND_COUNT where it is not listed. One that is listed twice or
/// beyond the picture fails the test.
inline std::vector<Listed> listed_pixels(gpu::Device& device, passes::ShadePass const& shading, VkExtent2D size) {
  auto const bins = gpu::read_buffer_as<passes::PixelBins>(device, shading.bins(), 1).front();
  std::uint32_t const across = (size.width + TILE_SIDE - 1) / TILE_SIDE, up = (size.height + TILE_SIDE - 1) / TILE_SIDE;
  auto const list =
      gpu::read_buffer_as<std::uint32_t>(device, shading.pixels(), std::size_t{across} * up * TILE_PIXELS);
  std::uint32_t const per_kind = shading.groups_per_kind();
  auto const groups = gpu::read_buffer_as<std::uint32_t>(device, shading.groups(), std::size_t{per_kind} * KIND_COUNT);
  std::vector<Listed> pixels(std::size_t{size.width} * size.height);
  auto const take = [&](std::uint32_t kind, std::uint32_t place) {
    std::uint32_t const word = list[place], tile = place / TILE_PIXELS;
    std::uint32_t const x = tile % across * TILE_SIDE + (word & 31U), y = tile / across * TILE_SIDE + (word >> 5 & 31U);
    ASSERT_TRUE(x < size.width && y < size.height) << "place " << place << " is beyond the picture";
    Listed& p = pixels[std::size_t{y} * size.width + x];
    EXPECT_EQ(p.kind, KIND_COUNT) << x << ", " << y << " is listed twice";
    p = {x,
         y,
         kind,
         word >> 10 & 31U,
         word >> 15 & 31U,
         0.32F * static_cast<float>(word >> 20 & 63U) / 63.0F,
         static_cast<float>(word >> 26) / 63.0F};
  };
  for (std::uint32_t kind = 0; kind < KIND_COUNT; ++kind) {
    EXPECT_GE(bins.size[kind * 3] * bins.size[kind * 3 + 1] * bins.size[kind * 3 + 2], bins.groups[kind]) << kind;
    for (std::uint32_t g = 0; g < bins.groups[kind]; ++g) {
      std::uint32_t const group = groups[kind * per_kind + g], first = group & 0x3ffffffU;
      for (std::uint32_t place = first; place <= first + (group >> 26); ++place)
        take(kind, place);
    }
  }
  return pixels;
}

} // namespace dalian::test
