#include "renderer/passes/small_boxes.hpp"

#include "renderer/gpu/check.hpp"

namespace dalian::passes {
namespace {

gpu::GraphicsDesc merge_desc() {
  gpu::GraphicsDesc d;
  d.vertex = "screen.vert";
  d.fragment = "small_boxes.frag";
  d.colors = {frame::kAlbedoFormat, frame::kNormalFormat, frame::kEntityFormat};
  d.depth = frame::kDepthFormat;
  d.cull = VK_CULL_MODE_NONE;
  return d;
}

} // namespace

SmallBoxes::SmallBoxes(gpu::ShaderFolder const& shaders, std::size_t lanes) : device_(&shaders.device()) {
  if (!device_->capabilities().buffer_int64_atomics) return;
  kernel_ = gpu::compute_pipeline(shaders, "small_boxes.comp");
  merge_ = gpu::graphics_pipeline(shaders, merge_desc());
  looks_ = gpu::Buffer(*device_, lanes * sizeof(scene::BoxLook), gpu::MemoryUse::device, "looks of boxes");
}

bool SmallBoxes::can_draw(VkExtent2D extent) {
  if (!kernel_) return false;
  if (extent.width == extent_.width && extent.height == extent_.height) return static_cast<bool>(nearest_);
  extent_ = extent; // the renderer has waited for the device before it changed the size
  std::size_t const pixels = std::size_t{extent.width} * extent.height;
  nearest_ = {};
  try {
    nearest_ = gpu::Buffer(*device_, pixels * sizeof(std::uint64_t), gpu::MemoryUse::device, "pixels of boxes");
  } catch (gpu::OutOfMemory const&) { // then all are triangles
  }
  return static_cast<bool>(nearest_);
}

void SmallBoxes::describe(scene::InstanceFrame& frame) const {
  frame.nearest = nearest_.address();
  frame.box_looks = looks_.address();
}

void SmallBoxes::add_passes(FrameContext& context, VkDeviceAddress const& frame, std::uint32_t const& groups,
                            frame::Resource levels) const {
  using frame::Use;
  if (!nearest_) return;
  auto& graph = context.graph;
  auto const nearest = graph.resource("nearest boxes"), looks = graph.resource("box looks");
  graph.add({"clear boxes", {{nearest, Use::copy_to}}, [this](VkCommandBuffer cmd) {
               vkCmdFillBuffer(cmd, nearest_.handle(), 0, VK_WHOLE_SIZE, 0);
             }});
  graph.add({"small boxes",
             {{levels, Use::storage_read}, {nearest, Use::storage_write}, {looks, Use::storage_write}},
             [this, &frame, &groups](VkCommandBuffer cmd) {
               if (groups == 0) return;
               vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, kernel_.get());
               gpu::push(cmd, *device_, frame);
               vkCmdDispatch(cmd, groups, 1, 1);
             }});
}

std::vector<frame::Access> SmallBoxes::reads(frame::FrameGraph& graph) const {
  if (!nearest_) return {};
  return {{graph.resource("nearest boxes"), frame::Use::vertex_read},
          {graph.resource("box looks"), frame::Use::vertex_read}};
}

void SmallBoxes::draw(VkCommandBuffer cmd, VkDeviceAddress frame) const {
  if (!nearest_) return;
  vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, merge_.get());
  gpu::push(cmd, *device_, frame);
  vkCmdDraw(cmd, 3, 1, 0, 0);
}

} // namespace dalian::passes
