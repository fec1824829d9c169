#pragma once
// A field as colour over the finished picture: see field.comp. Its values go to the GPU when they change; a frame sends
// none. Nothing shown: no pass, and not a bit of the picture differs.
#include "renderer/passes/frame_context.hpp"
#include "renderer/passes/fullscreen.hpp"
#include "renderer/scene/field_paint.hpp"

#include <optional>

namespace dalian::passes {

class FieldPass {
 public:
  FieldPass(gpu::ShaderFolder const& shaders, glm::dvec2 origin);

  /// Waits for the GPU. `parcels` is read where the field has values of parcels or placements.
  void show(scene::FieldPaint const& paint, scene::Atlas<std::uint32_t> const& parcels);
  void hide();
  bool shown() const { return kernel_.has_value(); }

  void bind_targets(frame::RenderTargets const& targets);
  /// Where the grids lie: part of the frame's constants.
  void describe(FrameConstants& constants) const; // its side planes are set
  /// After the tone map.
  void add_pass(FrameContext& context);

 private:
  void bind();

  gpu::Device* device_;
  gpu::ShaderFolder shaders_;
  glm::dvec2 origin_;
  gpu::Image parcels_, shares_, ramp_, colors_;
  std::vector<FieldTile> tiles_;
  struct Push {
    std::uint32_t color_columns = 1, first_placement = 0;
    float floor_share = 0;
  } push_;
  std::optional<Fullscreen> kernel_;
  frame::RenderTargets const* targets_ = nullptr;
};

} // namespace dalian::passes
