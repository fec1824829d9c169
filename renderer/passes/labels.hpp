#pragma once
// Draws a ui::DrawList over the finished picture and keeps the glyph atlas on the GPU in step. Knows nothing of what
// the labels mean.
#include "renderer/frame/frame_graph.hpp"
#include "renderer/gpu/frame_ring.hpp"
#include "renderer/gpu/image_set.hpp"
#include "renderer/gpu/pipeline.hpp"
#include "renderer/ui/draw_list.hpp"
#include "renderer/ui/glyph_atlas.hpp"

#include <glm/vec2.hpp>

namespace dalian::passes {

class Labels {
 public:
  /// `target_format`: of an sRGB-encoded UNORM picture. `atlas` must outlive this.
  Labels(gpu::ShaderFolder const& shaders, ui::GlyphAtlas& atlas, VkFormat target_format);

  /// Adds the passes "glyphs" (only when there are new ones) and "labels". `list` is copied; `target` must live until
  /// the frame is done. `from`: which of the list's pixels is the target's first, where that is a part of a larger one.
  void add(frame::FrameGraph& graph, frame::Resource picture, gpu::Image const& target, gpu::FrameArena& arena,
           ui::DrawList const& list, glm::ivec2 from = {});

 private:
  void upload_glyphs(frame::FrameGraph& graph, gpu::FrameArena& arena);

  gpu::Device& device_;
  ui::GlyphAtlas& atlas_;
  gpu::Pipeline pipeline_;
  gpu::Image glyphs_;
  gpu::ImageSet images_;
};

/// Begins dynamic rendering onto the loaded contents of `target`, with viewport and scissor over all of it.
void begin_over(VkCommandBuffer cmd, gpu::Image const& target);

} // namespace dalian::passes
