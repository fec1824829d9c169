#pragma once
// When to draw the scene again, and how well: a rough, fast picture while something moves, sixteen jittered frames into
// one when all stands still, nothing when that is done. Knows no clock and no GPU; seconds come from any steady clock.
#include "renderer/passes/quality.hpp"

#include <cstdint>
#include <optional>

namespace dalian::viewer {

struct PaceInput {
  double wall_s = 0;
  double last_scene_s = 0;     // what a still frame of full size costs, or a guess; 0: none drawn yet
  double last_rough_s = 0;     // what the last frame drawn while moving cost, as it was drawn; 0: not known yet
  bool view_changed = false;   // camera, light or size: what is on the screen is not what it should be
  bool things_changed = false; // a mover came, went or was corrected
  double things_px_per_s = 0;  // speed of the fastest mover on the screen
};

struct PaceStep {
  bool draw_scene = true;
  bool moving = false; // one rough frame; else sub-frame `index` of the mean
  unsigned index = 0;
  bool take_time = true; // movers are to stand where they are now; false: as in the frame before
  double scale = 1;      // of the picture's width and height
  passes::Quality quality = passes::Quality::full;
  double wait_s = 0;    // at most; input ends it
  bool settled = false; // nothing is left to improve
};

/// How a frame is drawn while the view moves, from best to fastest: first less is drawn, then fewer pixels.
struct RoughStep {
  passes::Quality quality;
  double scale;
};

class Pace {
 public:
  /// `quality`: of every picture; empty: full where there is time, and what the device can keep up with in a move.
  explicit Pace(unsigned sub_frames, std::optional<passes::Quality> quality = {})
      : sub_frames_(sub_frames), quality_(quality) {}
  PaceStep step(PaceInput const& input);
  /// The still picture in the making begins anew.
  void restart() { next_ = 0; }
  /// Of a frame in a move now.
  RoughStep rough() const;

 private:
  void begin_move(double scene_s);
  void adapt(double rough_s);

  unsigned sub_frames_;
  std::optional<passes::Quality> quality_;
  unsigned next_ = 0;          // sub-frame
  double time_taken_s_ = -1e9; // wall clock when the movers' time was last taken
  double still_since_s_ = -1e9;
  bool things_waiting_ = true, in_move_ = false;
  std::size_t rough_ = 0;          // place on the ladder of rough steps
  unsigned young_ = 0, quick_ = 0; // frames since the last change of it; of those, one after the other, quick ones
  unsigned patience_ = 0;          // quick frames before the next try
  bool climbed_ = false;           // the last change was such a try
};

} // namespace dalian::viewer
