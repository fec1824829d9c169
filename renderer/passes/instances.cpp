#include "renderer/passes/instances.hpp"

#include "renderer/gpu/check.hpp"

#include <algorithm>
#include <cstring>

namespace dalian::passes {
namespace {

constexpr std::uint32_t kMovers = 65536; // more are a caller's mistake: what is drawn at once is bounded by the twin

gpu::GraphicsDesc picture_desc(bool lit, bool moves) {
  gpu::GraphicsDesc d;
  d.constants = {lit ? 1U : 0U, moves ? 1U : 0U};
  d.vertex = "instance.vert";
  d.fragment = "instance.frag";
  d.colors = {frame::kAlbedoFormat, frame::kNormalFormat, frame::kEntityFormat};
  d.depth = frame::kDepthFormat;
  return d;
}

gpu::GraphicsDesc shadow_desc() {
  gpu::GraphicsDesc d;
  d.vertex = "instance_shadow.vert";
  d.depth = frame::kDepthFormat;
  return d;
}

} // namespace

InstancePass::InstancePass(gpu::ShaderFolder const& shaders, scene::MeshPack const& meshes, scene::CityScene city)
    : device_(&shaders.device()), city_(std::move(city)),
      mesh_count_(static_cast<std::uint32_t>(meshes.records().size())),
      cull_(gpu::compute_pipeline(shaders, "cull.comp")), sum_(gpu::compute_pipeline(shaders, "cull_sum.comp")),
      list_(gpu::compute_pipeline(shaders, "cull_list.comp")),
      draw_(gpu::graphics_pipeline(shaders, picture_desc(false, false))),
      draw_lit_(gpu::graphics_pipeline(shaders, picture_desc(true, false))),
      draw_moving_(gpu::graphics_pipeline(shaders, picture_desc(false, true))),
      draw_moving_lit_(gpu::graphics_pipeline(shaders, picture_desc(true, true))),
      shadow_(gpu::graphics_pipeline(shaders, shadow_desc())) {
  static_assert(SIGHT_VIEWS == 1 + SHADOW_CASCADES && DRAW_LISTS == 2 * SIGHT_VIEWS);
  upload(meshes);
  make_lists(meshes);
  boxes_ = SmallBoxes(shaders, std::size_t{group_capacity_} * CULL_GROUP_SIZE);
}

void InstancePass::upload(scene::MeshPack const& meshes) {
  gpu::Uploader uploader(*device_);
  vertices_ = gpu::device_buffer<scene::MeshVertex>(*device_, uploader, meshes.vertices());
  indices_ = gpu::device_buffer<std::uint32_t>(*device_, uploader, meshes.indices());
  meshes_ = gpu::device_buffer<scene::MeshRecord>(*device_, uploader, meshes.records());
  mesh_boxes_ = gpu::device_buffer<scene::MeshBox>(*device_, uploader, meshes.boxes());
  instances_ = gpu::device_buffer<scene::StaticInstance>(*device_, uploader, city_.instances);
  movers_ = gpu::Buffer(*device_, kMovers * sizeof(scene::MoverInstance), gpu::MemoryUse::device);
  std::vector<std::uint32_t> const zeros(std::size_t{DRAW_LISTS} * mesh_count_ * MESH_MAX_LODS);
  counts_buffer_ = gpu::device_buffer<std::uint32_t>(*device_, uploader, zeros);
  uploader.flush();
}

void InstancePass::make_lists(scene::MeshPack const& meshes) {
  std::size_t const buckets = std::size_t{DRAW_LISTS} * mesh_count_ * MESH_MAX_LODS;
  list_size_ = static_cast<std::uint32_t>(city_.instances.size()) + kMovers;
  mover_list_size_ = kMovers + static_cast<std::uint32_t>(std::ranges::count_if(city_.instances, [&](auto const& i) {
                       return meshes.records()[i.mesh_heading & 0xffffU].spin_rpm > 0;
                     }));
  // every cell may leave one group that is not full
  group_capacity_ = list_size_ / CULL_GROUP_SIZE + static_cast<std::uint32_t>(city_.cells.size()) + 2;
  auto const device_memory = [&](std::size_t bytes) { return gpu::Buffer(*device_, bytes, gpu::MemoryUse::device); };
  cursors_ = device_memory(buckets * sizeof(std::uint32_t));
  draws_ = device_memory(buckets * sizeof(scene::DrawCommand));
  drawn_ = device_memory(std::size_t{SIGHT_VIEWS} * (list_size_ + mover_list_size_) * sizeof(std::uint32_t));
  levels_ = device_memory(std::size_t{group_capacity_} * CULL_GROUP_SIZE * sizeof(std::uint32_t));
}

void InstancePass::set_movers(std::span<scene::MoverInstance const> movers) {
  // frames in flight still read the buffers before
  mover_buffer_ = (mover_buffer_ + 1) % kMoverBuffers;
  gpu::Buffer& buffer = told_movers_[mover_buffer_];
  mover_count_ = static_cast<std::uint32_t>(std::min<std::size_t>(movers.size(), kMovers));
  movers_are_new_ = mover_count_ > 0;
  if (mover_count_ == 0) return;
  std::size_t const bytes = mover_count_ * sizeof(scene::MoverInstance);
  if (buffer.size() < bytes) try {
      buffer = gpu::Buffer(*device_, std::max<std::size_t>(bytes * 3 / 2, 4096), gpu::MemoryUse::upload, "what moves");
    } catch (gpu::OutOfMemory const&) { // those that fit
      mover_count_ = static_cast<std::uint32_t>(buffer.size() / sizeof(scene::MoverInstance));
      if (mover_count_ == 0) throw;
    }
  std::memcpy(buffer.mapped(), movers.data(), mover_count_ * sizeof(scene::MoverInstance));
}

VkDeviceAddress InstancePass::movers_address() const {
  return movers_.address();
}

void InstancePass::prepare(FrameContext& context) {
  auto const views = sight_of(context, boxes_.can_draw(context.targets.extent));
  turns_near_ = turns_near(views, city_.cells, context);
  auto const groups = groups_in_sight(views, city_, context, mover_count_);
  group_count_ = static_cast<std::uint32_t>(groups.size());
  counts_.looked_at = 0;
  for (auto const& group : groups)
    counts_.looked_at += group.count & ~CULL_MOVERS;

  scene::InstanceFrame f{};
  std::ranges::transform(views, f.views, gpu_view);
  f.view_count = static_cast<std::uint32_t>(views.size());
  f.mesh_count = mesh_count_;
  f.now_s = static_cast<float>(context.input.now_s);
  f.list_size = list_size_;
  f.mover_list_size = mover_list_size_;
  f.still_views = still_views(context);
  f.meshes = meshes_.address();
  f.boxes = mesh_boxes_.address();
  boxes_.describe(f);
  f.vertices = vertices_.address();
  f.instances = instances_.address();
  f.movers = movers_.address();
  f.groups = context.arena.put<scene::CullGroup>(groups).address;
  f.levels = levels_.address();
  f.counts = counts_buffer_.address();
  f.cursors = cursors_.address();
  f.draws = draws_.address();
  f.drawn = drawn_.address();
  frame_address_ = context.arena.put<scene::InstanceFrame>(std::span(&f, 1)).address;

  using frame::Use;
  auto& graph = context.graph;
  auto const levels = graph.resource("instance levels"), draws = graph.resource("instance draws"),
             drawn = graph.resource("instances drawn");
  auto const pass = [&](char const* name, std::vector<frame::Access> accesses, VkPipeline pipeline,
                        std::uint32_t work_groups) {
    graph.add({name, std::move(accesses), [this, pipeline, work_groups](VkCommandBuffer cmd) {
                 vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline);
                 gpu::push(cmd, *device_, frame_address_);
                 if (work_groups > 0) vkCmdDispatch(cmd, work_groups, 1, 1);
               }});
  };
  auto const movers = graph.resource("movers");
  if (movers_are_new_) {
    graph.add({"copy movers", {{movers, Use::copy_to}}, [this](VkCommandBuffer cmd) {
                 VkBufferCopy const region{0, 0, mover_count_ * sizeof(scene::MoverInstance)};
                 vkCmdCopyBuffer(cmd, told_movers_[mover_buffer_].handle(), movers_.handle(), 1, &region);
               }});
    movers_are_new_ = false;
  }
  pass("cull", {{levels, Use::storage_write}, {movers, Use::storage_read}}, cull_.get(), group_count_);
  pass("sum buckets", {{levels, Use::storage_write}, {draws, Use::storage_write}}, sum_.get(), DRAW_LISTS);
  pass("list drawn", {{levels, Use::storage_write}, {drawn, Use::storage_write}}, list_.get(), group_count_);
  boxes_.add_passes(context, frame_address_, group_count_, levels);
  reads_ = boxes_.reads(graph);
  reads_.insert(reads_.end(), {{draws, Use::indirect}, {drawn, Use::vertex_read}, {movers, Use::vertex_read}});
}

