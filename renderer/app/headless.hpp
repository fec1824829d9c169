#pragma once
// One still picture without a window: never touches GLFW. Full quality always.
#include "renderer/gpu/png_file.hpp"
#include "renderer/passes/drawn_meshes.hpp"
#include "renderer/passes/picture_renderer.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace dalian::viewer {

/// What a picture cost; written as JSON by write_stats.
struct PictureStats {
  std::string device, driver;
  std::vector<gpu::Timing> passes;     // mean per sub-frame, milliseconds of the GPU
  double record_ms = 0;                // mean per sub-frame, milliseconds of the CPU
  double cpu_ms = 0;                   // mean per sub-frame, of all threads: holds on a busy machine as well
  double start_ms = 0, picture_ms = 0; // device, assets and pipelines; all sub-frames and read-back
  unsigned sub_frames = 0;
  passes::PictureCounts counts;
  std::size_t movers = 0, instances = 0; // live things; still things in visible cells
  passes::DrawnThings drawn;             // of the last sub-frame
  std::uint64_t gpu_bytes = 0;
  unsigned validation_messages = 0;
  std::vector<std::string> validation_first;
  int live_objects = 0; // left on the GPU when everything was put away: a leak
};

/// Renders kSubFrames sub-frames of `input` and reads the picture back. `stats` gets everything but start_ms.
gpu::Picture take_still(gpu::Device& device, passes::PictureRenderer& renderer, gpu::FrameRing& ring,
                        passes::PictureInput const& input, PictureStats& stats,
                        passes::PictureRenderer::Overlay const& overlay = {});

/// The finished picture of the frame before; waits for the GPU.
gpu::Picture read_picture(gpu::Device& device, passes::PictureRenderer const& renderer);

/// Adds a frame's timings to the running sums, by name.
void add_timings(std::vector<gpu::Timing>& sums, std::vector<gpu::Timing> const& frame);

/// Throws std::runtime_error naming the file.
void write_stats(PictureStats const& stats, std::filesystem::path const& file);

} // namespace dalian::viewer
