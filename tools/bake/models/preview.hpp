#pragma once
// Small ray-traced pictures of models, to look at what a text source makes: low sun, sky light, baked occlusion.
#include "tools/bake/models/levels.hpp"
#include "tools/bake/models/palette.hpp"

#include <filesystem>

namespace dalian::bake {

struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;
};

/// Seen from ahead on the right and above, fitted to the picture.
Picture draw_preview(Shape const& shape, Palette const& palette, int width, int height, float azimuth_deg = 40);

/// Pictures of equal size side by side. Throws std::runtime_error when the file cannot be written.
void write_sheet(std::filesystem::path const& png, std::vector<Picture> const& pictures, int columns);

} // namespace dalian::bake
