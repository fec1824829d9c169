#include "renderer/app/input_meter.hpp"

#include <gtest/gtest.h>

namespace dalian::viewer {
namespace {

/// A window that draws all the time: 10 ms to record a frame, 50 ms until the device has it.
struct BusyWindow {
  InputMeter meter;
  std::uint64_t events = 0, frame = 0, drawn = 0;
  double wall_s = 1;

  /// `finishes`: the device has drawn everything before one looks; else it is one frame behind.
  void step(std::uint64_t come, bool finishes) {
    events += come;
    drawn = finishes || frame == 0 ? frame : frame - 1;
    meter.finished(drawn, wall_s);
    meter.looked({wall_s, events, drawn, false});
    meter.given(events, ++frame);
    wall_s += 0.06;
  }
};

TEST(InputMeter, OfWhatComesWhileAFrameIsDrawnTheNextHasIt) {
  BusyWindow window;
  for (int i = 0; i < 20; ++i)
    window.step(i % 3 == 2 ? 2 : 0, true);
  EXPECT_EQ(window.meter.measured(), 6U) << "found in one look, they are one";
  EXPECT_EQ(window.meter.most_frames(), 2U);
  EXPECT_NEAR(*window.meter.spread().p50, 0.12, 1e-9) << "the frame in the making, and the one with it";
}

TEST(InputMeter, TellsOfADeviceThatIsBehind) {
  BusyWindow window;
  for (int i = 0; i < 20; ++i)
    window.step(i == 10 ? 1 : 0, false);
  EXPECT_EQ(window.meter.most_frames(), 3U);
}

TEST(InputMeter, WhoWasWaitedForCameWhenTheWaitEnded) {
  InputMeter meter;
  meter.looked({1, 0, 7, false});
  meter.looked({4, 1, 7, true});
  meter.given(1, 8);
  meter.finished(7, 4.01);
  EXPECT_EQ(meter.measured(), 0U) << "not before it is drawn";
  EXPECT_FALSE(meter.spread().p50);
  meter.finished(8, 4.05);
  EXPECT_EQ(meter.most_frames(), 1U);
  EXPECT_NEAR(*meter.spread().p50, 0.05, 1e-9);
}

TEST(InputMeter, AFrameThatWasBegunBeforeDoesNotCount) {
  InputMeter meter;
  meter.looked({1, 0, 7, false});
  meter.looked({2, 3, 8, false});
  meter.given(2, 9); // shows the first two alone
  meter.finished(9, 3);
  EXPECT_EQ(meter.measured(), 0U);
  meter.given(3, 10);
  meter.finished(10, 4);
  EXPECT_EQ(meter.most_frames(), 3U);
}

} // namespace
} // namespace dalian::viewer
