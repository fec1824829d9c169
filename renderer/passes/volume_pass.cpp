#include "renderer/passes/volume_pass.hpp"

#include "renderer/gpu/upload.hpp"

namespace dalian::passes {
namespace {

constexpr VkFormat kSumFormat = VK_FORMAT_R32G32B32A32_SFLOAT; // distances of tens of kilometres cancel to metres
constexpr float kMost = 0.62F;                                 // of the picture that bodies may cover

gpu::GraphicsDesc desc() {
  gpu::GraphicsDesc d;
  d.vertex = "volume.vert";
  d.fragment = "volume.frag";
  d.colors = {kSumFormat};
  d.blend = gpu::Blend::add;
  d.cull = VK_CULL_MODE_NONE;
  return d;
}

} // namespace

VolumePass::VolumePass(gpu::ShaderFolder const& shaders)
    : device_(&shaders.device()), shaders_(shaders), images_(shaders.device()) {}

void VolumePass::show(scene::VolumeMesh const& mesh) {
  device_->wait_idle();
  vertex_count_ = static_cast<std::uint32_t>(mesh.vertices.size());
  if (vertex_count_ == 0) {
    sum_ = {};
    return;
  }
  gpu::Uploader uploader(*device_);
  vertices_ = gpu::device_buffer<scene::VolumeVertex>(*device_, uploader, mesh.vertices);
  styles_ = gpu::device_buffer<scene::VolumeStyle>(*device_, uploader, mesh.styles);
  uploader.flush();
  if (!over_) {
    surfaces_ = gpu::graphics_pipeline(shaders_, desc());
    over_.emplace(shaders_, "volume_over.comp");
  }
  bind();
}

void VolumePass::bind_targets(frame::RenderTargets const& targets) {
  targets_ = &targets;
  sum_ = {};
  bind();
}

void VolumePass::bind() {
  if (vertex_count_ == 0 || !targets_) return;
  if (!sum_) {
    gpu::ImageDesc d;
    d.format = kSumFormat;
    d.extent = targets_->extent;
    d.usage = VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | VK_IMAGE_USAGE_SAMPLED_BIT;
    sum_ = gpu::Image(*device_, d);
  }
  images_.sampled(3, targets_->depth.view(), device_->nearest_clamp());
  over_->images().sampled(0, sum_.view(), device_->nearest_clamp()).storage(0, targets_->toned.view());
}

void VolumePass::add_passes(FrameContext& context) {
  using frame::Use;
  if (vertex_count_ == 0) return;
  auto const& r = context.resources;
  auto const sum = context.graph.resource("optical depth");
  context.graph.add(
      {"volumes", {{r.depth, Use::sampled_fragment}, {sum, Use::color_target}}, [this](VkCommandBuffer cmd) {
         begin_color(cmd, sum_, true);
         vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, surfaces_.get());
         images_.bind(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS);
         struct {
           VkDeviceAddress vertices, styles;
         } const push{vertices_.address(), styles_.address()};
         gpu::push(cmd, *device_, push);
         vkCmdDraw(cmd, vertex_count_, 1, 0, 0);
         vkCmdEndRendering(cmd);
       }});
  context.graph.add({"volumes over",
                     {{sum, Use::sampled}, {r.toned, Use::storage_write}},
                     [this, extent = context.targets.extent](VkCommandBuffer cmd) { over_->run(cmd, extent, kMost); }});
}

} // namespace dalian::passes
