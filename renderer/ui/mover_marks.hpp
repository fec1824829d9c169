#pragma once
// Marks for live things too small to be seen: where the model is less than some pixels long, a small sign of its kind
// and heading stands for it, and fades out as the model becomes readable. Pure functions of the view and the movers;
// pixels from the top left. Knows no pass. Not for things in the static city.
#include "renderer/ui/draw_list.hpp"
#include "renderer/ui/view_frustum.hpp"
#include "twin/base/time.hpp"
#include "twin/view/city_view.hpp"

#include <span>
#include <vector>

namespace dalian::ui {

/// dart: under way, points where the bow points. diamond: a ship at rest. disc: a connected vehicle. dot: an aid to
/// navigation.
enum class MarkForm : std::uint8_t { dart, diamond, disc, dot };

struct Mark {
  std::uint32_t handle = 0;
  MarkForm form = MarkForm::dart;
  ScreenPoint at;
  float direction_x = 0, direction_y = -1; // unit, on the screen; means something for darts only
  float size_px = 0;                       // length of a dart or diamond, diameter of a disc or dot; without its edge
  float length_m = 0;                      // of the thing
  Rgba colour = 0;
  double opacity = 1;
  bool focus = false; // selected
  bool stale = false;
  double stale_s = 0; // for how long
};

/// Marks grow and shrink with the picture, but not below three quarters of their size at 720 lines.
double mark_scale(int picture_height_px);

/// Size of the mark of a thing `length_m` long, in pixels at 720 lines: ships 6.5 to 9, aids to navigation 3.
double mark_size(view::Shape shape, double length_m);

/// How opaque the mark of a thing is whose model is `seen_px` long on a picture of 720 lines: 1 up to 10 px, 0 from 18;
/// and it fades from 40 to 55 km away, where marks would only crowd the horizon.
double mark_opacity(double seen_px, double distance_m);

struct MarkFrame {
  ViewFrustum view;
  Instant now{}; // movers stand where they are then
  std::span<view::Mover const> movers;
  std::uint32_t focus = 0; // handle of the selected mover; 0: none
};

/// A mark for each mover in the picture, not behind the ground, that is too small to be seen; thinned, the farthest
/// first. The same for the same arguments in any order of movers.
std::vector<Mark> mover_marks(MarkFrame const& frame, view::Terrain const& terrain);

/// Of marks nearer to each other than six tenths of the sum of their radii only the more important stays: the selected
/// one, fresh before stale, the larger mark, the longer thing, the lower handle. Less covered ones fade a little. Order
/// is kept.
void thin_marks(std::vector<Mark>& marks);

/// Marks under a text step back so that it reads; the selected one does not.
void dim_under(Box const& text, std::vector<Mark>& marks);

/// The mark whose middle is nearest to (x, y), at most `reach_px` away; of equally near ones the last, which is drawn
/// on top. Null: none.
Mark const* mark_near(std::span<Mark const> marks, float x, float y, float reach_px);

/// Writes the marks in their order.
void draw_marks(std::span<Mark const> marks, double scale, DrawList& list);

} // namespace dalian::ui
