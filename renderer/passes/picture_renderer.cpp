#include "renderer/passes/picture_renderer.hpp"

#include "renderer/gpu/check.hpp"
#include "renderer/scene/night_use.hpp"
#include "renderer/scene/rotor_clock.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::passes {
namespace {

constexpr VkDeviceSize kConstantsStride = 8192; // a multiple of every device's uniform alignment
static_assert(sizeof(FrameConstants) <= kConstantsStride);
// Zones lie low: shadows are fitted to ground up to here; higher ground has its own (terrain_light).
constexpr std::pair kShadedGround_m{0.0f, 120.0f};
constexpr std::uint32_t kShadowPixels = 2048, kSoftwareShadowPixels = 1536, kLeastShadowPixels = 512;

/// Of the side that suits the device, or smaller where its memory is short.
ShadowMap make_shadow_map(gpu::Device& device) {
  for (std::uint32_t px = device.capabilities().software ? kSoftwareShadowPixels : kShadowPixels;; px /= 2)
    try {
      return {device, px};
    } catch (gpu::OutOfMemory const&) {
      if (px / 2 < kLeastShadowPixels) throw;
    }
}

void copy_whole(VkCommandBuffer cmd, gpu::Image const& from, gpu::Image const& to) {
  VkImageCopy all{};
  all.srcSubresource = all.dstSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1};
  all.extent = {from.extent().width, from.extent().height, 1};
  vkCmdCopyImage(cmd, from.handle(), VK_IMAGE_LAYOUT_GENERAL, to.handle(), VK_IMAGE_LAYOUT_GENERAL, 1, &all);
}

VkRenderingAttachmentInfo attachment(VkImageView view, bool clear) {
  VkRenderingAttachmentInfo info{VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO};
  info.imageView = view;
  info.imageLayout = VK_IMAGE_LAYOUT_GENERAL;
  info.loadOp = clear ? VK_ATTACHMENT_LOAD_OP_CLEAR : VK_ATTACHMENT_LOAD_OP_LOAD;
  info.storeOp = VK_ATTACHMENT_STORE_OP_STORE;
  return info; // cleared to zero: no surface, nobody, infinitely far
}

void begin_gbuffer(VkCommandBuffer cmd, frame::RenderTargets const& t, bool clear) {
  VkRenderingAttachmentInfo const colors[] = {attachment(t.albedo.view(), clear), attachment(t.normal.view(), clear),
                                              attachment(t.entity.view(), clear)};
  VkRenderingAttachmentInfo const depth = attachment(t.depth.view(), clear);
  VkRenderingInfo info{VK_STRUCTURE_TYPE_RENDERING_INFO};
  info.renderArea = {{0, 0}, t.extent};
  info.layerCount = 1;
  info.colorAttachmentCount = 3;
  info.pColorAttachments = colors;
  info.pDepthAttachment = &depth;
  vkCmdBeginRendering(cmd, &info);
  gpu::draw_area(cmd, t.extent);
}

} // namespace

float visibility_for(double eye_height_m) {
  return 40e3f + 45e3f * static_cast<float>(std::clamp((eye_height_m - 1500) / 7000, 0.0, 1.0));
}

glm::vec3 key_direction(PictureInput const& input) {
  constexpr float kSet = -0.006f; // the sun's own light has gone: see sky_light.comp
  return input.to_sun.z < kSet && input.to_moon.z > 0 ? input.to_moon : input.to_sun;
}

float moonlight(PictureInput const& input) {
  // Half a moon gives a tenth of the full one's light, not half (Allen 1973); low down the air takes most of it.
  float const height = std::clamp(input.to_moon.z / 0.35f, 0.0f, 1.0f);
  return std::pow(input.moon_lit, 3.0f) * std::sqrt(height);
}

float cloud_shadow(PictureInput const& input) {
  return key_direction(input) == input.to_sun ? input.cloud_cover : 0;
}

float exposure_for(glm::vec3 to_sun) {
  float const t = std::clamp((to_sun.z + 0.10f) / 0.32f, 0.0f, 1.0f); // −6° … 13°
  float const low = 6.0f, high = 0.88f;
  float const night = std::clamp((-0.13f - to_sun.z) / 0.10f, 0.0f, 1.0f);
  float const off = (to_sun.z - 0.04f) / 0.05f; // a sun on the horizon looks into the eye
  return low * std::pow(high / low, std::sqrt(t)) * (1 + 0.25f * night) * (1 - 0.28f * std::exp(-off * off));
}

