#include "renderer/passes/labels.hpp"

namespace dalian::passes {
namespace {

constexpr std::uint32_t kSize = ui::GlyphAtlas::kSize;
constexpr VkDeviceSize kRowBytes = 2 * kSize;
constexpr int kRowsPerFrame = 512; // more at once go up in a submit of their own

VkBufferImageCopy rows_copy(VkDeviceSize offset, ui::GlyphAtlas::Rows rows) {
  VkBufferImageCopy copy{};
  copy.bufferOffset = offset;
  copy.imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1};
  copy.imageOffset = {0, rows.first, 0};
  copy.imageExtent = {kSize, static_cast<std::uint32_t>(rows.count), 1};
  return copy;
}

} // namespace

void begin_over(VkCommandBuffer cmd, gpu::Image const& target) {
  VkRenderingAttachmentInfo color{VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO};
  color.imageView = target.view();
  color.imageLayout = VK_IMAGE_LAYOUT_GENERAL;
  color.loadOp = VK_ATTACHMENT_LOAD_OP_LOAD;
  color.storeOp = VK_ATTACHMENT_STORE_OP_STORE;
  VkRenderingInfo info{VK_STRUCTURE_TYPE_RENDERING_INFO};
  info.renderArea = {{0, 0}, target.extent()};
  info.layerCount = 1;
  info.colorAttachmentCount = 1;
  info.pColorAttachments = &color;
  vkCmdBeginRendering(cmd, &info);
  gpu::draw_area(cmd, target.extent());
}

Labels::Labels(gpu::ShaderFolder const& shaders, ui::GlyphAtlas& atlas, VkFormat target_format)
    : device_(shaders.device()), atlas_(atlas),
      glyphs_(
          device_,
          {VK_FORMAT_R8G8_UNORM, {kSize, kSize}, 1, 1, VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT}),
      images_(device_) {
  gpu::GraphicsDesc desc;
  desc.vertex = "overlay.vert";
  desc.fragment = "overlay.frag";
  desc.colors = {target_format};
  desc.blend = gpu::Blend::alpha;
  desc.cull = VK_CULL_MODE_NONE;
  pipeline_ = gpu::graphics_pipeline(shaders, desc);
  images_.sampled(0, glyphs_.view(), device_.nearest_clamp());
}

void Labels::upload_glyphs(frame::FrameGraph& graph, gpu::FrameArena& arena) {
  auto const rows = atlas_.take_dirty_rows();
  if (rows.count == 0) return;
  auto const bytes =
      std::as_bytes(atlas_.texels())
          .subspan(static_cast<std::size_t>(rows.first) * kRowBytes, static_cast<std::size_t>(rows.count) * kRowBytes);
  if (rows.count > kRowsPerFrame) {
    gpu::Buffer staging(device_, bytes.size(), gpu::MemoryUse::upload);
    std::memcpy(staging.mapped(), bytes.data(), bytes.size());
    auto const copy = rows_copy(0, rows);
    device_.run([&](VkCommandBuffer cmd) {
      vkCmdCopyBufferToImage(cmd, staging.handle(), glyphs_.handle(), VK_IMAGE_LAYOUT_GENERAL, 1, &copy);
    });
    return;
  }
  auto const piece = arena.put(bytes);
  auto const copy = rows_copy(piece.offset, rows);
  graph.add({"glyphs",
             {{graph.resource("glyph atlas"), frame::Use::copy_to}},
             [buffer = arena.handle(), image = glyphs_.handle(), copy](VkCommandBuffer cmd) {
               vkCmdCopyBufferToImage(cmd, buffer, image, VK_IMAGE_LAYOUT_GENERAL, 1, &copy);
             }});
}

void Labels::add(frame::FrameGraph& graph, frame::Resource picture, gpu::Image const& target, gpu::FrameArena& arena,
                 ui::DrawList const& list, glm::ivec2 from) {
  upload_glyphs(graph, arena);
  if (list.items().empty()) return;
  struct Push {
    VkDeviceAddress items;
    float width, height;
    glm::vec2 from;
  } const push{arena.put(std::span(list.items())).address, static_cast<float>(target.extent().width),
               static_cast<float>(target.extent().height), glm::vec2(from)};
  auto const count = static_cast<std::uint32_t>(list.items().size());
  graph.add({"labels",
             {{graph.resource("glyph atlas"), frame::Use::sampled_fragment}, {picture, frame::Use::color_target}},
             [this, &target, push, count](VkCommandBuffer cmd) {
               begin_over(cmd, target);
               vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline_.get());
               images_.bind(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS);
               gpu::push(cmd, device_, push);
               vkCmdDraw(cmd, 6, count, 0, 0);
               vkCmdEndRendering(cmd);
             }});
}

} // namespace dalian::passes
