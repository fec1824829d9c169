#include "renderer/passes/shade_pass.hpp"

#include <array>

namespace dalian::passes {
namespace {

struct ListPush {
  std::uint64_t bins, pixels;
};

gpu::ImageDesc kinds_desc(VkExtent2D extent) {
  gpu::ImageDesc desc;
  desc.format = VK_FORMAT_R32_UINT;
  desc.extent = extent;
  desc.usage = VK_IMAGE_USAGE_STORAGE_BIT | VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT;
  return desc;
}

} // namespace

std::uint32_t look_of(FrameConstants const& c) {
  return (c.night > 0 ? LOOK_NIGHT : 0u) | (c.wet > 0 ? LOOK_WET : 0u) | (c.snow > 0 ? LOOK_SNOW : 0u) |
         (c.cloud_cover > 0 ? LOOK_CLOUDS : 0u);
}

ShadePass::ShadePass(gpu::ShaderFolder const& shaders)
    : device_(&shaders.device()), shaders_(shaders), classify_(shaders, "classify.comp"),
      list_(shaders, "list_pixels.comp"), images_(shaders.device()),
      bins_(shaders.device(), sizeof(PixelBins), gpu::MemoryUse::device) {
  kernels(0);
  cloudy_sky(LOOK_CLOUDS);
}

std::vector<gpu::Pipeline> const& ShadePass::kernels(std::uint32_t look) {
  auto& made = kernels_[look];
  for (auto kind = static_cast<std::uint32_t>(made.size()); kind < KIND_COUNT; ++kind)
    made.push_back(gpu::compute_pipeline(shaders_, "shade.comp", std::array{kind, look}));
  return made;
}

gpu::Pipeline const& ShadePass::cloudy_sky(std::uint32_t look) {
  auto& made = cloudy_skies_[look];
  if (!made) made = gpu::compute_pipeline(shaders_, "shade.comp", std::array{KIND_SKY, look});
  return made;
}

void ShadePass::bind_targets(frame::RenderTargets const& t, Inputs const& inputs) {
  VkSampler const nearest = device_->nearest_clamp(), linear = device_->linear_clamp();
  kinds_ = gpu::Image(*device_, kinds_desc(t.extent));
  pixels_ = gpu::Buffer(*device_, VkDeviceSize{t.extent.width} * t.extent.height * 4, gpu::MemoryUse::device,
                        "the list of pixels");
  auto& classify = classify_.images();
  classify.sampled(0, t.albedo.view(), nearest).sampled(3, t.depth.view(), nearest).storage(0, kinds_.view());
  inputs.ground->bind(classify);
  list_.images().sampled(0, kinds_.view(), nearest);
  images_.sampled(0, t.albedo.view(), nearest).sampled(1, t.normal.view(), nearest);
  images_.sampled(2, kinds_.view(), nearest).sampled(3, t.depth.view(), nearest);
  inputs.ground->bind(images_);
  images_.sampled(10, inputs.sky, linear).sampled(11, inputs.shadow, device_->shadow_compare());
  images_.storage(0, t.hdr.view());
}

void ShadePass::add_passes(FrameContext& context) {
  using frame::Use;
  auto const& r = context.resources;
  auto const extent = context.targets.extent;
  auto const kinds = context.graph.resource("kinds"), bins = context.graph.resource("pixel bins"),
             pixels = context.graph.resource("pixel list");
  context.graph.add({"clear bins", {{bins, Use::copy_to}}, [this](VkCommandBuffer cmd) {
                       vkCmdFillBuffer(cmd, bins_.handle(), 0, VK_WHOLE_SIZE, 0);
                     }});
  context.graph.add(
      {"classify",
       {{r.gbuffer, Use::sampled}, {r.depth, Use::sampled}, {kinds, Use::storage_write}, {bins, Use::storage_write}},
       [this, extent](VkCommandBuffer cmd) { classify_.run(cmd, extent, bins_.address()); }});
  context.graph.add({"list pixels",
                     {{kinds, Use::sampled}, {bins, Use::storage_write}, {pixels, Use::storage_write}},
                     [this, extent](VkCommandBuffer cmd) {
                       list_.run(cmd, extent, ListPush{bins_.address(), pixels_.address()});
                     }});
  context.graph.add({"shade",
                     {{r.gbuffer, Use::sampled},
                      {r.depth, Use::sampled},
                      {r.shadow, Use::sampled},
                      {kinds, Use::sampled},
                      {bins, Use::indirect},
                      {bins, Use::storage_read},
                      {pixels, Use::storage_read},
                      {context.graph.resource("sky"), Use::sampled},
                      {context.graph.resource("sky light"), Use::uniform_read},
                      {r.hdr, Use::storage_write}},
                     [this, look = look_of(context.constants)](VkCommandBuffer cmd) { shade(cmd, look); }});
}

void ShadePass::shade(VkCommandBuffer cmd, std::uint32_t look) {
  auto const& made = kernels(look & ~LOOK_CLOUDS);
  auto const& sky = look & LOOK_CLOUDS ? cloudy_sky(look) : made[KIND_SKY];
  images_.bind(cmd, VK_PIPELINE_BIND_POINT_COMPUTE);
  for (std::uint32_t kind = 0; kind < KIND_COUNT; ++kind) {
    vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, (kind == KIND_SKY ? sky : made[kind]).get());
    gpu::push(cmd, *device_, ListPush{bins_.address(), pixels_.address()});
    vkCmdDispatchIndirect(cmd, bins_.handle(), kind * 12);
  }
}

} // namespace dalian::passes
