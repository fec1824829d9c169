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
      : Fullscreen(shaders, shader, std::span(&constant, 1)) {}
  /// `constants` are those of specialization constants 0, 1, …
  Fullscreen(gpu::ShaderFolder const& shaders, std::string_view shader, std::span<std::uint32_t const> constants)
      : device_(&shaders.device()), pipeline_(gpu::compute_pipeline(shaders, shader, constants)),
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

/// Begins rendering to all of `target`, cleared to zero or over what it holds; viewport and scissor are set.
void begin_color(VkCommandBuffer cmd, gpu::Image const& target, bool clear);

} // namespace dalian::passes
