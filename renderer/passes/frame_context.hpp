#pragma once
// What passes share while one frame is put together, and how others add to it: things drawn into the G-buffer, and
// overlays on the finished picture.
#include "renderer/frame/frame_graph.hpp"
#include "renderer/frame/render_targets.hpp"
#include "renderer/gpu/frame_ring.hpp"
#include "renderer/passes/eye.hpp"
#include "renderer/passes/gpu_types.hpp"
#include "renderer/passes/quality.hpp"
#include "renderer/passes/wakes.hpp"
#include "renderer/scene/season.hpp"

#include <array>
#include <optional>

namespace dalian::passes {

/// Chosen for a picture, not measured.
enum class Weather : std::uint8_t { clear, haze, rain, snow };

/// What one picture shows; everything else follows from the city and the terrain.
struct PictureInput {
  Eye eye;
  glm::vec3 to_sun{0, 0, 1};        // unit, east-north-up
  glm::vec3 to_moon{0, 0, -1};      // likewise
  float moon_lit = 0;               // share of its disc that shines
  scene::Season season = {};        // of the date: see scene::season_of
  float hour = 12;                  // local, 0…24: which windows are lit
  double now_s = 0;                 // of the movers' epoch: they are carried on from their t0 to this
  float time_of_day_s = 0;          // moves the waves
  double flow_s = 0;                // moves what flows along lines; small: wrapped by who sets it
  float exposure = 1;               // see exposure_for
  glm::vec2 wind_mps{5, 2};         // where the wind blows to, east and north
  Weather weather = Weather::clear; // see set_weather
  float visibility_m = 40000;       // meteorological: contrast falls to 5 %
  float cloud_cover = 0;            // of fair-weather clouds, 0…1; set_weather sets it
  std::vector<ShipUnderWay> ships;  // whose wakes are drawn: see ships_under_way
  Quality quality = Quality::full;
  std::uint32_t flags = 0; // FRAME_…
  /// How long rotors have turned (scene::RotorClock); empty: this wind blew all day.
  std::optional<float> rotor_s = {};
};

/// Frame graph resources that others may declare.
struct FrameResources {
  frame::Resource gbuffer, depth, shadow, hdr, toned, picture;
};

/// Which shadow maps are drawn in this frame; the others hold from an earlier one.
struct ShadowWork {
  std::array<bool, SHADOW_CASCADES> still{}; // of what stands
  bool moving = false;                       // of what moves, into every map
};

struct FrameContext {
  frame::FrameGraph& graph;
  gpu::FrameArena& arena;
  frame::RenderTargets const& targets;
  FrameResources resources;
  PictureInput const& input;
  FrameConstants const& constants; // bound as set 1, binding 0: see common.glsl
  ShadowWork shadows;
};

/// Draws things beside the terrain. Outlives the renderer it was added to.
class GeometrySource {
 public:
  virtual ~GeometrySource() = default;
  /// May add passes (culling) to the graph and take from the arena. Called once per frame, before the passes below run.
  virtual void prepare(FrameContext& context) = 0;
  /// What draw() and draw_shadow() read beside the context: resources prepare() wrote, with their use.
  virtual std::vector<frame::Access> reads() const { return {}; }
  /// Inside dynamic rendering to albedo, normal, entity and depth (frame::k…Format), viewport and scissor set.
  virtual void draw(VkCommandBuffer cmd, FrameContext const& context) = 0;
  /// Inside dynamic rendering to the depth of one cascade (frame::kDepthFormat), viewport, scissor and bias set.
  virtual void draw_shadow(VkCommandBuffer cmd, FrameContext const& context, int cascade) = 0;
  /// Whether draw_lines() has something to draw in this frame, once prepare() has run.
  virtual bool has_lines() const { return false; }
  /// Thin things blended over the shaded light: inside dynamic rendering to hdr, tested against the depth.
  virtual void draw_lines(VkCommandBuffer, FrameContext const&) {}
  /// Whether anything of this source moves, and its part of the shadow: drawn after draw_shadow of all sources.
  virtual bool moves() const { return false; }
  virtual void draw_moving_shadow(VkCommandBuffer, FrameContext const&, int) {}
};

} // namespace dalian::passes