PictureRenderer::PictureRenderer(gpu::ShaderFolder const& shaders, std::shared_ptr<view::Terrain const> terrain,
                                 std::shared_ptr<view::City const> city)
    : device_(&shaders.device()), origin_(terrain->window.origin.east_m, terrain->window.origin.north_m),
      ground_(shaders.device(), terrain), zones_(city->zones, origin_), terrain_(shaders, ground_), sky_(shaders),
      shadow_(make_shadow_map(shaders.device())), shade_(shaders), tone_(shaders, "tone.comp"),
      rain_(shaders, "tone.comp", LOOK_WET), flakes_(shaders, "tone.comp", LOOK_SNOW), data_(shaders, origin_),
      accumulate_(shaders, "accumulate.comp"), fxaa_(shaders, "fxaa.comp"),
      constants_(shaders.device(), kConstantsStride * gpu::FrameRing::kSlots, gpu::MemoryUse::upload),
      uniforms_(shaders.device(), constants_, sizeof(FrameConstants), sky_.light_buffer()) {}

PictureRenderer::~PictureRenderer() {
  vkDeviceWaitIdle(device_->handle());
}

void PictureRenderer::resize(VkExtent2D extent) {
  if (targets_ && targets_->extent.width == extent.width && targets_->extent.height == extent.height) return;
  device_->wait_idle();
  targets_.reset();
  try {
    targets_ = std::make_unique<frame::RenderTargets>(*device_, extent);
    bind_targets();
  } catch (...) {
    targets_.reset();
    throw;
  }
}

void PictureRenderer::bind_targets() {
  auto const& t = *targets_;
  VkSampler const nearest = device_->nearest_clamp(), linear = device_->linear_clamp();
  shade_.bind_targets(t, {&ground_, sky_.picture(), shadow_.view()});
  for (Fullscreen* tone : {&tone_, &rain_, &flakes_})
    tone->images().sampled(0, t.hdr.view(), nearest).storage(0, t.toned.view());
  data_.bind_targets(t);
  accumulate_.images().sampled(0, t.toned.view(), nearest).storage(0, t.sum.view()).storage(1, t.picture.view());
  if (lights_) lights_->bind_targets(t);
  fxaa_.images().sampled(0, t.toned.view(), linear).storage(0, t.picture.view());
}

void PictureRenderer::set_lights(LightSprites& lights) {
  lights_ = &lights;
  if (targets_) lights.bind_targets(*targets_);
}

ShadowPlan PictureRenderer::plan_shadows(PictureInput const& input, SubFrame sub) {
  if (!sub.moving && sub.index > 0) return shadow_cache_.held();
  // Of the whole picture, so that shadows go on from part to part.
  ShadowSight const sight{
      whole_eye(input.eye),  whole_size(input.eye, {targets_->extent.width, targets_->extent.height}),
      key_direction(input),  shadow_.size_px(),
      kShadedGround_m.first, kShadedGround_m.second};
  return sub.moving ? shadow_cache_.moving(sight) : shadow_cache_.still(sight);
}

bool PictureRenderer::ready(PictureInput const& input) {
  KernelKey const key{look_of(constants(input, {}, {})), input.quality};
  if (shade_.kernels().ready(key)) return true;
  shade_.kernels().want(key);
  return false;
}

