#pragma once
// A frame as a list of passes in the order they run. Each declares what it reads and writes; the barrier before it
// follows. All images stay in GENERAL, so a barrier only orders memory. Rebuilt each frame; cheap. Not thread-safe.
#include "renderer/gpu/frame_ring.hpp"

#include <functional>
#include <string>
#include <vector>

namespace dalian::frame {

/// How a pass touches a resource; stage and access follow from it.
enum class Use : std::uint8_t {
  color_target,     // written as a colour attachment (loaded or cleared)
  depth_target,     // written and tested as a depth attachment
  sampled,          // read through a sampler in a compute shader
  sampled_fragment, // read through a sampler in vertex or fragment shaders
  storage_read,     // image or buffer read in a compute shader
  uniform_read,     // uniform buffer, any shader
  storage_write,    // image or buffer written (and maybe read) in a compute shader
  vertex_read,      // buffer read in vertex or fragment shaders
  indirect,         // draw or dispatch arguments
  copy_from,
  copy_to,
};

struct Sync {
  VkPipelineStageFlags2 stage = 0;
  VkAccessFlags2 access = 0;
  bool writes = false;
};
Sync sync_of(Use use);

/// Index of a resource (image or buffer) in its graph.
struct Resource {
  std::uint32_t index = 0;
  bool operator==(Resource const&) const = default;
};

struct Access {
  Resource resource;
  Use use;
};

/// What must be done, and made visible, before a pass begins.
struct Barrier {
  VkPipelineStageFlags2 from = 0, to = 0;
  VkAccessFlags2 from_access = 0, to_access = 0;
  bool empty() const { return from == 0; }
  bool operator==(Barrier const&) const = default;
};

struct Pass {
  std::string name;
  std::vector<Access> accesses;
  std::function<void(VkCommandBuffer)> record;
};

class FrameGraph {
 public:
  /// The same name gives the same resource.
  Resource resource(std::string const& name);
  std::string const& name(Resource resource) const { return names_[resource.index]; }

  /// Runs after every pass added before it. A pass that reads and writes one thing lists it once, as a write.
  void add(Pass pass);

  /// One barrier per pass, in order: read-after-write, write-after-read and write-after-write within this frame. What
  /// earlier frames did is ordered by one barrier at the frame's start (see execute).
  std::vector<Barrier> barriers() const;

  /// Records everything; each pass is one scope of the frame's timer and of its breadcrumbs.
  void execute(gpu::FrameRing::Frame const& frame) const;

  std::vector<Pass> const& passes() const { return passes_; }

 private:
  std::vector<std::string> names_;
  std::vector<Pass> passes_;
};

} // namespace dalian::frame
