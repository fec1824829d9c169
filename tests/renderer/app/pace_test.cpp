#include "renderer/app/pace.hpp"

#include <gtest/gtest.h>

namespace dalian::viewer {
namespace {

constexpr unsigned kSubFrames = 16;

/// Steps of 0.1 s until the picture has settled; how many scenes were drawn.
int drawn_until_settled(Pace& pace, PaceInput& in, int at_most = 100) {
  int drawn = 0;
  for (int i = 0; i < at_most; ++i, in.wall_s += 0.1) {
    PaceStep const step = pace.step(in);
    in.view_changed = in.things_changed = false;
    if (step.settled) return drawn;
    drawn += step.draw_scene ? 1 : 0;
  }
  return -1;
}

TEST(Pace, AStillPictureIsTheMeanOfAllSubFramesInOrder) {
  Pace pace(kSubFrames);
  PaceInput in{.wall_s = 10, .last_scene_s = 0.2};
  for (unsigned i = 0; i < kSubFrames; ++i, in.wall_s += 0.2) {
    PaceStep const step = pace.step(in);
    EXPECT_TRUE(step.draw_scene);
    EXPECT_FALSE(step.moving);
    EXPECT_EQ(step.index, i);
    EXPECT_EQ(step.take_time, i == 0) << "movers stand still while the mean is made";
    EXPECT_EQ(step.scale, 1);
  }
  PaceStep const done = pace.step(in);
  EXPECT_FALSE(done.draw_scene);
  EXPECT_TRUE(done.settled);
  EXPECT_GT(done.wait_s, 0);
}

using passes::Quality;

/// What a frame costs on a device where `fixed_s` do not shrink with the picture, and the rest is the pixels'.
double cost(PaceStep const& step, double fixed_s, double pixels_s) {
  double const level = step.quality == Quality::full ? 1 : step.quality == Quality::light ? 0.8 : 0.4;
  return fixed_s + pixels_s * level * step.scale * step.scale;
}

/// A device that moves on and on, with what its last frame cost.
struct Moving {
  Pace& pace;
  PaceInput in{.wall_s = 10, .view_changed = true};
  PaceStep step{};
  double mean_s = 0; // of the frames of the last call

  PaceStep frames(int count, double fixed_s, double pixels_s) {
    mean_s = 0;
    in.last_scene_s = fixed_s + pixels_s;
    for (int i = 0; i < count; ++i) {
      step = pace.step(in);
      in.last_rough_s = cost(step, fixed_s, pixels_s);
      in.wall_s += in.last_rough_s;
      mean_s += in.last_rough_s / count;
    }
    return step;
  }
};

TEST(Pace, AFastDeviceMovesInFullQuality) {
  Pace pace(kSubFrames);
  PaceStep const step = Moving{pace}.frames(60, 0.002, 0.004);
  EXPECT_TRUE(step.moving);
  EXPECT_EQ(step.quality, Quality::full);
  EXPECT_EQ(step.scale, 1);
}

TEST(Pace, ASlowDeviceMovesAsWellAsTenFramesASecondAllow) {
  for (double const pixels_s : {0.08, 0.15, 0.25, 0.4, 0.8}) {
    Pace pace(kSubFrames);
    Moving moving{pace};
    moving.frames(20, 0.02, pixels_s);
    PaceStep const step = moving.frames(60, 0.02, pixels_s);
    EXPECT_LE(moving.mean_s, 0.1) << pixels_s;
    if (pixels_s < 0.2) {
      EXPECT_EQ(step.scale, 1) << "less is drawn before it is drawn coarser";
    }
  }
}

TEST(Pace, AMoveThatBecomesCheapIsDrawnBetterAgain) {
  Pace pace(kSubFrames);
  Moving moving{pace};
  EXPECT_EQ(moving.frames(60, 0.02, 0.8).quality, Quality::plain);
  PaceStep const step = moving.frames(160, 0.002, 0.004);
  EXPECT_EQ(step.quality, Quality::full);
  EXPECT_EQ(step.scale, 1);
}

TEST(Pace, DoesNotSwingBetweenTwoSteps) {
  for (double const pixels_s : {0.12, 0.2, 0.3, 0.5, 0.8}) {
    Pace pace(kSubFrames);
    Moving moving{pace};
    PaceStep last = moving.frames(300, 0.02, pixels_s);
    int changes = 0;
    for (int i = 0; i < 200; ++i) {
      PaceStep const step = moving.frames(1, 0.02, pixels_s);
      changes += step.scale != last.scale || step.quality != last.quality;
      last = step;
    }
    EXPECT_LE(changes, 5) << pixels_s << ": a better step is tried less and less often";
  }
}

TEST(Pace, AStillPictureIsFullAfterARoughMove) {
  Pace pace(kSubFrames);
  Moving{pace}.frames(60, 0.02, 0.8);
  PaceStep const step = pace.step({.wall_s = 1000, .last_scene_s = 0.8});
  EXPECT_FALSE(step.moving);
  EXPECT_EQ(step.quality, Quality::full);
  EXPECT_EQ(step.scale, 1);
}

TEST(Pace, AChosenQualityHoldsForEveryPicture) {
  Pace pace(kSubFrames, Quality::light);
  EXPECT_EQ(Moving{pace}.frames(60, 0.02, 0.8).quality, Quality::light);
  EXPECT_EQ(pace.step({.wall_s = 1000, .last_scene_s = 0.8}).quality, Quality::light);
}

TEST(Pace, AMoveBeginsTheMeanAnew) {
  Pace pace(kSubFrames);
  PaceInput in{.wall_s = 10, .last_scene_s = 0.1};
  for (int i = 0; i < 5; ++i, in.wall_s += 0.1)
    pace.step(in);
  in.view_changed = true;
  pace.step(in);
  EXPECT_GE(drawn_until_settled(pace, in), static_cast<int>(kSubFrames));
}

TEST(Pace, SlowThingsAreRedrawnWhenTheyHaveShiftedAPixel) {
  Pace pace(kSubFrames);
  PaceInput in{.wall_s = 10, .last_scene_s = 0.01, .things_px_per_s = 0.5};
  EXPECT_EQ(drawn_until_settled(pace, in), static_cast<int>(kSubFrames));
  in.wall_s += 0.1;
  EXPECT_TRUE(pace.step(in).settled);
  in.wall_s += 3; // 1.5 pixels on
  EXPECT_TRUE(pace.step(in).draw_scene);
}

TEST(Pace, ACorrectionIsShownAfterThePictureInTheMaking) {
  Pace pace(kSubFrames);
  PaceInput in{.wall_s = 10, .last_scene_s = 0.1};
  EXPECT_EQ(drawn_until_settled(pace, in), static_cast<int>(kSubFrames));
  in.things_changed = true;
  PaceStep const step = pace.step(in);
  EXPECT_TRUE(step.draw_scene);
  EXPECT_TRUE(step.take_time);
  EXPECT_EQ(step.index, 0U);
}

TEST(Pace, FastThingsAreDrawnFrameByFrameWithRests) {
  Pace pace(kSubFrames);
  PaceInput in{.wall_s = 10, .last_scene_s = 0.2, .things_px_per_s = 20};
  for (int i = 0; i < 40; ++i, in.wall_s += 0.2) {
    PaceStep const step = pace.step(in);
    EXPECT_TRUE(step.draw_scene && step.moving && step.take_time);
    EXPECT_EQ(step.scale, 1);
    EXPECT_GT(step.wait_s, 0);
  }
}

} // namespace
} // namespace dalian::viewer
