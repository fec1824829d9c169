#include "renderer/passes/ribbons.hpp"

#include "renderer/passes/sight.hpp"

namespace dalian::passes {
namespace {

gpu::GraphicsDesc desc(std::uint32_t lit) {
  gpu::GraphicsDesc d;
  d.constants = {lit};
  d.vertex = "ribbon.vert";
  d.fragment = "ribbon.frag";
  d.colors = {frame::kAlbedoFormat, frame::kNormalFormat, frame::kEntityFormat};
  d.depth = frame::kDepthFormat;
  return d;
}

} // namespace

RibbonPass::RibbonPass(gpu::ShaderFolder const& shaders, scene::RibbonScene scene)
    : device_(&shaders.device()), chunks_(std::move(scene.chunks)), pipeline_(gpu::graphics_pipeline(shaders, desc(0))),
      lit_(gpu::graphics_pipeline(shaders, desc(1))) {
  gpu::Uploader uploader(*device_);
  vertices_ = gpu::device_buffer<scene::RibbonVertex>(*device_, uploader, scene.vertices);
  indices_ = gpu::device_buffer<std::uint32_t>(*device_, uploader, scene.indices);
  uploader.flush();
}

void RibbonPass::prepare(FrameContext& context) {
  auto const view = sight_of(context, false).front();
  glm::dvec3 const camera =
      glm::dvec3(context.constants.camera_mm) * 1e-3 + glm::dvec3(context.constants.camera_rest_m);
  visible_.clear();
  for (std::uint32_t i = 0; i < chunks_.size(); ++i) {
    if (scene::visible(view, {chunks_[i].min_m, chunks_[i].max_m, 0, 0}, camera)) visible_.push_back(i);
  }
}

void RibbonPass::draw(VkCommandBuffer cmd, FrameContext const& context) {
  if (visible_.empty()) return;
  vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, (context.constants.night > 0 ? lit_ : pipeline_).get());
  gpu::push(cmd, *device_, vertices_.address());
  vkCmdBindIndexBuffer(cmd, indices_.handle(), 0, VK_INDEX_TYPE_UINT32);
  for (std::uint32_t i : visible_)
    vkCmdDrawIndexed(cmd, chunks_[i].index_count, 1, chunks_[i].first_index, 0, 0);
}

} // namespace dalian::passes
