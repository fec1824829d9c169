// The window as a user has it: a display of our own (Xvfb), twinview with its embedded twin, a ship that came in as
// radio sentences, a mouse that clicks it, and a screenshot in which the panel is read.
#include "tests/support/display.hpp"
#include "tests/support/screen_reader.hpp"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <imgui.h>
#include <nlohmann/json.hpp>

namespace dalian {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::Display;
using test::eventually;
using test::Grey;
using test::likeness;
using test::screenshot;
using test::Typesetter;

// Written by hand from ITU-R M.1371-5, tables 42 and 51: static data, then a position at anchor in Dayaowan, 39.0120°N
// 121.8850°E, 300 m long.
constexpr char const* kShip = "!AIVDM,2,1,1,A,569?UCP2:N2T9@E=@00@4hT4r0h4q@E8p0000017BjFFG6M@`NA0C2@C,0*27\n"
                              "!AIVDM,2,2,1,A,P00000000000000,2*45\n"
                              "!AIVDM,1,1,,A,169?UCQ000`etOhFDbH4C3L:0000,0*1C\n";
constexpr char const* kName = "DALIAN LANTERN";
constexpr int kWidth = 1280, kHeight = 720;

class WindowTest : public testing::Test {
 protected:
  WindowTest() {
    setenv("XDG_CONFIG_HOME", folder.path().c_str(), 1);
    std::ofstream(folder.path() / "ship.nmea") << kShip;
  }

  nlohmann::json dump() const {
    std::ifstream in(dump_file);
    return in ? nlohmann::json::parse(in, nullptr, false) : nlohmann::json();
  }
  /// What the inspector says under a key; "" when it does not.
  std::string inspector(std::string const& key) const {
    nlohmann::json const json = dump();
    if (!json.is_object()) return {};
    for (auto const& text : json["texts"])
      if (text["panel"] == "inspector" && text["key"] == key) return text["value"];
    return {};
  }
  std::vector<float> box_of(std::string const& panel) const {
    nlohmann::json const json = dump();
    if (!json.is_object()) return {};
    for (auto const& p : json["panels"])
      if (p["panel"] == panel) return p["box"].get<std::vector<float>>();
    return {};
  }
  static void mouse(std::vector<std::string> words) {
    words.insert(words.begin(), "xdotool");
    auto const finished = test::run(words);
    ASSERT_EQ(finished.status, 0) << finished.err;
  }