FrameConstants PictureRenderer::constants(PictureInput const& input, SubFrame sub, Cascades const& cascades) const {
  glm::uvec2 const size{targets_->extent.width, targets_->extent.height};
  glm::vec2 const jitter = sub.moving ? glm::vec2(0) : jitter_of(sub.index);
  EyeRays const rays = eye_rays(input.eye, size, jitter);
  glm::dvec3 const eye = input.eye.position;
  FrameConstants c{};
  c.view_proj = view_projection(input.eye, size, jitter);
  c.ray_right = rays.right;
  c.ray_up = rays.up;
  c.ray_forward = rays.forward;
  c.near_m = kNear_m;
  c.time_s = input.time_of_day_s;
  c.flow_s = static_cast<float>(input.flow_s);
  c.rotor_s = input.rotor_s.value_or(scene::rotor_time_s(input.time_of_day_s, glm::length(input.wind_mps)));
  c.camera_height_m = static_cast<float>(eye.z);
  glm::dvec3 const from_origin = eye - glm::dvec3(origin_, 0);
  glm::dvec3 const whole_mm = glm::floor(from_origin * 1000.0);
  c.camera_mm = ivec3(whole_mm);
  c.camera_rest_m = vec3(from_origin - whole_mm * 1e-3);
  c.camera_ground_m = vec2(from_origin);
  c.pixel_angle_rad = static_cast<float>(pixel_angle_rad(input.eye, size));
  c.exposure = input.exposure;
  c.sun_direction = input.to_sun;
  c.night = std::clamp((0.02f - input.to_sun.z) / 0.16f, 0.0f, 1.0f);
  c.moon_direction = input.to_moon;
  c.moon_light = moonlight(input);
  c.key_direction = key_direction(input);
  c.key_is_moon = c.key_direction == c.sun_direction ? 0.0f : 1.0f;
  auto const lit = scene::lit_shares(input.hour);
  bool const rain = input.weather == Weather::rain, snow = input.weather == Weather::snow;
  c.overcast = rain ? 1.0f : snow ? 0.22f : 0.0f;
  c.wet = rain ? 1.0f : 0.0f;
  c.snow = snow ? 1.0f : 0.0f;
  c.leaf_tint = input.season.leaf;
  c.grass_tint = input.season.grass;
  c.field_color = input.season.field;
  c.field_share = input.season.field_share;
  c.cloud_cover = input.cloud_cover * (1 - std::clamp(c.night, 0.0f, 1.0f));
  c.lit_share = vec4(lit[0], lit[1], lit[2], lit[3]);
  c.picture_px = vec2(size);
  c.part_px = input.eye.part_px;
  c.whole_px = vec2(whole_size(input.eye, size));
  c.wind_mps = input.wind_mps;
  c.haze_per_m = 3.0f / input.visibility_m; // Koschmieder with 5 % contrast
  c.haze_height_m = 550;
  side_planes(eye_rays(input.eye, size), c.frustum);
  for (int i = 0; i < SHADOW_CASCADES; ++i) {
    c.shadow_matrix[i] = cascades.cascade[i].matrix;
    c.shadow_texel_m[i] = cascades.cascade[i].texel_m;
  }
  c.shadow_texel_m.z = cascades.range_m;
  ground_.describe(c, eye);
  zones_.describe(c);
  data_.field.describe(c);
  c.wake_count = static_cast<uint>(std::min<std::size_t>(input.ships.size(), MAX_WAKES));
  for (std::size_t i = 0; i < c.wake_count; ++i) {
    auto const& ship = input.ships[i];
    c.wakes[i] = {vec2(ship.stern_m - glm::dvec2(eye)), ship.ahead, ship.length_m, ship.width_m, ship.speed_mps, 0};
  }
  c.frame_index = sub.index;
  c.flags = input.flags | (c.key_direction.z < 0.01f ? FRAME_NO_SHADOWS : 0u);
  return c;
}

void PictureRenderer::add_gbuffer_passes(FrameContext& context) {
  using frame::Use;
  auto const& r = context.resources;
  context.graph.add({"terrain",
                     {{r.gbuffer, Use::color_target}, {r.depth, Use::depth_target}},
                     [this, &context](VkCommandBuffer cmd) {
                       begin_gbuffer(cmd, context.targets, true);
                       terrain_.draw(cmd, context);
                       vkCmdEndRendering(cmd);
                     }});
  if (sources_.empty()) return;
  std::vector<frame::Access> accesses{{r.gbuffer, Use::color_target}, {r.depth, Use::depth_target}};
  for (auto const* source : sources_)
    for (auto const& access : source->reads())
      accesses.push_back(access);
  context.graph.add({"models", accesses, [this, &context](VkCommandBuffer cmd) {
                       begin_gbuffer(cmd, context.targets, false);
                       for (auto* source : sources_)
                         source->draw(cmd, context);
                       vkCmdEndRendering(cmd);
                     }});
}

