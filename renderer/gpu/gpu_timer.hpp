#pragma once
// Milliseconds per named scope on the GPU, from timestamps. One per frame slot; results are read when the slot comes
// round.
#include "renderer/gpu/device.hpp"

#include <string>
#include <vector>

namespace dalian::gpu {

struct Timing {
  std::string name;
  double milliseconds = 0;
};

class GpuTimer {
 public:
  static constexpr std::uint32_t kScopes = 64;
  explicit GpuTimer(Device& device);
  /// Forgets the last frame. Only when the GPU is done with it.
  void restart();
  /// Scopes do not nest; at most kScopes, later ones are not timed.
  void begin(VkCommandBuffer cmd, std::string const& name);
  void end(VkCommandBuffer cmd);
  /// Only when the GPU is done. Empty where the device has no timestamps.
  std::vector<Timing> results() const;

 private:
  Device* device_;
  Handle<VkQueryPool, vkDestroyQueryPool> pool_;
  std::vector<std::string> names_;
  bool timed_ = false; // the scope now open has a query
};

} // namespace dalian::gpu
