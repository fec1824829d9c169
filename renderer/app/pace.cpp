#include "renderer/app/pace.hpp"

#include <algorithm>
#include <array>

namespace dalian::viewer {
namespace {

constexpr double kSettle_s = 0.35;  // of stillness before the slow, good picture begins
constexpr double kSmooth_s = 0.075; // a frame longer than this is drawn more simply while the view moves
constexpr double kSmear_px = 1.0;   // movers may shift so far unseen while a still picture is made
constexpr double kIdle_s = 0.1;

constexpr std::array<RoughStep, 7> kLadder{{{passes::Quality::full, 1},
                                            {passes::Quality::light, 1},
                                            {passes::Quality::plain, 1},
                                            {passes::Quality::plain, 0.8},
                                            {passes::Quality::plain, 0.65},
                                            {passes::Quality::plain, 0.5},
                                            {passes::Quality::plain, 0.35}}};
// What such a frame costs beside a still one of full size, as measured on two cores: only to begin with.
constexpr std::array<double, 7> kShare{1, 0.9, 0.55, 0.45, 0.36, 0.29, 0.24};
constexpr unsigned kInFlight = 3;                     // frames until a cost is that of the new step
constexpr unsigned kPatience = 6, kMostPatience = 96; // quick frames before a better step is tried

} // namespace

RoughStep Pace::rough() const {
  RoughStep const step = kLadder[rough_];
  return {quality_.value_or(step.quality), step.scale};
}

/// The best step whose guessed cost is short enough, or the one that the last move ended with.
void Pace::begin_move(double scene_s) {
  young_ = quick_ = 0;
  climbed_ = false;
  patience_ = kPatience;
  if (rough_ > 0) return;
  while (rough_ + 1 < kLadder.size() && scene_s * kShare[rough_] > kSmooth_s)
    ++rough_;
}

/// Down at once when frames are too long; up when the better step has long been expected to be short enough. One that
/// was not is tried less often.
void Pace::adapt(double rough_s) {
  if (rough_s <= 0 || ++young_ <= kInFlight) return;
  bool const better_fits = rough_ > 0 && rough_s * kShare[rough_ - 1] / kShare[rough_] < 0.97 * kSmooth_s;
  quick_ = better_fits ? quick_ + 1 : 0;
  std::size_t const before = rough_;
  if (rough_s > 1.15 * kSmooth_s) rough_ = std::min(rough_ + (rough_s > 2 * kSmooth_s ? 2 : 1), kLadder.size() - 1);
  if (quick_ >= patience_) --rough_;
  if (rough_ == before) return;
  if (climbed_) patience_ = rough_ > before ? std::min(2 * patience_, kMostPatience) : kPatience;
  climbed_ = rough_ < before;
  young_ = quick_ = 0;
}

PaceStep Pace::step(PaceInput const& in) {
  PaceStep step;
  things_waiting_ |= in.things_changed;
  if (in.view_changed) still_since_s_ = in.wall_s;
  step.quality = quality_.value_or(passes::Quality::full);
  if (in.wall_s - still_since_s_ < kSettle_s) {
    next_ = 0;
    time_taken_s_ = in.wall_s;
    things_waiting_ = false;
    if (in_move_)
      adapt(in.last_rough_s);
    else
      begin_move(in.last_scene_s);
    in_move_ = true;
    step.moving = true;
    step.scale = rough().scale;
    step.quality = rough().quality;
    return step;
  }
  in_move_ = false;
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