std::vector<frame::Access> InstancePass::reads() const {
  return reads_;
}

void InstancePass::draw_list(VkCommandBuffer cmd, std::uint32_t list) const {
  std::uint32_t const buckets = mesh_count_ * MESH_MAX_LODS;
  vkCmdBindIndexBuffer(cmd, indices_.handle(), 0, VK_INDEX_TYPE_UINT32);
  vkCmdDrawIndexedIndirect(cmd, draws_.handle(), VkDeviceSize{list} * buckets * sizeof(scene::DrawCommand), buckets,
                           sizeof(scene::DrawCommand));
}

void InstancePass::draw(VkCommandBuffer cmd, FrameContext const& context) {
  if (group_count_ == 0) return;
  bool const lit = context.constants.night > 0;
  vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, (lit ? draw_lit_ : draw_).get());
  gpu::push(cmd, *device_, frame_address_);
  draw_list(cmd, 0);
  vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, (lit ? draw_moving_lit_ : draw_moving_).get());
  gpu::push(cmd, *device_, frame_address_);
  draw_list(cmd, SIGHT_VIEWS);
  boxes_.draw(cmd, frame_address_);
}

void InstancePass::draw_shadow_list(VkCommandBuffer cmd, int cascade, std::uint32_t list) const {
  if (group_count_ == 0) return;
  struct Push {
    VkDeviceAddress frame;
    std::uint32_t cascade, unused = 0;
  };
  vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, shadow_.get());
  gpu::push(cmd, *device_, Push{frame_address_, static_cast<std::uint32_t>(cascade)});
  draw_list(cmd, list);
}

void InstancePass::draw_shadow(VkCommandBuffer cmd, FrameContext const&, int cascade) {
  draw_shadow_list(cmd, cascade, 1 + static_cast<std::uint32_t>(cascade));
}

void InstancePass::draw_moving_shadow(VkCommandBuffer cmd, FrameContext const&, int cascade) {
  draw_shadow_list(cmd, cascade, SIGHT_VIEWS + 1 + static_cast<std::uint32_t>(cascade));
}

} // namespace dalian::passes
