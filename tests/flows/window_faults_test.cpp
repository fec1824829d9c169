// The window in trouble: sizes nobody would choose, on a display of its own; a device that is lost or full, in this
// process, because only here it can be told to be.
#include "renderer/app/app.hpp"
#include "tests/support/display.hpp"
#include "twin/base/paths.hpp"

#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace dalian {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::eventually;

struct WindowFaults : testing::Test {
  WindowFaults() { setenv("XDG_CONFIG_HOME", folder.path().c_str(), 1); }
  test::TempFolder folder;
};

/// twinview on a display of its own, its window and what it shows.
struct Viewer {
  explicit Viewer(fs::path const& folder, std::string const& feeds = "none")
      : display("17000x800"), dump_file(folder / "ui.json"),
        program({test::program("twinview"), "--view", "port", "--size", "640x360", "--lang", "en", "--validate",
                 "--feeds", feeds, "--ui-dump", dump_file.string()}) {}

  nlohmann::json dump() const {
    std::ifstream in(dump_file);
    return in ? nlohmann::json::parse(in, nullptr, false) : nlohmann::json();
  }
  std::uint64_t frame() const {
    auto const json = dump();
    return json.is_object() ? json.value("frame", std::uint64_t{0}) : 0;
  }
  static void x(std::vector<std::string> words) {
    words.insert(words.begin(), "xdotool");
    auto const done = test::run(words);
    ASSERT_EQ(done.status, 0) << done.err;
  }
  /// The window gets this size and goes on drawing.
  void resize(std::string const& width, std::string const& height) {
    auto const before = frame();
    x({"windowsize", window, width, height});
    EXPECT_TRUE(eventually(60s, [&] { return frame() > before + 1; })) << width << " × " << height << program.err();
  }
  bool start() {
    if (!eventually(120s, [&] { return frame() > 0; })) return false;
    window = test::run({"xdotool", "search", "--onlyvisible", "--name", "."}).out;
    window.erase(std::min(window.find('\n'), window.size()));
    return !window.empty();
  }

  test::Display display;
  fs::path dump_file;
  test::Process program;
  std::string window;
};

TEST_F(WindowFaults, TinyHugeAndHiddenWindowsAreLivedThrough) {
  Viewer viewer(folder.path());
  ASSERT_TRUE(viewer.start()) << viewer.program.err();
  viewer.resize("1", "1");
  viewer.resize("7", "300");
  viewer.resize("640", "360");
  Viewer::x({"windowunmap", "--sync", viewer.window, "sleep", "0.5", "windowmap", "--sync", viewer.window});
  Viewer::x({"windowsize", viewer.window, "16500", "200"}); // lavapipe draws 16384
  EXPECT_TRUE(eventually(60s, [&] {
    return viewer.program.err().find("window of 16500 × 200 pixels is larger than the 16384") != std::string::npos;
  })) << viewer.program.err();
  viewer.resize("800", "450");
  EXPECT_TRUE(viewer.program.running());
  viewer.program.signal(SIGTERM);
  EXPECT_EQ(viewer.program.wait(30s), 0) << viewer.program.err(); // no message of the validation layers either
  auto const said = viewer.program.err();
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
}

/// The first that a process started; nothing when there is none.
std::string child_of(pid_t parent) {
  std::ifstream in(fmt::format("/proc/{0}/task/{0}/children", parent));
  std::string first;
  in >> first;
  return first;
}

TEST_F(WindowFaults, TheFeedEndsWithAWindowThatIsKilled) {
  Viewer viewer(folder.path(), "synth");
  ASSERT_TRUE(viewer.start()) << viewer.program.err();
  auto const feed = child_of(viewer.program.pid());
  ASSERT_NE(feed, "") << viewer.program.err();
  viewer.program.signal(SIGKILL);
  EXPECT_TRUE(eventually(20s, [&] { return !fs::exists("/proc/" + feed); }));
}

/// Runs the window in this process until it ends by itself: exit status and what it said.
std::pair<int, std::string> run_with(viewer::WindowOptions options) {
  test::Display const display;
  options.width = 320;
  options.height = 180;
  options.view = "port";
  options.assets = assets_dir().value();
  options.validation = true;
  auto service = app::Service::start({});
  EXPECT_TRUE(service) << service.error();
  testing::internal::CaptureStderr();
  int const status = viewer::run_window(options, std::move(service).value());
  return {status, testing::internal::GetCapturedStderr()};
}

TEST_F(WindowFaults, ALostDeviceEndsTheWindowWithOneLine) {
  viewer::WindowOptions options;
  options.faults.wait.fail_after(2, true);
  auto const [status, said] = run_with(options);
  EXPECT_EQ(status, 1);
  EXPECT_THAT(said, testing::HasSubstr("twinview: the graphics device was lost in frame "));
  EXPECT_THAT(said, testing::ContainsRegex("(in|after) '"));
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
}

TEST_F(WindowFaults, AFullDeviceEndsTheStartWithOneLine) {
  viewer::WindowOptions options;
  options.faults.allocation.fail_after(12, true);
  auto const [status, said] = run_with(options);
  EXPECT_EQ(status, 1);
  EXPECT_THAT(said, testing::HasSubstr("twinview: the graphics device has no memory left: "));
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
}

} // namespace
} // namespace dalian
