#pragma once
// A named view with everything that draws it, one moving frame at a time, so that tests may look into every image on
// the way and spoil what goes in.
#include "renderer/gpu/png_file.hpp"
#include "renderer/passes/city_geometry.hpp"
#include "renderer/passes/labels.hpp"
#include "renderer/passes/picture_renderer.hpp"
#include "renderer/scene/bookmarks.hpp"
#include "renderer/ui/picture_overlay.hpp"

#include <filesystem>
#include <memory>

namespace dalian::test {

inline constexpr VkExtent2D kViewSize{640, 360};

/// Folder of the baked assets (DALIAN_ASSETS).
std::filesystem::path assets();

/// What a view is made from; a test may change any of it.
struct Parts {
  std::shared_ptr<view::City> city;
  std::shared_ptr<view::Terrain> terrain;
  scene::Camera camera;
  std::filesystem::path models;    // folder
  std::vector<view::Mover> movers; // made up: two ships under way in front of the eye
  Instant light{};                 // the movers' epoch
};
/// Throws with the reason when the assets are not whole.
Parts load_parts(std::string const& view);

/// What one frame of it shows.
struct Frame {
  passes::PictureInput input;
  ui::OverlayOptions overlay;
  bool with_overlay = true;
};

class DrawnView {
 public:
  DrawnView(gpu::Device& device, Parts parts);

  Frame usual() const;
  /// One moving frame.
  void draw(Frame const& frame);
  /// The picture of usual(), or of what `change` makes of it.
  gpu::Picture picture(std::function<void(Frame&)> const& change = {});

  passes::PictureRenderer& renderer() { return renderer_; }
  passes::CityGeometry& geometry() { return *geometry_; }
  Parts const& parts() const { return parts_; }

 private:
  gpu::Device& device_;
  Parts parts_;
  gpu::ShaderFolder shaders_;
  std::unique_ptr<passes::CityGeometry> geometry_;
  passes::PictureRenderer renderer_;
  ui::Lang lang_;
  ui::GlyphAtlas atlas_;
  ui::PictureOverlay overlay_;
  passes::Labels labels_;
  gpu::FrameRing ring_;
};

} // namespace dalian::test
