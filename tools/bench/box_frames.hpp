#pragma once
// Single frames of a box city as a moving window draws them: culled, shadowed, shaded, smoothed; nothing accumulated.
#include "renderer/app/headless.hpp"
#include "tools/bench/box_city.hpp"

namespace dalian::bench {

struct BoxFrames {
  viewer::PictureStats stats;  // passes: mean per frame, milliseconds
  std::vector<double> wall_ms; // of each frame after the warm-up, begun to finished
  double cpu_ms = 0;           // of all threads of the process, per frame
  std::uint32_t drawn = 0;     // boxes left by the culling
  std::uint64_t triangles = 0; // of those that are drawn by triangles
  gpu::Picture picture;        // the last frame
};

/// Of the baked assets. Throws std::runtime_error when they are not found.
std::filesystem::path shader_folder();

struct BoxView {
  std::size_t boxes = 0, movers = 0; // that stand; that drive between them
  std::string camera;                // see box_camera
  VkExtent2D extent{};
  std::uint32_t flags = 0; // FRAME_…
  passes::Quality quality = passes::Quality::full;
};

/// Three frames to warm up, then `frames`, a sixtieth of a second apart. Throws std::runtime_error (GpuError among
/// them).
BoxFrames draw_boxes(BoxView const& view, int frames);

} // namespace dalian::bench
