#pragma once
// The window's own picture: the scene's picture brought to the window's size, with the mark of the selection, labels
// and panels on it, copied to the swapchain. Also asks which entity is under the pointer, answered two frames later.
#include "renderer/frame/render_targets.hpp"
#include "renderer/gpu/png_file.hpp"
#include "renderer/gpu/swapchain.hpp"
#include "renderer/passes/imgui.hpp"
#include "renderer/passes/labels.hpp"
#include "renderer/passes/selection.hpp"

#include <array>
#include <optional>

struct ImDrawData;

namespace dalian::viewer {

/// Which texel of the entity image is asked for, and why.
struct PickRequest {
  double x = 0, y = 0; // 0…1 of the picture
  bool click = false;  // else only hovered
};

struct PickAnswer {
  PickRequest request;
  std::uint32_t texel = 0; // ENTITY_… of scene_types.h; a mover within a few pixels goes before what is right below
};

struct ScreenContent {
  ui::DrawList const* overlay = nullptr;
  glm::ivec2 overlay_from{}; // which of its pixels is the first of the screen, where that is a part of a wall
  ImDrawData const* panels = nullptr;
  std::optional<passes::Selection::Look> selection; // its box in pixels of the screen
  std::optional<PickRequest> pick;
  gpu::Swapchain::Target target;
  VkExtent2D target_extent{};
};

class Screen {
 public:
  /// Needs a current ImGui context.
  Screen(gpu::ShaderFolder const& shaders, ui::GlyphAtlas& atlas);

  /// To the window's size; waits for the GPU when it changes.
  void resize(VkExtent2D extent);
  /// The scene's targets were made anew: nothing may be in flight.
  void set_targets(frame::RenderTargets const& targets);
  void reload_fonts() { panels_.load_fonts(); }

  /// The answer to the pick of the frame that used this slot before; call right after FrameRing::begin.
  std::optional<PickAnswer> answer(std::uint64_t frame_number);
  /// Adds all passes after those of the scene.
  void add(frame::FrameGraph& graph, gpu::FrameArena& arena, frame::RenderTargets const& targets,
           frame::Resource picture, frame::Resource entities, ScreenContent const& content, std::uint64_t frame_number);

  VkExtent2D extent() const { return image_.extent(); }
  /// What was shown last; waits for the GPU.
  gpu::Picture picture();

 private:
  struct Slot {
    gpu::Buffer texels;
    std::optional<PickRequest> request;
    VkExtent2D area{};
    VkOffset2D middle{}; // of the asked texel within the area
  };
  void add_copy(frame::FrameGraph& graph, frame::RenderTargets const& targets, frame::Resource picture,
                frame::Resource screen);
  void add_pick(frame::FrameGraph& graph, frame::RenderTargets const& targets, frame::Resource entities,
                PickRequest const& request, Slot& slot);

  gpu::Device& device_;
  passes::Labels labels_;
  passes::Panels panels_;
  passes::Selection selection_;
  gpu::Image image_;
  std::array<Slot, gpu::FrameRing::kSlots> slots_;
};

} // namespace dalian::viewer
