#pragma once
// What pictures without a window are made on: the city on a device, the data and the words over it, set up once for
// one picture or for all of a film. Main thread only.
#include "renderer/app/command_line.hpp"
#include "renderer/app/headless.hpp"
#include "renderer/app/layers.hpp"
#include "renderer/passes/city_geometry.hpp"
#include "renderer/passes/labels.hpp"
#include "renderer/scene/bookmarks.hpp"
#include "renderer/ui/picture_overlay.hpp"

namespace dalian::viewer {

template <class T>
T or_throw(Result<T> result) {
  if (!result) throw std::runtime_error(result.error());
  return std::move(result).value();
}
inline void or_throw(Status const& status) {
  if (!status) throw std::runtime_error(status.error());
}

struct PictureAssets {
  std::filesystem::path folder;
  std::shared_ptr<view::City const> city;
  std::shared_ptr<view::Terrain const> terrain;
  std::vector<scene::Bookmark> bookmarks;
};
/// Throws std::runtime_error with one clear line.
PictureAssets load_picture_assets(CommandLine const& options);

/// Wrong usage: the line lists the views there are.
class UnknownView : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
scene::Bookmark const& view_of(PictureAssets const& assets, std::string const& id);

/// What lives at an instant; carried on from `epoch` to `now`.
struct LiveMoment {
  Instant now{}, epoch{};
  std::shared_ptr<view::CityView const> view; // null: nothing live
};

/// One picture to be taken.
struct Shot {
  scene::Camera camera;
  Instant light{};
  passes::Weather weather = passes::Weather::clear;
  double elapsed_s = std::numeric_limits<double>::infinity(); // since the picture before: labels fade
};

/// What the camera, the light and the weather of a shot mean for the picture.
passes::PictureInput picture_input(Shot const& shot);

/// Draws over the picture and returns the boxes that labels keep out of.
using Sheet = std::function<std::vector<ui::Box>(ui::ViewFrustum const&, ui::TextPainter&, ui::DrawList&)>;

/// Words over the finished picture: names, caption, scale, and a sheet of one's own.
class StillOverlay {
 public:
  StillOverlay(gpu::ShaderFolder const& shaders, PictureAssets const& assets, std::filesystem::path const& fonts);

  void compose(ui::OverlayFrame frame, ui::OverlayOptions const& options, Sheet const& sheet = {});
  /// What is drawn from now on begins there in the picture that compose() was told of.
  void begin_at(glm::ivec2 from_px) { from_px_ = from_px; }
  void operator()(passes::FrameContext& context);

 private:
  ui::Lang lang_;
  ui::FontFiles fonts_;
  ui::GlyphAtlas atlas_;
  ui::TextPainter painter_;
  ui::PictureOverlay overlay_;
  passes::Labels labels_;
  ui::DrawList list_;
  glm::ivec2 from_px_{};
};

class PictureStage {
 public:
  /// `device`, `assets` and `options` must outlive this. Throws gpu::GpuError and std::runtime_error.
  PictureStage(gpu::Device& device, PictureAssets const& assets, CommandLine const& options);

  passes::PictureRenderer& renderer() { return renderer_; }
  /// What lives in the shots to come.
  void show(LiveMoment live);
  /// Data over the city in the shots to come; throws when they cannot be shown.
  void show_layers(std::set<std::string> const& names);

  /// The mean of kSubFrames frames. `stats` gets everything but start_ms.
  gpu::Picture still(Shot const& shot, PictureStats& stats, Sheet const& sheet = {});
  /// Of a film: the mean of `sub_frames` frames.
  gpu::Picture frame(Shot const& shot, unsigned sub_frames, Sheet const& sheet);

 private:
  void compose(Shot const& shot, Sheet const& sheet);
  gpu::Picture tiled(passes::PictureInput input, PictureStats& stats);
  passes::PictureInput input_of(Shot const& shot) const;
  passes::PictureRenderer::Overlay overlay();

  gpu::Device* device_;
  PictureAssets const* assets_;
  CommandLine const* options_;
  gpu::ShaderFolder shaders_;
  passes::PictureRenderer renderer_;
  std::unique_ptr<passes::CityGeometry> geometry_;
  std::optional<Layers> layers_;
  std::optional<StillOverlay> overlay_;
  std::optional<gpu::FrameRing> ring_;
  LiveMoment live_;
};

} // namespace dalian::viewer
