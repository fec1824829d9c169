#include "renderer/passes/terrain_pass.hpp"

namespace dalian::passes {
namespace {

constexpr std::uint32_t kSide = PATCH_QUADS + 1, kIndices = PATCH_QUADS * PATCH_QUADS * 6;

/// Two triangles per quad; the diagonal alternates so that a morphing grid keeps its symmetry.
std::vector<std::uint32_t> patch_indices() {
  std::vector<std::uint32_t> list;
  list.reserve(kIndices);
  for (std::uint32_t y = 0; y < PATCH_QUADS; ++y)
    for (std::uint32_t x = 0; x < PATCH_QUADS; ++x) {
      std::uint32_t const a = y * kSide + x, b = a + 1, c = a + kSide, d = c + 1;
      if ((x + y) % 2 == 0)
        list.insert(list.end(), {a, b, d, a, d, c});
      else
        list.insert(list.end(), {a, b, c, b, d, c});
    }
  return list;
}

gpu::GraphicsDesc desc() {
  gpu::GraphicsDesc d;
  d.vertex = "terrain.vert";
  d.fragment = "terrain.frag";
  d.colors = {frame::kAlbedoFormat, frame::kNormalFormat, frame::kEntityFormat};
  d.depth = frame::kDepthFormat;
  return d;
}

} // namespace

TerrainPass::TerrainPass(gpu::ShaderFolder const& shaders, TerrainData const& data)
    : device_(&shaders.device()), tree_(data.terrain()), pipeline_(gpu::graphics_pipeline(shaders, desc())),
      images_(shaders.device()) {
  data.bind(images_);
  gpu::Uploader uploader(*device_);
  indices_ = gpu::device_buffer<std::uint32_t>(*device_, uploader, patch_indices());
  uploader.flush();
}

void TerrainPass::prepare(FrameContext& context) {
  auto const extent = context.targets.extent;
  float const detail = context.input.quality == Quality::plain ? 2.0f : 2.5f;
  auto const list = tree_.select(context.input.eye, {extent.width, extent.height}, detail);
  patches_ = static_cast<std::uint32_t>(list.size());
  patch_address_ = context.arena.put<TerrainPatch>(list).address;
}

void TerrainPass::draw(VkCommandBuffer cmd, FrameContext const&) const {
  if (patches_ == 0) return;
  vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline_.get());
  images_.bind(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS);
  gpu::push(cmd, *device_, patch_address_);
  vkCmdBindIndexBuffer(cmd, indices_.handle(), 0, VK_INDEX_TYPE_UINT32);
  vkCmdDrawIndexed(cmd, kIndices, patches_, 0, 0, 0);
}

} // namespace dalian::passes
