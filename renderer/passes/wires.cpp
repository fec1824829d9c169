#include "renderer/passes/wires.hpp"

#include "renderer/passes/sight.hpp"

#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace dalian::passes {
namespace {

constexpr double kFarthest_m = 9000; // a wire covers a fiftieth of a pixel there

gpu::GraphicsDesc desc() {
  gpu::GraphicsDesc d;
  d.vertex = "wire.vert";
  d.fragment = "wire.frag";
  d.colors = {frame::kHdrFormat};
  d.depth = frame::kDepthFormat;
  d.depth_write = false;
  d.blend = gpu::Blend::premultiplied;
  d.cull = VK_CULL_MODE_NONE;
  return d;
}

} // namespace

WirePass::WirePass(gpu::ShaderFolder const& shaders, scene::WireScene scene)
    : device_(&shaders.device()), chunks_(std::move(scene.chunks)), pipeline_(gpu::graphics_pipeline(shaders, desc())) {
  if (scene.points.empty()) return;
  gpu::Uploader uploader(*device_);
  points_ = gpu::device_buffer<scene::WirePoint>(*device_, uploader, scene.points);
  uploader.flush();
}

void WirePass::prepare(FrameContext& context) {
  auto const view = sight_of(context, false).front();
  glm::dvec3 const camera =
      glm::dvec3(context.constants.camera_mm) * 1e-3 + glm::dvec3(context.constants.camera_rest_m);
  visible_.clear();
  for (std::uint32_t i = 0; i < chunks_.size(); ++i) {
    glm::dvec3 const nearest = glm::clamp(camera, glm::dvec3(chunks_[i].min_m), glm::dvec3(chunks_[i].max_m));
    if (glm::distance(nearest, camera) < kFarthest_m &&
        scene::visible(view, {chunks_[i].min_m, chunks_[i].max_m, 0, 0}, camera))
      visible_.push_back(i);
  }
}

void WirePass::draw_lines(VkCommandBuffer cmd, FrameContext const&) {
  if (visible_.empty()) return;
  vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline_.get());
  gpu::push(cmd, *device_, points_.address());
  for (std::uint32_t i : visible_)
    vkCmdDraw(cmd, 6, chunks_[i].count - 1, 0, chunks_[i].first);
}

} // namespace dalian::passes
