#include "renderer/passes/imgui.hpp"

#include "renderer/gpu/upload.hpp"
#include "renderer/passes/labels.hpp"

#include <algorithm>
#include <imgui.h>

namespace dalian::passes {
namespace {

static_assert(sizeof(ImDrawVert) == 20, "assets/shaders/imgui.glsl reads it");

struct Draw {
  VkDescriptorSet images = VK_NULL_HANDLE;
  VkRect2D clip{};
  std::uint32_t count = 0, first = 0;
  std::int32_t vertex_offset = 0;
};

/// Clipped to the target; nothing when nothing of it is inside.
bool clip_rect(ImDrawCmd const& cmd, VkExtent2D extent, VkRect2D& rect) {
  auto const clamp = [](float v, std::uint32_t high) { return std::clamp(v, 0.0F, static_cast<float>(high)); };
  auto const x0 = static_cast<std::int32_t>(clamp(cmd.ClipRect.x, extent.width)),
             y0 = static_cast<std::int32_t>(clamp(cmd.ClipRect.y, extent.height)),
             x1 = static_cast<std::int32_t>(clamp(cmd.ClipRect.z, extent.width)),
             y1 = static_cast<std::int32_t>(clamp(cmd.ClipRect.w, extent.height));
  rect = {{x0, y0}, {static_cast<std::uint32_t>(x1 - x0), static_cast<std::uint32_t>(y1 - y0)}};
  return x1 > x0 && y1 > y0;
}

struct Copied {
  VkDeviceAddress vertices = 0;
  VkDeviceSize indices = 0; // offset in the arena
  std::vector<Draw> draws;
};

/// All lists behind each other in one vertex and one index piece.
Copied copy_data(ImDrawData const& data, gpu::FrameArena& arena, VkExtent2D extent) {
  auto const vertices = arena.take(static_cast<VkDeviceSize>(data.TotalVtxCount) * sizeof(ImDrawVert));
  auto const indices = arena.take(static_cast<VkDeviceSize>(data.TotalIdxCount) * sizeof(ImDrawIdx));
  Copied out{vertices.address, indices.offset, {}};
  std::uint32_t first_index = 0;
  std::int32_t first_vertex = 0;
  for (int i = 0; i < data.CmdListsCount; ++i) {
    ImDrawList const& list = *data.CmdLists[i];
    std::memcpy(vertices.host + static_cast<std::size_t>(first_vertex) * sizeof(ImDrawVert), list.VtxBuffer.Data,
                static_cast<std::size_t>(list.VtxBuffer.size_in_bytes()));
    std::memcpy(indices.host + first_index * sizeof(ImDrawIdx), list.IdxBuffer.Data,
                static_cast<std::size_t>(list.IdxBuffer.size_in_bytes()));
    for (ImDrawCmd const& cmd : list.CmdBuffer) {
      assert(cmd.UserCallback == nullptr); // none of our panels uses one
      Draw draw;
      if (cmd.ElemCount == 0 || !clip_rect(cmd, extent, draw.clip)) continue;
      draw.images = static_cast<gpu::ImageSet const*>(cmd.GetTexID())->get();
      draw.count = cmd.ElemCount;
      draw.first = first_index + cmd.IdxOffset;
      draw.vertex_offset = first_vertex + static_cast<std::int32_t>(cmd.VtxOffset);
      out.draws.push_back(draw);
    }
    first_index += static_cast<std::uint32_t>(list.IdxBuffer.Size);
    first_vertex += list.VtxBuffer.Size;
  }
  return out;
}

} // namespace

Panels::Panels(gpu::ShaderFolder const& shaders, VkFormat target_format) : device_(shaders.device()), images_(device_) {
  gpu::GraphicsDesc desc;
  desc.vertex = "imgui.vert";
  desc.fragment = "imgui.frag";
  desc.colors = {target_format};
  desc.blend = gpu::Blend::alpha;
  desc.cull = VK_CULL_MODE_NONE;
  pipeline_ = gpu::graphics_pipeline(shaders, desc);
  ImGuiIO& io = ImGui::GetIO();
  io.BackendRendererName = "dalian";
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset; // indices are 16 bits wide
  load_fonts();
}

void Panels::load_fonts() {
  device_.wait_idle();
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  unsigned char* texels = nullptr;
  int width = 0, height = 0;
  atlas.GetTexDataAsRGBA32(&texels, &width, &height);
  VkExtent2D const extent{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)};
  fonts_ = gpu::Image(
      device_, {VK_FORMAT_R8G8B8A8_UNORM, extent, 1, 1, VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT});
  gpu::Uploader uploader(device_);
  uploader.to_image(
      fonts_, 0,
      std::as_bytes(std::span(texels, static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4)));
  uploader.flush();
  images_.sampled(0, fonts_.view(), device_.linear_clamp());
  atlas.SetTexID(&images_);
  atlas.ClearTexData();
}

void Panels::add(frame::FrameGraph& graph, frame::Resource picture, gpu::Image const& target, gpu::FrameArena& arena,
                 ImDrawData const& data) {
  if (data.TotalIdxCount == 0) return;
  struct Push {
    VkDeviceAddress vertices;
    float width, height;
  };
  Copied copied = copy_data(data, arena, target.extent());
  Push const push{copied.vertices, data.DisplaySize.x, data.DisplaySize.y};
  graph.add({"panels",
             {{picture, frame::Use::color_target}},
             [this, &target, push, buffer = arena.handle(), copied = std::move(copied)](VkCommandBuffer cmd) {
               begin_over(cmd, target);
               vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline_.get());
               vkCmdBindIndexBuffer(cmd, buffer, copied.indices, VK_INDEX_TYPE_UINT16);
               gpu::push(cmd, device_, push);
               for (Draw const& draw : copied.draws) {
                 vkCmdBindDescriptorSets(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, device_.pipeline_layout(), 0, 1,
                                         &draw.images, 0, nullptr);
                 vkCmdSetScissor(cmd, 0, 1, &draw.clip);
                 vkCmdDrawIndexed(cmd, draw.count, 1, draw.first, draw.vertex_offset, 0);
               }
               vkCmdEndRendering(cmd);
             }});
}

} // namespace dalian::passes
