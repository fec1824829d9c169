#pragma once
// Draws a draw list on the CPU, slowly and plainly: the reference for the GPU's pass, and a way to look at labels
// without a GPU. Same formulas as assets/shaders/overlay.frag.
#include "renderer/ui/draw_list.hpp"
#include "renderer/ui/glyph_atlas.hpp"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace dalian::test {

struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba; // sRGB-encoded, 4 bytes per pixel
  std::uint8_t* at(int x, int y) {
    return &rgba[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x))];
  }
};

Picture blank(int width, int height, ui::Rgba colour);
void rasterize(ui::DrawList const& list, ui::GlyphAtlas const& atlas, Picture& picture);
void write_png(Picture const& picture, std::filesystem::path const& file);

} // namespace dalian::test
