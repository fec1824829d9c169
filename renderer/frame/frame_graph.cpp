#include "renderer/frame/frame_graph.hpp"

#include <algorithm>
#include <cassert>

namespace dalian::frame {
namespace {

/// What happened to a resource since its last barrier that a later pass may have to wait for.
struct State {
  Sync write;                               // the last write
  VkPipelineStageFlags2 read_stages = 0;    // reads since that write
  VkPipelineStageFlags2 visible_stages = 0; // stages the last write was already made visible to …
  VkAccessFlags2 visible_access = 0;        // … and for these accesses
};

void wait_for(Barrier& barrier, Sync const& from, Sync const& to) {
  barrier.from |= from.stage;
  barrier.from_access |= from.writes ? from.access : 0;
  barrier.to |= to.stage;
  barrier.to_access |= to.access;
}

void emit(VkCommandBuffer cmd, Barrier const& b) {
  VkMemoryBarrier2 const memory{VK_STRUCTURE_TYPE_MEMORY_BARRIER_2, nullptr, b.from, b.from_access, b.to, b.to_access};
  VkDependencyInfo info{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
  info.memoryBarrierCount = 1;
  info.pMemoryBarriers = &memory;
  vkCmdPipelineBarrier2(cmd, &info);
}

} // namespace

Sync sync_of(Use use) {
  constexpr VkPipelineStageFlags2 kRaster =
      VK_PIPELINE_STAGE_2_VERTEX_SHADER_BIT | VK_PIPELINE_STAGE_2_FRAGMENT_SHADER_BIT;
  constexpr VkPipelineStageFlags2 kDepth =
      VK_PIPELINE_STAGE_2_EARLY_FRAGMENT_TESTS_BIT | VK_PIPELINE_STAGE_2_LATE_FRAGMENT_TESTS_BIT;
  constexpr VkPipelineStageFlags2 kCompute = VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT;
  switch (use) {
  case Use::color_target:
    return {VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT,
            VK_ACCESS_2_COLOR_ATTACHMENT_READ_BIT | VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT, true};
  case Use::depth_target:
    return {kDepth, VK_ACCESS_2_DEPTH_STENCIL_ATTACHMENT_READ_BIT | VK_ACCESS_2_DEPTH_STENCIL_ATTACHMENT_WRITE_BIT,
            true};
  case Use::sampled:
    return {kCompute, VK_ACCESS_2_SHADER_SAMPLED_READ_BIT, false};
  case Use::sampled_fragment:
    return {kRaster, VK_ACCESS_2_SHADER_SAMPLED_READ_BIT, false};
  case Use::storage_read:
    return {kCompute, VK_ACCESS_2_SHADER_STORAGE_READ_BIT, false};
  case Use::uniform_read:
    return {kRaster | kCompute, VK_ACCESS_2_UNIFORM_READ_BIT, false};
  case Use::storage_write:
    return {kCompute, VK_ACCESS_2_SHADER_STORAGE_READ_BIT | VK_ACCESS_2_SHADER_STORAGE_WRITE_BIT, true};
  case Use::vertex_read:
    return {kRaster, VK_ACCESS_2_SHADER_STORAGE_READ_BIT, false};
  case Use::indirect:
    return {VK_PIPELINE_STAGE_2_DRAW_INDIRECT_BIT, VK_ACCESS_2_INDIRECT_COMMAND_READ_BIT, false};
  case Use::copy_from:
    return {VK_PIPELINE_STAGE_2_TRANSFER_BIT, VK_ACCESS_2_TRANSFER_READ_BIT, false};
  case Use::copy_to:
    return {VK_PIPELINE_STAGE_2_TRANSFER_BIT, VK_ACCESS_2_TRANSFER_WRITE_BIT, true};
  }
  return {};
}

Resource FrameGraph::resource(std::string const& name) {
  auto const it = std::find(names_.begin(), names_.end(), name);
  if (it != names_.end()) return {static_cast<std::uint32_t>(it - names_.begin())};
  names_.push_back(name);
  return {static_cast<std::uint32_t>(names_.size() - 1)};
}

void FrameGraph::add(Pass pass) {
  for ([[maybe_unused]] Access const& a : pass.accesses)
    assert(a.resource.index < names_.size());
  passes_.push_back(std::move(pass));
}

std::vector<Barrier> FrameGraph::barriers() const {
  std::vector<State> states(names_.size());
  std::vector<Barrier> barriers;
  for (Pass const& pass : passes_) {
    Barrier barrier;
    for (Access const& access : pass.accesses) {
      Sync const now = sync_of(access.use);
      State& state = states[access.resource.index];
      if (now.writes) {
        if (state.read_stages) wait_for(barrier, {state.read_stages, 0, false}, now);
        if (state.write.stage) wait_for(barrier, state.write, now);
        state = {now, 0, 0, 0};
        continue;
      }
      bool const seen = (now.stage & ~state.visible_stages) == 0 && (now.access & ~state.visible_access) == 0;
      if (state.write.stage && !seen) {
        wait_for(barrier, state.write, now);
        state.visible_stages |= now.stage;
        state.visible_access |= now.access;
      }
      state.read_stages |= now.stage;
    }
    barriers.push_back(barrier);
  }
  return barriers;
}

void FrameGraph::execute(gpu::FrameRing::Frame const& frame) const {
  VkCommandBuffer const cmd = frame.cmd;
  emit(cmd, {VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_WRITE_BIT,
             VK_ACCESS_2_MEMORY_READ_BIT | VK_ACCESS_2_MEMORY_WRITE_BIT});
  auto const list = barriers();
  for (std::size_t i = 0; i < passes_.size(); ++i) {
    if (!list[i].empty()) emit(cmd, list[i]);
    frame.crumbs->begin(cmd, passes_[i].name);
    frame.timer->begin(cmd, passes_[i].name);
    passes_[i].record(cmd);
    frame.timer->end(cmd);
    frame.crumbs->end(cmd);
  }
}

} // namespace dalian::frame
