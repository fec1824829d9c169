#include "renderer/passes/light_sprites.hpp"

#include "renderer/passes/fullscreen.hpp"
#include "renderer/passes/sight.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace dalian::passes {
namespace {

struct Push { // sprite.vert
  VkDeviceAddress lights, movers;
  float now_s, largest_px, lamps_on, spare;
};

gpu::GraphicsDesc desc() {
  gpu::GraphicsDesc d;
  d.vertex = "sprite.vert";
  d.fragment = "sprite.frag";
  d.colors = {frame::kHdrFormat};
  d.blend = gpu::Blend::premultiplied;
  d.cull = VK_CULL_MODE_NONE;
  d.topology = VK_PRIMITIVE_TOPOLOGY_POINT_LIST;
  return d;
}

/// Where a light no longer shows whatever the air: sprite.vert's own arithmetic, generously.
float farthest_m(float candela, FrameConstants const& c) {
  constexpr float kFaintest = 0.004F, kDarkUnit = 50, kArea = 2.4F;
  float const exposed = candela * c.exposure / (kDarkUnit * kArea * c.pixel_angle_rad * c.pixel_angle_rad);
  return std::sqrt(exposed / kFaintest);
}

} // namespace

float lamps_on(PictureInput const& input) {
  float const dusk = std::clamp((0.09F - input.to_sun.z) / 0.05F, 0.0F, 1.0F);
  return std::max(dusk, input.weather == Weather::clear || input.weather == Weather::snow ? 0.0F : 1.0F);
}

LightSprites::LightSprites(gpu::ShaderFolder const& shaders, scene::LightScene scene)
    : device_(&shaders.device()), pipeline_(gpu::graphics_pipeline(shaders, desc())), images_(shaders.device()) {
  gpu::Uploader uploader(*device_);
  take(lamps_, scene.lamps, uploader);
  take(fires_, scene.fires, uploader);
  uploader.flush();
}

void LightSprites::take(Field& field, scene::LightField const& lights, gpu::Uploader& uploader) {
  field.cells = lights.cells;
  if (!lights.points.empty()) field.points = gpu::device_buffer<scene::LightPoint>(*device_, uploader, lights.points);
}

void LightSprites::set_movers(std::span<scene::LightPoint const> lights, VkDeviceAddress movers) {
  carried_buffer_ = (carried_buffer_ + 1) % kMoverBuffers;
  gpu::Buffer& buffer = carried_[carried_buffer_];
  carried_count_ = static_cast<std::uint32_t>(lights.size());
  movers_ = movers;
  if (lights.empty()) return;
  if (buffer.size() < lights.size_bytes())
    buffer = gpu::Buffer(*device_, std::max<std::size_t>(lights.size_bytes() * 3 / 2, 4096), gpu::MemoryUse::upload);
  std::memcpy(buffer.mapped(), lights.data(), lights.size_bytes());
}

void LightSprites::bind_targets(frame::RenderTargets const& targets) {
  images_.sampled(3, targets.depth.view(), device_->nearest_clamp());
}

void LightSprites::cull(Field& field, FrameContext const& context, float lamps) const {
  field.visible.clear();
  if (lamps <= 0) return;
  auto const view = sight_of(context, false).front();
  FrameConstants const& c = context.constants;
  glm::dvec3 const camera = glm::dvec3(c.camera_mm) * 1e-3 + glm::dvec3(c.camera_rest_m);
  constexpr float kFiresReach_m = 14000;
  for (scene::LightCell const& cell : field.cells) {
    if (!scene::visible(view, {cell.min_m, cell.max_m, 0, 0}, camera)) continue;
    glm::vec3 const eye(camera), nearest = glm::clamp(eye, cell.min_m, cell.max_m);
    float const reach = &field == &fires_ ? kFiresReach_m : farthest_m(cell.brightest_cd, c);
    if (glm::distance(eye, nearest) > reach) continue;
    if (!field.visible.empty() && field.visible.back().first + field.visible.back().count == cell.first)
      field.visible.back().count += cell.count;
    else
      field.visible.push_back({cell.first, cell.count});
  }
}

void LightSprites::add_passes(FrameContext& context) {
  float const lamps = lamps_on(context.input);
  cull(fires_, context, 1);
  cull(lamps_, context, lamps);
  counts_ = {lamps > 0 ? carried_count_ : 0};
  for (Field const* field : {&fires_, &lamps_})
    for (Run const& run : field->visible)
      counts_.drawn += run.count;
  if (counts_.drawn == 0) return;
  using frame::Use;
  context.graph.add({"small lights",
                     {{context.resources.depth, Use::sampled_fragment},
                      {context.graph.resource("sky light"), Use::uniform_read},
                      {context.graph.resource("movers"), Use::vertex_read},
                      {context.resources.hdr, Use::color_target}},
                     [this, &context, lamps](VkCommandBuffer cmd) { draw(cmd, context, lamps); }});
}

void LightSprites::draw(VkCommandBuffer cmd, FrameContext const& context, float lamps) const {
  begin_color(cmd, context.targets.hdr, false);
  vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline_.get());
  images_.bind(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS);
  Push push{0, movers_, static_cast<float>(context.input.now_s), device_->capabilities().largest_point_px, lamps, 0};
  auto const run_all = [&](gpu::Buffer const& points, std::span<Run const> runs) {
    if (runs.empty()) return;
    push.lights = points.address();
    if (push.movers == 0) push.movers = push.lights; // never read
    gpu::push(cmd, *device_, push);
    for (Run const& run : runs)
      vkCmdDraw(cmd, run.count, 1, run.first, 0);
  };
  run_all(fires_.points, fires_.visible); // smoke first: it lets lights through
  run_all(lamps_.points, lamps_.visible);
  Run const carried{0, carried_count_};
  if (carried_count_ > 0 && lamps > 0) run_all(carried_[carried_buffer_], std::span(&carried, 1));
  vkCmdEndRendering(cmd);
}

} // namespace dalian::passes
