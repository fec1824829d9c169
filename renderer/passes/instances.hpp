#pragma once
// Draws everything that stands or moves: culled on the GPU for the picture and each shadow cascade at once, bucketed by
// mesh and level, drawn by one indirect call per view. Nothing is uploaded while nothing changes but the list of
// visible cells.
#include "renderer/gpu/pipeline.hpp"
#include "renderer/gpu/upload.hpp"
#include "renderer/passes/sight.hpp"
#include "renderer/passes/small_boxes.hpp"
#include "renderer/scene/city_scene.hpp"
#include "renderer/scene/mover_scene.hpp"

#include <array>
#include <span>

namespace dalian::passes {

struct InstanceCounts {
  std::uint32_t looked_at = 0; // instances in visible cells, and all movers
};

class InstancePass final : public GeometrySource {
 public:
  /// Uploads meshes and still instances. `origin` is that of the renderer. Throws gpu::GpuError.
  InstancePass(gpu::ShaderFolder const& shaders, scene::MeshPack const& meshes, scene::CityScene city);

  /// Replaces all moving things; their times are relative to the epoch PictureInput::now_s counts from. Not more than
  /// twice per frame in flight.
  void set_movers(std::span<scene::MoverInstance const> movers);

  void prepare(FrameContext& context) override;
  std::vector<frame::Access> reads() const override;
  void draw(VkCommandBuffer cmd, FrameContext const& context) override;
  void draw_shadow(VkCommandBuffer cmd, FrameContext const& context, int cascade) override;
  bool moves() const override { return mover_count_ > 0 || turns_near_; }
  void draw_moving_shadow(VkCommandBuffer cmd, FrameContext const& context, int cascade) override;

  /// MoverInstance[] of the last set_movers, in the resource "movers".
  VkDeviceAddress movers_address() const;

  InstanceCounts counts() const { return counts_; }
  /// For tests: DrawCommand of every bucket of every list, readable once the frame is done.
  gpu::Buffer const& draw_commands() const { return draws_; }
  /// For tests and benches: what cull.comp decided for each lane of looked_groups() groups, readable likewise.
  gpu::Buffer const& levels() const { return levels_; }
  std::uint32_t looked_groups() const { return group_count_; }

 private:
  static constexpr std::size_t kMoverBuffers = 4;
  void upload(scene::MeshPack const& meshes);
  void make_lists(scene::MeshPack const& meshes);
  void draw_list(VkCommandBuffer cmd, std::uint32_t list) const;
  void draw_shadow_list(VkCommandBuffer cmd, int cascade, std::uint32_t list) const;

  gpu::Device* device_;
  scene::CityScene city_;
  std::uint32_t mesh_count_ = 0;
  gpu::Pipeline cull_, sum_, list_, draw_, draw_lit_, draw_moving_, draw_moving_lit_, shadow_;
  gpu::Buffer vertices_, indices_, meshes_, mesh_boxes_, instances_;
  SmallBoxes boxes_;
  gpu::Buffer levels_, counts_buffer_, cursors_, draws_, drawn_;
  std::array<gpu::Buffer, kMoverBuffers> told_movers_; // written by the host …
  gpu::Buffer movers_;                                 // … and copied once to where the GPU reads them fast
  std::size_t mover_buffer_ = 0;
  bool movers_are_new_ = false;
  std::uint32_t mover_count_ = 0, list_size_ = 0, mover_list_size_ = 0, group_capacity_ = 0;
  bool turns_near_ = false;
  VkDeviceAddress frame_address_ = 0;
  std::uint32_t group_count_ = 0;
  std::vector<frame::Access> reads_;
  InstanceCounts counts_;
};

} // namespace dalian::passes
