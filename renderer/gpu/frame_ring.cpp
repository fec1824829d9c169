#include "renderer/gpu/frame_ring.hpp"

#include "renderer/gpu/check.hpp"

#include <fmt/format.h>

namespace dalian::gpu {

FrameArena::Piece FrameArena::take(VkDeviceSize bytes) {
  constexpr VkDeviceSize kAlign = 256;
  VkDeviceSize const offset = used_;
  used_ += (bytes + kAlign - 1) / kAlign * kAlign;
  if (used_ > buffer_.size())
    throw GpuError(fmt::format("one frame needs more than the {} MiB of its scratch arena", buffer_.size() >> 20));
  return {buffer_.address() + offset, offset, buffer_.mapped() + offset};
}

FrameRing::FrameRing(Device& device, VkDeviceSize arena_bytes) : device_(&device) {
  VkSemaphoreTypeCreateInfo type{VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO};
  type.semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE;
  VkSemaphoreCreateInfo const info{VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO, &type, 0};
  VkSemaphore semaphore = VK_NULL_HANDLE;
  check(vkCreateSemaphore(device.handle(), &info, nullptr, &semaphore), "vkCreateSemaphore");
  timeline_ = {device, semaphore};
  for (Slot& slot : slots_) {
    VkCommandPoolCreateInfo pool_info{VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO};
    pool_info.flags = VK_COMMAND_POOL_CREATE_TRANSIENT_BIT;
    pool_info.queueFamilyIndex = device.queue_family();
    VkCommandPool pool = VK_NULL_HANDLE;
    check(vkCreateCommandPool(device.handle(), &pool_info, nullptr, &pool), "vkCreateCommandPool");
    slot.pool = {device, pool};
    VkCommandBufferAllocateInfo allocate{VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO};
    allocate.commandPool = pool;
    allocate.commandBufferCount = 1;
    check(vkAllocateCommandBuffers(device.handle(), &allocate, &slot.cmd), "vkAllocateCommandBuffers");
    slot.arena = std::make_unique<FrameArena>(device, arena_bytes);
    slot.timer = std::make_unique<GpuTimer>(device);
    slot.crumbs = std::make_unique<Breadcrumbs>(device);
  }
}

FrameRing::~FrameRing() {
  vkDeviceWaitIdle(device_->handle());
}

/// check(), which for a lost device tells how far the oldest frame in flight came.
void FrameRing::expect(VkResult result, char const* call) const {
  if (result != VK_ERROR_DEVICE_LOST) return check(result, call);
  Slot const* oldest = nullptr;
  for (Slot const& slot : slots_)
    if (slot.pending != 0 && (!oldest || slot.pending < oldest->pending)) oldest = &slot;
  std::string const where =
      oldest ? fmt::format("in frame {}, {}", oldest->pending, oldest->crumbs->how_far()) : "between frames";
  throw DeviceLost(
      fmt::format("the graphics device was lost {} ({}); start again, and look into the system's log for what "
                  "its driver says",
                  where, call));
}

void FrameRing::wait(Slot& slot) {
  if (slot.pending == 0) return;
  VkSemaphore const semaphore = timeline_.get();
  VkSemaphoreWaitInfo info{VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO};
  info.semaphoreCount = 1;
  info.pSemaphores = &semaphore;
  info.pValues = &slot.pending;
  VkResult const result = vkWaitSemaphores(device_->handle(), &info, ~0ull);
  expect(device_->faults().wait.use() ? VK_ERROR_DEVICE_LOST : result, "vkWaitSemaphores");
  results_ = slot.timer->results();
  slot.pending = 0;
  slot.retired.clear();
}

FrameRing::Frame FrameRing::begin() {
  current_ = (current_ + 1) % kSlots;
  Slot& slot = slots_[current_];
  wait(slot);
  check(vkResetCommandPool(device_->handle(), slot.pool.get(), 0), "vkResetCommandPool");
  slot.arena->restart();
  slot.timer->restart();
  slot.crumbs->restart();
  VkCommandBufferBeginInfo begin{VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
  begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
  check(vkBeginCommandBuffer(slot.cmd, &begin), "vkBeginCommandBuffer");
  return {slot.cmd, slot.arena.get(), slot.timer.get(), slot.crumbs.get(), ++number_, &results_};
}

void FrameRing::submit(PresentSync const& sync) {
  Slot& slot = slots_[current_];
  check(vkEndCommandBuffer(slot.cmd), "vkEndCommandBuffer");
  auto semaphore = [](VkSemaphore s, std::uint64_t value, VkPipelineStageFlags2 stage) {
    return VkSemaphoreSubmitInfo{VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO, nullptr, s, value, stage, 0};
  };
  VkSemaphoreSubmitInfo const acquired = semaphore(sync.acquired, 0, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT);
  VkSemaphoreSubmitInfo const signals[] = {semaphore(timeline_.get(), number_, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT),
                                           semaphore(sync.rendered, 0, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT)};
  VkCommandBufferSubmitInfo const buffer{VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO, nullptr, slot.cmd, 0};
  VkSubmitInfo2 submit{VK_STRUCTURE_TYPE_SUBMIT_INFO_2};
  submit.waitSemaphoreInfoCount = sync.acquired ? 1 : 0;
  submit.pWaitSemaphoreInfos = &acquired;
  submit.commandBufferInfoCount = 1;
  submit.pCommandBufferInfos = &buffer;
  submit.signalSemaphoreInfoCount = sync.rendered ? 2 : 1;
  submit.pSignalSemaphoreInfos = signals;
  bool const lost = device_->faults().submit.use();
  expect(lost ? VK_ERROR_DEVICE_LOST : vkQueueSubmit2(device_->queue(), 1, &submit, VK_NULL_HANDLE), "vkQueueSubmit2");
  slot.pending = number_;
}

std::uint64_t FrameRing::drawn() const {
  std::uint64_t number = 0;
  expect(vkGetSemaphoreCounterValue(device_->handle(), timeline_.get(), &number), "vkGetSemaphoreCounterValue");
  return number;
}

void FrameRing::finish() {
  // Oldest first, so that results_ ends with the newest frame's.
  for (std::size_t i = 1; i <= kSlots; ++i)
    wait(slots_[(current_ + i) % kSlots]);
}

} // namespace dalian::gpu
