#include "renderer/gpu/breadcrumbs.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>

namespace dalian::gpu {
namespace {

constexpr std::uint32_t kBegun = 0, kEnded = 1, kWords = 2;

} // namespace

Breadcrumbs::Breadcrumbs(Device& device) : marks_(device, kWords * sizeof(std::uint32_t), MemoryUse::readback) {
  restart();
}

void Breadcrumbs::restart() {
  names_.clear();
  std::memset(marks_.mapped(), 0, marks_.size());
}

void Breadcrumbs::mark(VkCommandBuffer cmd, std::uint32_t word, std::uint32_t value) {
  vkCmdFillBuffer(cmd, marks_.handle(), word * sizeof(std::uint32_t), sizeof(std::uint32_t), value);
}

void Breadcrumbs::begin(VkCommandBuffer cmd, std::string const& name) {
  names_.push_back(name);
  mark(cmd, kBegun, static_cast<std::uint32_t>(names_.size()));
}

void Breadcrumbs::end(VkCommandBuffer cmd) {
  // The scope's work comes first, and this scope's marks before those of the next.
  VkMemoryBarrier2 const done{VK_STRUCTURE_TYPE_MEMORY_BARRIER_2,   nullptr,
                              VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_TRANSFER_WRITE_BIT,
                              VK_PIPELINE_STAGE_2_TRANSFER_BIT,     VK_ACCESS_2_TRANSFER_WRITE_BIT};
  VkDependencyInfo info{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
  info.memoryBarrierCount = 1;
  info.pMemoryBarriers = &done;
  vkCmdPipelineBarrier2(cmd, &info);
  mark(cmd, kEnded, static_cast<std::uint32_t>(names_.size()));
}

std::string Breadcrumbs::how_far() const {
  std::array<std::uint32_t, kWords> words{};
  std::memcpy(words.data(), marks_.mapped(), sizeof(words));
  auto const most = static_cast<std::uint32_t>(names_.size());
  std::uint32_t const begun = std::min(words[kBegun], most), ended = std::min(words[kEnded], begun);
  if (begun == 0) return "before its first pass";
  std::string const after = ended == 0 ? "" : fmt::format("after '{}'", names_[ended - 1]);
  if (ended == begun) return after;
  return fmt::format("in '{}'{}{}", names_[begun - 1], after.empty() ? "" : ", ", after);
}

} // namespace dalian::gpu
