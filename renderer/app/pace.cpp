#include "renderer/app/pace.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::viewer {
namespace {

constexpr double kSettle_s = 0.35; // of stillness before the slow, good picture begins
constexpr double kSmooth_s = 0.05; // a frame longer than this is drawn smaller while the view moves
constexpr double kSmear_px = 1.0;  // movers may shift so far unseen while a still picture is made
constexpr double kIdle_s = 0.1;

/// Full, three quarters, half, or what a processor that plays the graphics card still moves.
double scale_for(double scene_s) {
  double const wanted = scene_s > kSmooth_s ? std::sqrt(kSmooth_s / scene_s) : 1;
  return wanted > 0.87 ? 1 : wanted > 0.65 ? 0.75 : wanted > 0.42 ? 0.5 : 0.35;
}

} // namespace

PaceStep Pace::step(PaceInput const& in) {
  PaceStep step;
  things_waiting_ |= in.things_changed;
  if (in.view_changed) still_since_s_ = in.wall_s;
  if (in.wall_s - still_since_s_ < kSettle_s) {
    next_ = 0;
    time_taken_s_ = in.wall_s;
    things_waiting_ = false;
    step.moving = true;
    step.scale = scale_for(in.last_scene_s);
    return step;
  }
  // Too fast for a mean of many frames: one frame after the other, with a rest for the rest of the machine.
  if (in.things_px_per_s * in.last_scene_s * sub_frames_ > kSmear_px) {
    next_ = 0;
    time_taken_s_ = in.wall_s;
    things_waiting_ = false;
    step.moving = true;
    step.wait_s = std::min(kIdle_s, 0.3 * in.last_scene_s);
    return step;
  }
  if (next_ >= sub_frames_) {
    double const shift_px = in.things_px_per_s * (in.wall_s - time_taken_s_);
    if (!things_waiting_ && shift_px < kSmear_px) {
      step.draw_scene = false;
      step.take_time = false;
      step.settled = true;
      step.wait_s = kIdle_s;
      return step;
    }
    next_ = 0;
  }
  step.take_time = next_ == 0;
  if (step.take_time) {
    time_taken_s_ = in.wall_s;
    things_waiting_ = false;
  }
  step.index = next_++;
  return step;
}

} // namespace dalian::viewer
