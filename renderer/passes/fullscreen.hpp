#pragma once
// A compute pass over every pixel of a target: pipeline and its images.
#include "renderer/gpu/image_set.hpp"
#include "renderer/gpu/pipeline.hpp"

namespace dalian::passes {

class Fullscreen {
 public:
  Fullscreen(gpu::ShaderFolder const& shaders, std::string_view shader)
      : device_(&shaders.device()), pipeline_(gpu::compute_pipeline(shaders, shader)), images_(shaders.device()) {}
  /// `constant` is the value of specialization constant 0.
  Fullscreen(gpu::ShaderFolder const& shaders, std::string_view shader, std::uint32_t constant)
      : device_(&shaders.device()), pipeline_(gpu::compute_pipeline(shaders, shader, std::span(&constant, 1))),
        images_(shaders.device()) {}

  gpu::ImageSet& images() { return images_; }

  /// One 8 × 8 group per tile of `extent`, with `constants` pushed.
  template <class T>
  void run(VkCommandBuffer cmd, VkExtent2D extent, T const& constants) const {
    gpu::push(cmd, *device_, constants);
    dispatch(cmd, (extent.width + 7) / 8, (extent.height + 7) / 8);
  }
  void dispatch(VkCommandBuffer cmd, std::uint32_t groups_x, std::uint32_t groups_y) const;

 private:
  gpu::Device* device_;
  gpu::Pipeline pipeline_;
  gpu::ImageSet images_;
};

} // namespace dalian::passes
