#include "renderer/passes/sky_pass.hpp"

namespace dalian::passes {
namespace {

constexpr VkExtent2D kSize{96, 96};

gpu::ImageDesc picture_desc() {
  gpu::ImageDesc desc;
  desc.format = VK_FORMAT_R16G16B16A16_SFLOAT;
  desc.extent = kSize;
  desc.usage = VK_IMAGE_USAGE_STORAGE_BIT | VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT;
  return desc;
}

struct Push { // sky_lut.comp, sky_light.comp
  glm::vec3 to_sun;
  float camera_height_m, haze_per_m, haze_height_m;
  std::uint64_t target;
};

} // namespace

SkyPass::SkyPass(gpu::ShaderFolder const& shaders)
    : picture_(shaders.device(), picture_desc()), light_(shaders.device(), sizeof(SkyLight), gpu::MemoryUse::device),
      draw_(shaders, "sky_lut.comp"), gather_(shaders, "sky_light.comp") {
  draw_.images().storage(0, picture_.view());
  gather_.images().sampled(0, picture_.view(), shaders.device().linear_clamp());
}

bool SkyPass::still_holds(State const& s) const {
  // The horizon's dip and the air below change little until the height changes by a twentieth.
  bool const near_enough = std::abs(s.camera_height_m - drawn_.camera_height_m) <= 0.05f * drawn_.camera_height_m + 1;
  return s.to_sun == drawn_.to_sun && s.haze_per_m == drawn_.haze_per_m && s.night == drawn_.night &&
         s.moon_light == drawn_.moon_light && s.clouds == drawn_.clouds && near_enough;
}

void SkyPass::add_passes(FrameContext& context) {
  FrameConstants const& c = context.constants;
  State const state{c.sun_direction, c.camera_height_m, c.haze_per_m, c.haze_height_m,
                    c.night,         c.moon_light,      c.overcast};
  if (still_holds(state)) return;
  drawn_ = state;
  auto const picture = context.graph.resource("sky"), light = context.graph.resource("sky light");
  Push const push{state.to_sun, state.camera_height_m, state.haze_per_m, state.haze_height_m, light_.address()};
  context.graph.add({"sky", {{picture, frame::Use::storage_write}}, [this, push](VkCommandBuffer cmd) {
                       draw_.run(cmd, kSize, push);
                     }});
  context.graph.add({"sky light",
                     {{picture, frame::Use::sampled}, {light, frame::Use::storage_write}},
                     [this, push](VkCommandBuffer cmd) {
                       gather_.run(cmd, {1, 1}, push);
                     }});
}

} // namespace dalian::passes
