#pragma once
// Draws the panels (ImDrawData of Dear ImGui) over the picture by dynamic rendering. Knows nothing of what they show.
#include "renderer/frame/frame_graph.hpp"
#include "renderer/gpu/frame_ring.hpp"
#include "renderer/gpu/image_set.hpp"
#include "renderer/gpu/pipeline.hpp"

struct ImDrawData;

namespace dalian::passes {

class Panels {
 public:
  /// Needs a current ImGui context; tells it that vertex offsets work. `target_format`: of an sRGB-encoded picture.
  Panels(gpu::ShaderFolder const& shaders, VkFormat target_format);
  Panels(Panels const&) = delete; // ImGui keeps the address of the font's images
  Panels& operator=(Panels const&) = delete;

  /// Takes the font picture of the current context again, after its fonts changed. Waits for the GPU.
  void load_fonts();

  /// Adds the pass "panels"; the data is copied. Items whose texture is not the fonts' must name a gpu::ImageSet.
  void add(frame::FrameGraph& graph, frame::Resource picture, gpu::Image const& target, gpu::FrameArena& arena,
           ImDrawData const& data);

 private:
  gpu::Device& device_;
  gpu::Pipeline pipeline_;
  gpu::Image fonts_;
  gpu::ImageSet images_;
};

} // namespace dalian::passes
