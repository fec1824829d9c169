#include "renderer/passes/fullscreen.hpp"

namespace dalian::passes {

void Fullscreen::dispatch(VkCommandBuffer cmd, std::uint32_t groups_x, std::uint32_t groups_y) const {
  vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline_.get());
  images_.bind(cmd, VK_PIPELINE_BIND_POINT_COMPUTE);
  vkCmdDispatch(cmd, groups_x, groups_y, 1);
}

} // namespace dalian::passes
