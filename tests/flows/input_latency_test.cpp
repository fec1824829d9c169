// What a user does is in the picture within two frames: the one that is being drawn when it comes, and the next.
// Counted in a real window by what the graphics device has finished, while the view moves and while all stands still.
#include "tests/flows/shown_window.hpp"

#include <csignal>
#include <fmt/format.h>

namespace dalian {
namespace {

using namespace std::chrono_literals;
using test::eventually;
using test::kLong;

TEST(InputLatency, IsTwoFramesAtMost) {
  test::TempFolder const folder;
  setenv("XDG_CONFIG_HOME", folder.path().c_str(), 1);
  auto const dump_file = folder.path() / "ui.json";
  test::Display const display;
  test::Process viewer({test::program("twinview"), "--view", "njip", "--size", "320x180", "--lang", "en", "--validate",
                        "--quality", "plain", "--ui-dump", dump_file.string()});
  test::ShownWindow const window(dump_file);
  ASSERT_TRUE(eventually(kLong, [&] { return window.frame() > 3; })) << viewer.err();
  test::focus_window();
  auto const measured = [&] { return window.dump()["input"]["measured"].get<int>(); };
  std::vector<std::string> drag{"mousemove", "160", "90", "mousedown",
                                "1"}; // in small steps: events come all the while
  for (int i = 1; i <= 40; ++i)
    drag.insert(drag.end(), {"mousemove", std::to_string(160 + 2 * i), "90", "sleep", "0.02"});
  drag.insert(drag.end(), {"mouseup", "1"});
  ASSERT_TRUE(eventually(kLong, [&] {
    test::xdotool(drag);
    return measured() >= 20;
  })) << measured();
  auto const moving = measured();
  ASSERT_TRUE(eventually(kLong, [&] { // while all stands still
    test::xdotool({"key", "h"});
    std::this_thread::sleep_for(1s);
    return measured() >= moving + 3;
  }));
  auto const input = window.dump()["input"];
  fmt::print("input to picture: {} times, {} frames at most, {:.0f} ms (99 %: {:.0f} ms)\n",
             input["measured"].get<int>(), input["most_frames"].get<int>(), input["ms"]["p50"].get<double>(),
             input["ms"]["p99"].get<double>());
  EXPECT_LE(input["most_frames"], 2);
  EXPECT_GE(input["most_frames"], 1);
  viewer.signal(SIGTERM);
  EXPECT_EQ(viewer.wait(30s), 0) << viewer.err();
}

} // namespace
} // namespace dalian
