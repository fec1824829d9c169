#include "renderer/app/screen.hpp"

#include "renderer/gpu/readback.hpp"
#include "renderer/scene/picking.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::viewer {
namespace {

constexpr VkFormat kFormat = frame::kPictureFormat;
constexpr std::int32_t kReach = 6; // texels around the pointer in which a mover is found
constexpr VkDeviceSize kPickBytes = sizeof(std::uint32_t) * (2 * kReach + 1) * (2 * kReach + 1);

VkImageSubresourceLayers color_layer() {
  return {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1};
}

} // namespace

Screen::Screen(gpu::ShaderFolder const& shaders, ui::GlyphAtlas& atlas)
    : device_(shaders.device()), labels_(shaders, atlas, kFormat), panels_(shaders, kFormat),
      selection_(shaders, kFormat) {
  for (Slot& slot : slots_)
    slot.texels = gpu::Buffer(device_, kPickBytes, gpu::MemoryUse::readback);
}

void Screen::resize(VkExtent2D extent) {
  if (image_ && image_.extent().width == extent.width && image_.extent().height == extent.height) return;
  device_.wait_idle();
  image_ = gpu::Image(device_, {kFormat, extent, 1, 1,
                                VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT |
                                    VK_IMAGE_USAGE_TRANSFER_SRC_BIT});
}

void Screen::set_targets(frame::RenderTargets const& targets) {
  selection_.set_entities(targets.entity);
  for (Slot& slot : slots_)
    slot.request.reset();
}

gpu::Picture Screen::picture() {
  device_.wait_idle();
  auto const bytes = gpu::read_image(device_, image_);
  gpu::Picture picture{image_.extent().width, image_.extent().height, std::vector<std::uint8_t>(bytes.size())};
  std::memcpy(picture.rgba.data(), bytes.data(), bytes.size());
  return picture;
}

std::optional<PickAnswer> Screen::answer(std::uint64_t frame_number) {
  Slot& slot = slots_[frame_number % slots_.size()];
  if (!slot.request) return std::nullopt;
  PickAnswer answer{*slot.request, 0};
  slot.request.reset();
  auto const* texels = reinterpret_cast<std::uint32_t const*>(slot.texels.mapped());
  std::int32_t nearest = kReach * kReach + 1;
  for (std::int32_t y = 0; y < static_cast<std::int32_t>(slot.area.height); ++y)
    for (std::int32_t x = 0; x < static_cast<std::int32_t>(slot.area.width); ++x) {
      std::uint32_t const texel = texels[y * static_cast<std::int32_t>(slot.area.width) + x];
      std::int32_t const dx = x - slot.middle.x, dy = y - slot.middle.y, d = dx * dx + dy * dy;
      bool const mover = scene::entity_of(texel).kind == scene::EntityKind::mover;
      if (d == 0 && nearest > kReach * kReach) answer.texel = texel;
      if (!mover || d >= nearest) continue;
      nearest = d;
      answer.texel = texel;
    }
  return answer;
}

void Screen::add(frame::FrameGraph& graph, gpu::FrameArena& arena, frame::RenderTargets const& targets,
                 frame::Resource picture, frame::Resource entities, ScreenContent const& content,
                 std::uint64_t frame_number) {
  auto const screen = graph.resource("screen");
  add_copy(graph, targets, picture, screen);
  if (content.selection) selection_.add(graph, entities, screen, image_, *content.selection);
  if (content.overlay != nullptr) labels_.add(graph, screen, image_, arena, *content.overlay, content.overlay_from);
  if (content.panels != nullptr) panels_.add(graph, screen, image_, arena, *content.panels);
  graph.add({"present",
             {{screen, frame::Use::copy_from}},
             [this, target = content.target, extent = content.target_extent](VkCommandBuffer cmd) {
               gpu::blit_to_present(cmd, image_.handle(), image_.extent(), target.image, extent);
             }});
  Slot& slot = slots_[frame_number % slots_.size()];
  if (content.pick) add_pick(graph, targets, entities, *content.pick, slot);
}

void Screen::add_copy(frame::FrameGraph& graph, frame::RenderTargets const& targets, frame::Resource picture,
                      frame::Resource screen) {
  graph.add({"screen",
             {{picture, frame::Use::copy_from}, {screen, frame::Use::copy_to}},
             [this, from = targets.picture.handle(), size = targets.extent](VkCommandBuffer cmd) {
               VkExtent2D const to = image_.extent();
               VkImageBlit blit{};
               blit.srcSubresource = blit.dstSubresource = color_layer();
               blit.srcOffsets[1] = {static_cast<std::int32_t>(size.width), static_cast<std::int32_t>(size.height), 1};
               blit.dstOffsets[1] = {static_cast<std::int32_t>(to.width), static_cast<std::int32_t>(to.height), 1};
               bool const same = size.width == to.width && size.height == to.height;
               vkCmdBlitImage(cmd, from, VK_IMAGE_LAYOUT_GENERAL, image_.handle(), VK_IMAGE_LAYOUT_GENERAL, 1, &blit,
                              same ? VK_FILTER_NEAREST : VK_FILTER_LINEAR);
             }});
}

void Screen::add_pick(frame::FrameGraph& graph, frame::RenderTargets const& targets, frame::Resource entities,
                      PickRequest const& request, Slot& slot) {
  auto const width = static_cast<std::int32_t>(targets.extent.width),
             height = static_cast<std::int32_t>(targets.extent.height);
  std::int32_t const x = std::clamp(static_cast<std::int32_t>(request.x * width), 0, width - 1),
                     y = std::clamp(static_cast<std::int32_t>(request.y * height), 0, height - 1);
  std::int32_t const x0 = std::max(0, x - kReach), y0 = std::max(0, y - kReach), x1 = std::min(width, x + kReach + 1),
                     y1 = std::min(height, y + kReach + 1);
  slot.request = request;
  slot.area = {static_cast<std::uint32_t>(x1 - x0), static_cast<std::uint32_t>(y1 - y0)};
  slot.middle = {x - x0, y - y0};
  VkBufferImageCopy copy{};
  copy.imageSubresource = color_layer();
  copy.imageOffset = {x0, y0, 0};
  copy.imageExtent = {slot.area.width, slot.area.height, 1};
  auto const answers = graph.resource("picked");
  graph.add({"pick",
             {{entities, frame::Use::copy_from}, {answers, frame::Use::copy_to}},
             [copy, from = targets.entity.handle(), to = slot.texels.handle()](VkCommandBuffer cmd) {
               vkCmdCopyImageToBuffer(cmd, from, VK_IMAGE_LAYOUT_GENERAL, to, 1, &copy);
               VkMemoryBarrier2 seen{VK_STRUCTURE_TYPE_MEMORY_BARRIER_2}; // by the host, once the frame is done
               seen.srcStageMask = VK_PIPELINE_STAGE_2_COPY_BIT;
               seen.srcAccessMask = VK_ACCESS_2_TRANSFER_WRITE_BIT;
               seen.dstStageMask = VK_PIPELINE_STAGE_2_HOST_BIT;
               seen.dstAccessMask = VK_ACCESS_2_HOST_READ_BIT;
               VkDependencyInfo info{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
               info.memoryBarrierCount = 1;
               info.pMemoryBarriers = &seen;
               vkCmdPipelineBarrier2(cmd, &info);
             }});
}

} // namespace dalian::viewer
