#pragma once
// When to draw the scene again, and how well: a rough, fast picture while something moves, sixteen jittered frames into
// one when all stands still, nothing when that is done. Knows no clock and no GPU; seconds come from any steady clock.
#include <cstdint>

namespace dalian::viewer {

struct PaceInput {
  double wall_s = 0;
  double last_scene_s = 0;     // what the last drawn scene cost at full size, or a guess; 0: none drawn yet
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
  double wait_s = 0;     // at most; input ends it
  bool settled = false;  // nothing is left to improve
};

class Pace {
 public:
  explicit Pace(unsigned sub_frames) : sub_frames_(sub_frames) {}
  PaceStep step(PaceInput const& input);

 private:
  unsigned sub_frames_;
  unsigned next_ = 0;          // sub-frame
  double time_taken_s_ = -1e9; // wall clock when the movers' time was last taken
  double still_since_s_ = -1e9;
  bool things_waiting_ = true;
};

} // namespace dalian::viewer
