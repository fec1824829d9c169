// Two thousand frames of a city in motion: once warm, neither the process nor the device takes another byte, and at the
// end nothing is left on the device.
#include "tests/renderer/golden/drawn_view.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <malloc.h>
#include <unistd.h>

using namespace dalian;

namespace {

constexpr int kWarm = 300, kFrames = 2000, kRound = 100; // the way of the eye closes after kRound frames
constexpr std::array kFirst{kWarm, (kWarm + kFrames - kRound) / 2, kFrames - kRound}; // of the rounds that are measured
constexpr double kMayGrow_mib = 0.1; // of what is allocated, in each half: 130 bytes a frame would show
constexpr double kEndless = std::numeric_limits<double>::infinity();
constexpr double kMayScatter_mib = 64; // of what is in RAM: how threads meet in the C library's arenas

/// Memory of this process that is in RAM, MiB.
double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  double all = 0, resident = 0;
  statm >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

/// What the process has allocated and not freed, in all arenas of the C library, MiB.
double allocated_mib() {
  auto const all = mallinfo2();
  return static_cast<double>(all.uordblks + all.hblkhd) / (1 << 20);
}

/// The i-th frame: the eye circles over the port, ships sail and are told anew, labels come and go.
test::Frame frame_at(test::DrawnView& view, int i) {
  auto frame = view.usual();
  double const turn = 2 * M_PI * i / kRound;
  frame.input.eye.position.x += 400 * std::sin(turn);
  frame.input.eye.position.y += 400 * std::cos(turn) - 400;
  frame.input.eye.heading_rad += 0.4 * std::sin(turn);
  frame.input.now_s = i % kRound * 0.1;
  frame.input.time_of_day_s += static_cast<float>(i % kRound) * 0.1F;
  frame.with_overlay = i % 5 == 0;
  if (i % 10 == 0) {
    auto movers = view.parts().movers;
    movers.resize(static_cast<std::size_t>(i / 10 % 3));
    view.geometry().set_movers(movers, view.parts().light);
  }
  return frame;
}

} // namespace

TEST(Steady, TwoThousandFramesTakeNoMoreMemory) {
  gpu::Device device({});
  {
    test::DrawnView view(device, test::load_parts("port"));
    view.renderer().resize({160, 90});
    double warm_mib = 0;
    std::array allocated{kEndless, kEndless, kEndless}; // MiB, the least in a round: a thread may just have borrowed
    std::uint64_t allocations = 0, reserved = 0;
    for (int i = 0; i < kFrames; ++i) {
      view.draw(frame_at(view, i));
      for (std::size_t k = 0; k < 3; ++k)
        if (i >= kFirst[k] && i < kFirst[k] + kRound) allocated[k] = std::min(allocated[k], allocated_mib());
      if (i != kWarm) continue;
      warm_mib = resident_mib();
      allocations = device.faults().allocation.uses();
      reserved = device.memory().reserved_bytes();
    }
    // What grows once is a shader's variant met late; a leak grows in both halves.
    double const grown = std::min(allocated[1] - allocated[0], allocated[2] - allocated[1]);
    double const scattered = resident_mib() - warm_mib;
    fmt::print(
        "MiB allocated: {:.2f} when warm, {:.3f} and {:.3f} later; resident: {:.1f}, {:+.2f} after {} more frames\n",
        allocated[0], allocated[1], allocated[2], warm_mib, scattered, kFrames - kWarm);
    EXPECT_LT(grown, kMayGrow_mib);
    EXPECT_LT(scattered, kMayScatter_mib);
    EXPECT_EQ(device.faults().allocation.uses(), allocations) << "a frame that is warm allocates nothing on the device";
    EXPECT_EQ(device.memory().reserved_bytes(), reserved);
  }
  EXPECT_EQ(device.live_objects(), 0);
}
