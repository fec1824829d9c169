#pragma once
// The sky's picture and the light it sends; redrawn only when the sun, the haze or the eye's height changes.
#include "renderer/passes/frame_context.hpp"
#include "renderer/passes/fullscreen.hpp"

namespace dalian::passes {

class SkyPass {
 public:
  explicit SkyPass(gpu::ShaderFolder const& shaders);
  void add_passes(FrameContext& context);
  /// The next frame draws it in any case.
  void forget() { drawn_ = {}; }
  VkImageView picture() const { return picture_.view(); }
  gpu::Image const& image() const { return picture_; }
  /// SkyLight on the GPU.
  gpu::Buffer const& light_buffer() const { return light_; }

 private:
  struct State {
    glm::vec3 to_sun{0};
    float camera_height_m = 0, haze_per_m = 0, haze_height_m = 0;
    float night = 0, moon_light = 0, clouds = 0; // the shaders read these from the frame
  };
  bool still_holds(State const& s) const;

  gpu::Image picture_;
  gpu::Buffer light_;
  Fullscreen draw_, gather_;
  State drawn_;
};

} // namespace dalian::passes
