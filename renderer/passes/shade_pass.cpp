#include "renderer/passes/shade_pass.hpp"

#include <array>

namespace dalian::passes {
namespace {

struct Push { // classify.comp, shade.comp
  std::uint64_t bins, pixels, groups;
  std::uint32_t groups_per_kind;
  float tiles_across;
};

VkExtent2D tiles_of(VkExtent2D extent) {
  return {(extent.width + TILE_SIDE - 1) / TILE_SIDE, (extent.height + TILE_SIDE - 1) / TILE_SIDE};
}

/// No group of any kind yet.
PixelBins empty_bins() {
  PixelBins bins{};
  for (std::uint32_t kind = 0; kind < KIND_COUNT; ++kind) {
    bins.size[kind * 3] = SHADE_GROUPS_ACROSS;
    bins.size[kind * 3 + 2] = 1;
  }
  return bins;
}

} // namespace

std::uint32_t look_of(FrameConstants const& c) {
  return (c.night > 0 ? LOOK_NIGHT : 0u) | (c.wet > 0 ? LOOK_WET : 0u) | (c.snow > 0 ? LOOK_SNOW : 0u) |
         (c.cloud_cover > 0 ? LOOK_CLOUDS : 0u);
}

ShadePass::ShadePass(gpu::ShaderFolder const& shaders)
    : device_(&shaders.device()), classify_(shaders, "classify.comp", QUALITY_FULL),
      classify_plainly_(shaders, "classify.comp", QUALITY_PLAIN), kernels_(shaders), images_(shaders.device()),
      bins_(shaders.device(), sizeof(PixelBins), gpu::MemoryUse::device) {}

void ShadePass::bind_targets(frame::RenderTargets const& t, Inputs const& inputs) {
  VkSampler const nearest = device_->nearest_clamp(), linear = device_->linear_clamp();
  VkExtent2D const tiles = tiles_of(t.extent);
  VkDeviceSize const count = VkDeviceSize{tiles.width} * tiles.height;
  tiles_across_ = static_cast<float>(tiles.width);
  groups_per_kind_ = static_cast<std::uint32_t>(count * TILE_PIXELS / SHADE_GROUP);
  pixels_ = gpu::Buffer(*device_, count * TILE_PIXELS * 4, gpu::MemoryUse::device, "the list of pixels");
  groups_ = gpu::Buffer(*device_, VkDeviceSize{groups_per_kind_} * KIND_COUNT * 4, gpu::MemoryUse::device,
                        "the list of pixels");
  for (Fullscreen* classify : {&classify_, &classify_plainly_}) {
    classify->images().sampled(0, t.albedo.view(), nearest).sampled(3, t.depth.view(), nearest);
    inputs.ground->bind(classify->images());
  }
  images_.sampled(0, t.albedo.view(), nearest).sampled(1, t.normal.view(), nearest);
  images_.sampled(3, t.depth.view(), nearest);
  inputs.ground->bind(images_);
  images_.sampled(10, inputs.sky, linear).sampled(11, inputs.shadow, device_->shadow_compare());
  images_.storage(0, t.hdr.view());
}

void ShadePass::push(VkCommandBuffer cmd) const {
  gpu::push(cmd, *device_,
            Push{bins_.address(), pixels_.address(), groups_.address(), groups_per_kind_, tiles_across_});
}

void ShadePass::add_passes(FrameContext& context, KernelChoice choice) {
  using frame::Use;
  auto const& r = context.resources;
  auto const bins = context.graph.resource("pixel bins"), pixels = context.graph.resource("pixel list");
  KernelKey const wanted{look_of(context.constants), context.input.quality};
  ShadeKernels::Set& set = choice == KernelChoice::exact ? kernels_.exactly(wanted) : kernels_.nearest(wanted);
  Fullscreen const& classify = set.key.quality == Quality::plain ? classify_plainly_ : classify_;
  context.graph.add({"clear bins", {{bins, Use::copy_to}}, [this](VkCommandBuffer cmd) {
                       PixelBins const none = empty_bins();
                       vkCmdUpdateBuffer(cmd, bins_.handle(), 0, sizeof(none), &none);
                     }});
  context.graph.add(
      {"classify",
       {{r.gbuffer, Use::sampled}, {r.depth, Use::sampled}, {pixels, Use::storage_write}, {bins, Use::storage_write}},
       [this, &classify, tiles = tiles_of(context.targets.extent)](VkCommandBuffer cmd) {
         push(cmd);
         classify.dispatch(cmd, tiles.width, tiles.height);
       }});
  context.graph.add({"shade",
                     {{r.gbuffer, Use::sampled},
                      {r.depth, Use::sampled},
                      {r.shadow, Use::sampled},
                      {bins, Use::indirect},
                      {bins, Use::storage_read},
                      {pixels, Use::storage_read},
                      {context.graph.resource("sky"), Use::sampled},
                      {context.graph.resource("sky light"), Use::uniform_read},
                      {r.hdr, Use::storage_write}},
                     [this, &set, choice](VkCommandBuffer cmd) {
                       shade(cmd, set);
                       if (choice == KernelChoice::nearest) run_new_kernel(cmd);
                     }});
}

void ShadePass::shade(VkCommandBuffer cmd, ShadeKernels::Set& set) {
  images_.bind(cmd, VK_PIPELINE_BIND_POINT_COMPUTE);
  push(cmd);
  for (auto& kernel : set.kernels) {
    vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, kernel.pipeline.get());
    vkCmdDispatchIndirect(cmd, bins_.handle(), kernel.kind * 12);
    kernel.has_run = true;
  }
}

/// Over nothing: a software driver translates a kernel when it first runs. One a frame, so that no frame waits long.
void ShadePass::run_new_kernel(VkCommandBuffer cmd) {
  ShadeKernels::Kernel* const kernel = kernels_.next_new();
  if (kernel == nullptr) return;
  vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, kernel->pipeline.get());
  vkCmdDispatch(cmd, 0, 1, 1);
  kernel->has_run = true;
}

} // namespace dalian::passes
