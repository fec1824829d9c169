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

TEST(Pace, WhileTheViewMovesFramesAreRoughAndSmallerWhereTheyAreSlow) {
  Pace pace(kSubFrames);
  PaceInput in{.wall_s = 10, .last_scene_s = 0.2, .view_changed = true};
  PaceStep const slow = pace.step(in);
  EXPECT_TRUE(slow.moving);
  EXPECT_EQ(slow.scale, 0.5);
  in.last_scene_s = 0.6;
  EXPECT_EQ(pace.step(in).scale, 0.35);
  in.last_scene_s = 0.08;
  EXPECT_EQ(pace.step(in).scale, 0.75);
  in.last_scene_s = 0.01;
  EXPECT_EQ(pace.step(in).scale, 1);
  in.view_changed = false;
  in.wall_s += 1;
  EXPECT_FALSE(pace.step(in).moving);
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