void PictureRenderer::add_line_pass(FrameContext& context) {
  if (std::none_of(sources_.begin(), sources_.end(), [](auto const* source) { return source->has_lines(); })) return;
  context.graph.add(
      {"lines",
       {{context.resources.hdr, frame::Use::color_target}, {context.resources.depth, frame::Use::depth_target}},
       [this, &context](VkCommandBuffer cmd) {
         frame::RenderTargets const& t = context.targets;
         VkRenderingAttachmentInfo const light = attachment(t.hdr.view(), false);
         VkRenderingAttachmentInfo const depth = attachment(t.depth.view(), false);
         VkRenderingInfo info{VK_STRUCTURE_TYPE_RENDERING_INFO};
         info.renderArea = {{0, 0}, t.extent};
         info.layerCount = 1;
         info.colorAttachmentCount = 1;
         info.pColorAttachments = &light;
         info.pDepthAttachment = &depth;
         vkCmdBeginRendering(cmd, &info);
         gpu::draw_area(cmd, t.extent);
         for (auto* source : sources_)
           source->draw_lines(cmd, context);
         vkCmdEndRendering(cmd);
       }});
}

void PictureRenderer::add_shading_passes(FrameContext& context, SubFrame sub) {
  using frame::Use;
  auto const& r = context.resources;
  auto const extent = targets_->extent;
  shade_.add_passes(context, sub.kernels);
  add_line_pass(context);
  if (lights_) lights_->add_passes(context);
  context.graph.add({"tone map",
                     {{r.hdr, Use::sampled}, {r.toned, Use::storage_write}},
                     [this, extent, &context](VkCommandBuffer cmd) {
                       FrameConstants const& c = context.constants;
                       Fullscreen const& tone = c.wet > 0 ? rain_ : c.snow > 0 ? flakes_ : tone_;
                       tone.run(cmd, extent, std::uint32_t{(c.flags & FRAME_NOT_ENCODED) == 0});
                     }});
  data_.add_passes(context);
  if (sub.moving && context.input.quality != Quality::full) {
    context.graph.add({"show", {{r.toned, Use::copy_from}, {r.picture, Use::copy_to}}, [this](VkCommandBuffer cmd) {
                         copy_whole(cmd, targets_->toned, targets_->picture);
                       }});
    return;
  }
  if (sub.moving) {
    context.graph.add({"smooth edges",
                       {{r.toned, Use::sampled}, {r.picture, Use::storage_write}},
                       [this, extent](VkCommandBuffer cmd) { fxaa_.run(cmd, extent, std::uint32_t{0}); }});
    return;
  }
  context.graph.add(
      {"accumulate",
       {{r.toned, Use::sampled}, {context.graph.resource("sum"), Use::storage_write}, {r.picture, Use::storage_write}},
       [this, extent, i = sub.index](VkCommandBuffer cmd) { accumulate_.run(cmd, extent, i); }});
}

void PictureRenderer::record(gpu::FrameRing::Frame const& frame, PictureInput const& input, SubFrame sub,
                             Overlay const& overlay) try {
  ground_.set_sun(key_direction(input), cloud_shadow(input));
  frame::FrameGraph graph;
  FrameResources const resources{graph.resource("g-buffer"), graph.resource("depth"), graph.resource("shadow"),
                                 graph.resource("hdr"),      graph.resource("toned"), graph.resource("picture")};
  auto const shadows = plan_shadows(input, sub);
  FrameConstants host = constants(input, sub, shadows.cascades);
  if (spoil_) spoil_(host);
  VkDeviceSize const slot = frame.number % gpu::FrameRing::kSlots * kConstantsStride;
  std::memcpy(constants_.mapped() + slot, &host, sizeof(host));
  uniforms_.bind(frame.cmd, static_cast<std::uint32_t>(slot));
  FrameContext context{graph, *frame.arena, *targets_, resources, input, host, shadows.work};
  sky_.add_passes(context);
  terrain_.prepare(context);
  for (auto* source : sources_)
    source->prepare(context);
  shadow_.add_passes(context, sources_);
  add_gbuffer_passes(context);
  add_shading_passes(context, sub);
  if (overlay) overlay(context);
  graph.execute(frame);
} catch (...) { // nothing of this frame will be drawn: what is kept from frame to frame is not there
  sky_.forget();
  shadow_cache_ = {};
  throw;
}

} // namespace dalian::passes