  test::TempFolder folder;
  fs::path dump_file = folder.path() / "ui.json";
};

TEST_F(WindowTest, AClickedShipIsReadInTheScreenshot) {
  Display const display;
  test::Process viewer({test::program("twinview"), "--view", "port", "--size", "1280x720", "--lang", "en", "--validate",
                        "--feeds", "replay:" + (folder.path() / "ship.nmea").string(), "--ui-dump",
                        dump_file.string()});
  double x = 0, y = 0;
  ASSERT_TRUE(eventually(120s,
                         [&] {
                           nlohmann::json const json = dump();
                           if (!json.is_object()) return false;
                           for (auto const& mover : json["movers"])
                             if (mover["name"] == kName) {
                               x = mover["x"];
                               y = mover["y"];
                               return json["frame"].get<std::uint64_t>() > 4;
                             }
                           return false;
                         }))
      << "the ship never came into the picture; " << viewer.err();

  mouse({"mousemove", std::to_string(std::lround(x)), std::to_string(std::lround(y)), "sleep", "0.3", "click", "1"});
  ASSERT_TRUE(eventually(60s, [&] { return inspector("title") == kName; })) << viewer.err();
  EXPECT_EQ(inspector("inspector.entity"), "mmsi:412345678");
  EXPECT_EQ(inspector("inspector.provenance"), "recorded");
  EXPECT_EQ(inspector("inspector.sources"), "ais-file");
  EXPECT_NE(inspector("inspector.t_obs"), "");
  EXPECT_NE(inspector("inspector.age").find(" s"), std::string::npos);
  EXPECT_NE(inspector("inspector.position").find("39.01200"), std::string::npos) << inspector("inspector.position");
  EXPECT_NE(inspector("inspector.speed").find("0.0 kn"), std::string::npos);
  EXPECT_NE(inspector("inspector.covariance"), "");

  mouse({"mousemove", "640", "700"}); // the tooltip goes
  ASSERT_TRUE(eventually(180s, [&] { return dump().value("settled", false); }));
  Grey const panel = screenshot(folder.path() / "window.png", box_of("inspector"));
  if (char const* out = std::getenv("DALIAN_TEST_OUT"))
    fs::copy_file(folder.path() / "window.png", fs::path(out) / "window.png", fs::copy_options::overwrite_existing);
  Typesetter const typesetter;
  double const name = likeness(panel, typesetter.set(kName, true));
  double const id = likeness(panel, typesetter.set("mmsi:412345678", false));
  double const other_id = likeness(panel, typesetter.set("mmsi:412340678", false));
  EXPECT_GT(name, 0.9);
  EXPECT_GT(id, 0.9);
  EXPECT_GT(id, other_id + 0.02) << "one digit makes a difference";
  EXPECT_LT(likeness(panel, typesetter.set("HAI YANG SHI YOU", true)), 0.6) << "what is not there is not found";

  viewer.signal(SIGTERM);
  EXPECT_EQ(viewer.wait(30s), 0) << viewer.err(); // no message of the validation layers
}

TEST_F(WindowTest, ResizeKeysAndEscape) {
  Display const display;
  test::Process viewer({test::program("twinview"), "--view", "port", "--size", "1280x720", "--lang", "zh", "--validate",
                        "--ui-dump", dump_file.string()});
  ASSERT_TRUE(eventually(120s, [&] { return !box_of("toolbar").empty(); })) << viewer.err();
  auto const window = test::run({"xdotool", "search", "--onlyvisible", "--name", "."}).out;
  ASSERT_NE(window, "");
  std::string const id = window.substr(0, window.find('\n'));
  mouse({"windowsize", id, "900", "600"});
  EXPECT_TRUE(eventually(60s, [&] {
    auto const box = box_of("toolbar");
    return !box.empty() && box[2] <= 900;
  })) << "the panels follow the window";
  mouse({"windowfocus", id});
  mouse({"key", "h"});
  EXPECT_TRUE(eventually(30s, [&] { return !box_of("help").empty(); }));
  mouse({"key", "Escape"});
  EXPECT_TRUE(eventually(30s, [&] { return box_of("help").empty(); }));
  mouse({"key", "l"}); // zh → ja
  EXPECT_TRUE(eventually(30s, [&] {
    nlohmann::json const json = dump();
    return json.is_object() && json.dump().find("新日本工業団地") != std::string::npos;
  }));
  mouse({"windowsize", id, "1280", "720"});
  EXPECT_TRUE(eventually(60s, [&] {
    auto const box = box_of("toolbar");
    return !box.empty() && box[2] > 900;
  }));
  viewer.signal(SIGINT);
  EXPECT_EQ(viewer.wait(30s), 0) << viewer.err();
}

TEST_F(WindowTest, WithoutADisplayItSaysWhatToDo) {
  unsetenv("DISPLAY");
  unsetenv("WAYLAND_DISPLAY");
  auto const finished = test::run({test::program("twinview")});
  EXPECT_EQ(finished.status, 1);
  EXPECT_NE(finished.err.find("no display"), std::string::npos);
  EXPECT_NE(finished.err.find("--headless"), std::string::npos);
  EXPECT_EQ(std::count(finished.err.begin(), finished.err.end(), '\n'), 1);
}

TEST_F(WindowTest, AnUnknownViewIsWrongUsage) {
  Display const display;
  auto const finished = test::run({test::program("twinview"), "--view", "atlantis"});
  EXPECT_EQ(finished.status, 2);
  EXPECT_NE(finished.err.find("atlantis"), std::string::npos);
  EXPECT_NE(finished.err.find("overview"), std::string::npos);
}

} // namespace
} // namespace dalian
