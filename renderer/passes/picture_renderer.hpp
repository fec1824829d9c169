#pragma once
// The list of passes that make a picture, in the order they run. Headless shots and the window both call record().
// Not thread-safe: one thread records.
#include "renderer/gpu/uniform_set.hpp"
#include "renderer/passes/data_layers.hpp"
#include "renderer/passes/frame_context.hpp"
#include "renderer/passes/fullscreen.hpp"
#include "renderer/passes/shade_pass.hpp"
#include "renderer/passes/shadow_cache.hpp"
#include "renderer/passes/shadow_map.hpp"
#include "renderer/passes/sky_pass.hpp"
#include "renderer/passes/terrain_data.hpp"
#include "renderer/passes/terrain_pass.hpp"
#include "renderer/passes/zone_data.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace dalian::passes {

/// A still picture is the mean of kSubFrames jittered frames; a moving one is a single frame softened along its edges.
inline constexpr unsigned kSubFrames = 16;
struct SubFrame {
  unsigned index = 0;  // 0…: the first starts the sum and draws the shadow maps
  bool moving = false; // one frame, FXAA, no sum
};

struct PictureCounts {
  std::uint32_t terrain_patches = 0;
};

class PictureRenderer {
 public:
  /// Uploads the ground; throws gpu::GpuError.
  PictureRenderer(gpu::ShaderFolder const& shaders, std::shared_ptr<view::Terrain const> terrain,
                  std::shared_ptr<view::City const> city);
  ~PictureRenderer();

  /// Makes the targets anew if the size differs. Waits for the GPU then. After gpu::OutOfMemory there are none: ask for
  /// a smaller size.
  void resize(VkExtent2D extent);
  /// `source` is drawn in every frame from now on and must outlive this.
  void add(GeometrySource& source) { sources_.push_back(&source); }
  /// Spares the first picture under this sun the work; `light` is of this renderer's terrain.
  void set_light(GroundLight const& light) { ground_.set_light(light); }
  /// What is shown as data over the city.
  DataLayers& data() { return data_; }
  /// Called at the end of each frame's graph: adds passes that draw on the finished picture (labels, panels).
  using Overlay = std::function<void(FrameContext&)>;

  /// For tests of tests: `how` changes the constants of every frame from now on.
  void spoil(std::function<void(FrameConstants&)> how) { spoil_ = std::move(how); }

  /// Records one frame into targets().picture. resize() first. When it throws, the frame must not be submitted, and a
  /// still picture starts anew.
  void record(gpu::FrameRing::Frame const& frame, PictureInput const& input, SubFrame sub, Overlay const& overlay = {});

  frame::RenderTargets const& targets() const { return *targets_; }
  ShadowMap const& shadow_map() const { return shadow_; }
  ShadePass const& shading() const { return shade_; }
  SkyPass const& sky() const { return sky_; }
  TerrainData const& ground() const { return ground_; }
  PictureCounts counts() const { return {terrain_.patches()}; }
  /// Map position of the scene's origin: ground coordinates and millimetre positions start here.
  glm::dvec2 origin() const { return origin_; }

 private:
  ShadowPlan plan_shadows(PictureInput const& input, SubFrame sub);
  FrameConstants constants(PictureInput const& input, SubFrame sub, Cascades const& cascades) const;
  void add_gbuffer_passes(FrameContext& context);
  void add_line_pass(FrameContext& context);
  void add_shading_passes(FrameContext& context, SubFrame sub);
  void bind_targets();

  gpu::Device* device_;
  glm::dvec2 origin_;
  TerrainData ground_;
  ZoneData zones_;
  TerrainPass terrain_;
  SkyPass sky_;
  ShadowMap shadow_;
  ShadowCache shadow_cache_;
  ShadePass shade_;
  Fullscreen tone_, rain_, flakes_; // light → display; with rain or snow before the eye
  DataLayers data_;
  Fullscreen accumulate_, fxaa_;
  gpu::Buffer constants_; // one copy per frame slot
  gpu::UniformSet uniforms_;
  std::unique_ptr<frame::RenderTargets> targets_;
  std::vector<GeometrySource*> sources_;
  std::function<void(FrameConstants&)> spoil_;
};

/// Visibility of a clear afternoon, metres: farther for eyes high above the haze.
float visibility_for(double eye_height_m);

/// Towards what casts the shadows: the sun, or after dusk the moon if it is up.
glm::vec3 key_direction(PictureInput const& input);
/// What arrives of the light of a full moon high in the sky, 0…1.
float moonlight(PictureInput const& input);

/// Fixed exposure for a height of the sun (sine): the sunny-16 rule by day, opened as the sun sets, as an eye would.
float exposure_for(glm::vec3 to_sun);

} // namespace dalian::passes
