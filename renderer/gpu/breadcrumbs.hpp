#pragma once
// Marks that the GPU leaves in memory the host sees as it goes through the scopes of a frame. They answer one question,
// when a device is lost: how far did it come? One per frame slot.
#include "renderer/gpu/buffer.hpp"

#include <string>
#include <vector>

namespace dalian::gpu {

class Breadcrumbs {
 public:
  explicit Breadcrumbs(Device& device);
  /// Forgets the last frame. Only when the GPU is done with it.
  void restart();
  /// Scopes do not nest, and lie outside of rendering.
  void begin(VkCommandBuffer cmd, std::string const& name);
  void end(VkCommandBuffer cmd);
  /// "in 'shade', after 'list pixels'" and the like, of the frame last recorded.
  std::string how_far() const;

 private:
  void mark(VkCommandBuffer cmd, std::uint32_t word, std::uint32_t value);
  Buffer marks_; // how many scopes have begun, how many have ended
  std::vector<std::string> names_;
};

} // namespace dalian::gpu
