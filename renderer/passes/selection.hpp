#pragma once
// A light outline and a soft halo around one entity, from the entity-id image; drawn over the picture.
#include "renderer/frame/frame_graph.hpp"
#include "renderer/gpu/image_set.hpp"
#include "renderer/gpu/pipeline.hpp"
#include "renderer/ui/draw_list.hpp"

namespace dalian::passes {

class Selection {
 public:
  Selection(gpu::ShaderFolder const& shaders, VkFormat target_format);

  /// Tells which entity image to read; again whenever the targets are made anew, with nothing in flight.
  void set_entities(gpu::Image const& entities);

  struct Look {
    std::uint32_t entity = 0; // of the entity image
    ui::Box around;           // pixels of `target` that may hold it; nothing outside is drawn
    ui::Rgba tint = ui::theme::kSelection;
    float outline_px = 2, halo_px = 6;
  };
  void add(frame::FrameGraph& graph, frame::Resource entities, frame::Resource picture, gpu::Image const& target,
           Look const& look);

 private:
  gpu::Device& device_;
  gpu::Pipeline pipeline_;
  gpu::ImageSet images_;
};

} // namespace dalian::passes
