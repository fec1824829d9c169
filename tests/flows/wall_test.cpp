// Screens of a wall beside each other: two halves are the picture of the screen that has all, they go where the leader
// goes, stay when it dies and follow the next.
#include "renderer/gpu/png_file.hpp"
#include "tests/flows/shown_window.hpp"
#include "tests/support/picture_compare.hpp"

#include <csignal>
#include <fmt/format.h>

namespace dalian {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::eventually;
using test::kLong;

constexpr unsigned kWidth = 640, kHeight = 240; // of the wall
constexpr unsigned kHalves = 200, kWhole = 440; // where they stand on the display, below the leader

class WallTest : public testing::Test {
 protected:
  WallTest() { setenv("XDG_CONFIG_HOME", folder.path().c_str(), 1); }
  void write_wall(std::string const& screens) const {
    std::ofstream(folder.path() / "wall.toml")
        << "address = \"ipc://" << (folder.path() / "wall").string() << "\"\nwidth = 640\nheight = 240\n"
        << screens;
  }
  static constexpr char kHalvesAndWhole[] = R"([[screen]]
name = "left"
x = 0
y = 0
width = 320
height = 240
desktop_x = 0
desktop_y = 200
[[screen]]
name = "right"
x = 320
y = 0
width = 320
height = 240
desktop_x = 320
desktop_y = 200
[[screen]]
name = "whole"
x = 0
y = 0
width = 640
height = 240
desktop_x = 0
desktop_y = 440
)";
  std::unique_ptr<test::Process> start(std::string const& name, std::vector<std::string> const& more) const {
    std::vector<std::string> words{test::program("twinview"),
                                   "--wall",
                                   (folder.path() / "wall.toml").string(),
                                   "--quality",
                                   "plain",
                                   "--ui-dump",
                                   (folder.path() / (name + ".json")).string()};
    words.insert(words.end(), more.begin(), more.end());
    return std::make_unique<test::Process>(words);
  }
  test::ShownWindow window(std::string const& name) const {
    return test::ShownWindow(folder.path() / (name + ".json"));
  }
  static gpu::Picture part(gpu::Picture const& of, unsigned top, unsigned left = 0, unsigned width = kWidth,
                           unsigned height = kHeight) {
    gpu::Picture out{width, height, {}};
    for (std::size_t y = top; y < top + height; ++y)
      out.rgba.insert(out.rgba.end(), &of.rgba[4 * (y * of.width + left)], &of.rgba[4 * (y * of.width + left + width)]);
    return out;
  }
  gpu::Picture display() const {
    auto const file = folder.path() / "display.png";
    EXPECT_EQ(test::run({"import", "-window", "root", "png32:" + file.string()}).status, 0);
    if (char const* out = std::getenv("DALIAN_TEST_OUT"))
      fs::copy_file(file, fs::path(out) / "wall.png", fs::copy_options::overwrite_existing);
    return gpu::read_png(file);
  }
  /// The halves side by side, once they and the whole stand still and are the same.
  gpu::Picture halves_once_equal() const {
    gpu::Picture halves;
    test::PictureDifference apart;
    EXPECT_TRUE(eventually(kLong, [&] {
      auto const all = display();
      halves = part(all, kHalves);
      apart = test::compare(halves, part(all, kWhole));
      return window("left").settled() && window("right").settled() && window("whole").settled() && apart.accepted();
    })) << apart.text();
    return halves;
  }

  test::TempFolder folder;
};

TEST_F(WallTest, HalvesAreTheWholeAndFollowTheirLeader) {
  write_wall(kHalvesAndWhole);
  test::Display const screen("640x680");
  std::vector<std::unique_ptr<test::Process>> screens;
  for (char const* name : {"left", "right", "whole"})
    screens.push_back(start(name, {"--screen", name}));
  auto leader = start("leader", {"--view", "njip", "--size", "320x180", "--lang", "en"});
  ASSERT_TRUE(eventually(kLong, [&] { return window("leader").settled(); })) << leader->err();
  auto const first = halves_once_equal();
  EXPECT_TRUE(window("left").dump()["panels"].empty()) << "no panel on the wall";

  leader->signal(SIGKILL);
  ASSERT_EQ(leader->wait(10s), 128 + SIGKILL);
  std::this_thread::sleep_for(2s);
  EXPECT_LT(test::compare(first, halves_once_equal()).share_off, 0.005) << "the last scene stays, but for the clock";

  leader = start("leader", {"--view", "port", "--size", "320x180", "--lang", "en"});
  ASSERT_TRUE(eventually(kLong, [&] { return test::compare(first, part(display(), kHalves)).share_off > 0.3; }))
      << leader->err();
  auto const second = halves_once_equal();
  EXPECT_GT(test::compare(first, second).share_off, 0.3) << "another view";
  leader->signal(SIGTERM);
  EXPECT_EQ(leader->wait(30s), 0) << leader->err();
  for (auto& process : screens) {
    EXPECT_EQ(process->err(), "") << "nobody is told that a leader went";
    process->signal(SIGTERM);
    EXPECT_EQ(process->wait(30s), 0) << process->err();
  }
}

/// The same part of the wall on two screens; what differs below the scenario's name is the scenario.
class ScenarioWallTest : public WallTest {
 protected:
  void edit(std::vector<std::string> const& words) const {
    std::vector<std::string> all{test::program("twinctl"), "whatif"};
    all.insert(all.end(), words.begin(), words.end());
    auto const done = test::run(all);
    ASSERT_EQ(done.status, 0) << done.out << done.err;
  }
  test::PictureDifference apart() const {
    constexpr unsigned kName = 80; // pixels that its pane takes at most
    auto const all = display();
    return test::compare(part(all, kHalves + kName, 0, kWidth / 2, kHeight - kName),
                         part(all, kHalves + kName, kWidth / 2, kWidth / 2, kHeight - kName));
  }
  bool settled() const { return window("base").settled() && window("planned").settled(); }
};

TEST_F(ScenarioWallTest, AScreenShowsAScenarioBesideTheCityAsItIsAndFollowsItsFile) {
  auto const file = (folder.path() / "plan_b.json").string();
  ASSERT_NO_FATAL_FAILURE(
      edit({"edit", file, "building", "121.64776,39.36254", "length=120", "width=60", "storeys=60"}));
  char const* screen =
      "[[screen]]\nname = \"{}\"\nx = 160\ny = 0\nwidth = 320\nheight = 240\ndesktop_x = {}\ndesktop_y "
      "= 200\n{}";
  write_wall(fmt::format(fmt::runtime(screen), "base", 0, "") +
             fmt::format(fmt::runtime(screen), "planned", 320, "scenario = \"plan_b.json\"\n"));
  test::Display const display("640x680");
  auto const base = start("base", {"--screen", "base"}), planned = start("planned", {"--screen", "planned"});
  auto const leader = start("leader", {"--view", "songmudao", "--size", "320x180", "--lang", "en"});
  ASSERT_TRUE(eventually(kLong, [&] { return settled() && apart().share_off > 0.004; }))
      << apart().text() << planned->err();
  edit({"undo", file});
  ASSERT_TRUE(eventually(kLong, [&] { return settled() && apart().accepted(); })) << apart().text();
  for (auto* process : {base.get(), planned.get(), leader.get()}) {
    process->signal(SIGTERM);
    EXPECT_EQ(process->wait(30s), 0) << process->err();
  }
}

} // namespace
} // namespace dalian
