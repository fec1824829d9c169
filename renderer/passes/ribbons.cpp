#include "renderer/passes/ribbons.hpp"

#include "renderer/passes/sight.hpp"

#include <glm/common.hpp>
#include <glm/geometric.hpp>

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
  constexpr float kKerbsShow_m = 320; // from here a kerb of 0.15 m is below a pixel
  auto const view = sight_of(context, false).front();
  glm::dvec3 const camera =
      glm::dvec3(context.constants.camera_mm) * 1e-3 + glm::dvec3(context.constants.camera_rest_m);
  visible_.clear();
  for (scene::RibbonChunk const& chunk : chunks_) {
    if (!scene::visible(view, {chunk.min_m, chunk.max_m, 0, 0}, camera)) continue;
    add({chunk.first_index, chunk.index_count});
    glm::vec3 const eye(camera);
    if (glm::length(eye - glm::clamp(eye, chunk.min_m, chunk.max_m)) < kKerbsShow_m)
      near_.push_back({chunk.first_near, chunk.near_count});
  }
  for (Range const& range : near_)
    add(range);
  near_.clear();
}

/// Ranges that follow one another are drawn as one.
void RibbonPass::add(Range range) {
  if (range.count == 0) return;
  if (!visible_.empty() && visible_.back().first + visible_.back().count == range.first)
    visible_.back().count += range.count;
  else
    visible_.push_back(range);
}

void RibbonPass::draw(VkCommandBuffer cmd, FrameContext const& context) {
  if (visible_.empty()) return;
  vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, (context.constants.night > 0 ? lit_ : pipeline_).get());
  gpu::push(cmd, *device_, vertices_.address());
  vkCmdBindIndexBuffer(cmd, indices_.handle(), 0, VK_INDEX_TYPE_UINT32);
  for (Range const& range : visible_)
    vkCmdDrawIndexed(cmd, range.count, 1, range.first, 0, 0);
}

} // namespace dalian::passes
