#include "renderer/gpu/gpu_timer.hpp"

#include "renderer/gpu/check.hpp"

namespace dalian::gpu {

GpuTimer::GpuTimer(Device& device) : device_(&device) {
  if (!device.capabilities().timestamps) return;
  VkQueryPoolCreateInfo info{VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO};
  info.queryType = VK_QUERY_TYPE_TIMESTAMP;
  info.queryCount = kScopes * 2;
  VkQueryPool pool = VK_NULL_HANDLE;
  check(vkCreateQueryPool(device.handle(), &info, nullptr, &pool), "vkCreateQueryPool");
  pool_ = {device, pool};
  restart();
}

void GpuTimer::restart() {
  if (!pool_) return;
  vkResetQueryPool(device_->handle(), pool_.get(), 0, kScopes * 2);
  names_.clear();
}

void GpuTimer::begin(VkCommandBuffer cmd, std::string const& name) {
  timed_ = pool_ && names_.size() < kScopes;
  if (!timed_) return;
  auto const query = static_cast<std::uint32_t>(names_.size()) * 2;
  vkCmdWriteTimestamp2(cmd, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, pool_.get(), query);
  names_.push_back(name);
}

void GpuTimer::end(VkCommandBuffer cmd) {
  if (!timed_) return;
  auto const query = static_cast<std::uint32_t>(names_.size()) * 2 - 1;
  vkCmdWriteTimestamp2(cmd, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, pool_.get(), query);
}

std::vector<Timing> GpuTimer::results() const {
  std::vector<Timing> timings;
  if (names_.empty()) return timings;
  std::vector<std::uint64_t> ticks(names_.size() * 2);
  check(vkGetQueryPoolResults(device_->handle(), pool_.get(), 0, static_cast<std::uint32_t>(ticks.size()),
                              ticks.size() * 8, ticks.data(), 8, VK_QUERY_RESULT_64_BIT | VK_QUERY_RESULT_WAIT_BIT),
        "vkGetQueryPoolResults");
  auto const& can = device_->capabilities();
  double const ms_per_tick = can.timestamp_period_ns * 1e-6;
  std::uint64_t const valid = ~0ULL >> (64 - can.timestamp_bits);
  for (std::size_t i = 0; i < names_.size(); ++i)
    timings.push_back({names_[i], static_cast<double>((ticks[2 * i + 1] - ticks[2 * i]) & valid) * ms_per_tick});
  return timings;
}

} // namespace dalian::gpu
