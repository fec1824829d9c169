// A planner's whole task in a real window (Xvfb, xdotool): put a hydrogen works, see what it does to the grid, move it,
// compare, save, write the report, undo. Ends in the picture, the files and what the engines say.
#include "renderer/gpu/png_file.hpp"
#include "renderer/ui/actions.hpp"
#include "tests/support/display.hpp"
#include "tests/support/temp_folder.hpp"
#include "twin/base/geo.hpp"

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

namespace dalian {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::eventually;

constexpr auto kLong = 180s; // for a slow machine without a graphics card
struct Pixel {
  int x, y;
};
constexpr Pixel kThere{512, 472}, kElsewhere{590, 440}; // in parcels of the view "songmudao"
constexpr Pixel kAtSea{640, 110};
constexpr Pixel kAside{1215, 690};          // on a panel, where nothing says more
constexpr int kReach = 16;                  // pixels about a place that are compared
constexpr int kMiddle[]{360, 66, 970, 640}; // of the city

/// Mean difference in a box, 0…255.
double apart(gpu::Picture const& a, gpu::Picture const& b, int const (&box)[4]) {
  double sum = 0;
  for (int y = box[1]; y < box[3]; ++y)
    for (int x = box[0]; x < box[2]; ++x)
      for (std::size_t c = 0; c < 3; ++c) {
        std::size_t const i = 4 * (static_cast<std::size_t>(y) * a.width + static_cast<std::size_t>(x)) + c;
        sum += std::abs(static_cast<int>(a.rgba[i]) - static_cast<int>(b.rgba[i]));
      }
  return sum / (3.0 * (box[2] - box[0]) * (box[3] - box[1]));
}
double apart(gpu::Picture const& a, gpu::Picture const& b, Pixel at) {
  return apart(a, b, {at.x - kReach, at.y - kReach, at.x + kReach, at.y + kReach});
}

class PlanningTest : public testing::Test {
 protected:
  PlanningTest() {
    setenv("XDG_CONFIG_HOME", folder.path().c_str(), 1);
    setenv("XDG_DATA_HOME", folder.path().c_str(), 1);
  }
  nlohmann::json dump() const {
    std::ifstream in(dump_file);
    auto json = nlohmann::json::parse(in, nullptr, false);
    return json.is_object() ? json : nlohmann::json{{"texts", nlohmann::json::array()}};
  }
  /// What stands under a key; "" where nothing does.
  std::string shown(std::string const& key) const {
    auto const json = dump();
    for (auto const& text : json["texts"])
      if (text["key"] == key) return text["value"];
    return {};
  }
  /// The figures are those of the layout as it stands.
  bool answered() const { return !shown("planned.kpi.jobs").empty() && shown("plan.at_work").empty(); }

  static void xdotool(std::vector<std::string> words) {
    words.insert(words.begin(), "xdotool");
    auto const finished = test::run(words);
    ASSERT_EQ(finished.status, 0) << finished.err;
  }
  static void focus() {
    auto const window = test::run({"xdotool", "search", "--onlyvisible", "--name", "."}).out;
    ASSERT_NE(window, "");
    xdotool({"windowfocus", window.substr(0, window.find('\n'))});
  }
  /// Pointed at, pressed …: moves before, so that the pointer's place is known by then.
  static void pointer(Pixel to, std::vector<std::string> then = {}) {
    std::vector<std::string> words{"mousemove", std::to_string(to.x), std::to_string(to.y), "sleep", "0.5"};
    words.insert(words.end(), then.begin(), then.end());
    xdotool(std::move(words));
  }
  /// Nothing is chosen, so no ring about it is in the picture.
  void let_go() const {
    xdotool({"key", "Escape"});
    EXPECT_TRUE(eventually(kLong, [&] { return shown("planned.chosen").empty(); }));
  }
  /// Whatever can be pressed here has a key.
  void expect_keys() const {
    auto const json = dump();
    EXPECT_GT(json["buttons"].size(), 12U);
    for (auto const& button : json["buttons"])
      EXPECT_NE(ui::action_of(button.get<std::string>(), ui::WorkplaceKind::planner), nullptr) << button;
  }
  bool in_hand() const { return !shown("plan.preview").empty(); }

  gpu::Picture picture(char const* name) const {
    auto const file = folder.path() / name;
    EXPECT_EQ(test::run({"import", "-window", "root", "png32:" + file.string()}).status, 0);
    if (char const* out = std::getenv("DALIAN_TEST_OUT"))
      fs::copy_file(file, fs::path(out) / name, fs::copy_options::overwrite_existing);
    return gpu::read_png(file);
  }
  /// Finished: nothing is left to improve, and twice the same.
  gpu::Picture settled(char const* name) const {
    auto const then = dump().value("frame", 0);
    xdotool({"mousemove", std::to_string(kAside.x - 20), std::to_string(kAside.y)});
    pointer(kAside);
    auto now = picture(name);
    EXPECT_TRUE(eventually(kLong, [&] {
      auto const json = dump();
      auto const earlier = std::exchange(now, picture(name));
      return json.value("settled", false) && json.value("frame", 0) > then + 2 && apart(earlier, now, kMiddle) == 0;
    })) << name;
    return now;
  }

  test::TempFolder folder;
  fs::path dump_file = folder.path() / "ui.json";
};

TEST_F(PlanningTest, AHydrogenWorksIsPutMovedComparedReportedAndUndone) {
  test::Display const display;
  test::Process viewer({test::program("twinview"), "--view", "songmudao", "--size", "1280x720", "--lang", "en",
                        "--workplace", "planner", "--feeds", "none", "--quality", "plain", "--time",
                        "2026-09-26T14:00:00+08:00", "--validate", "--ui-dump", dump_file.string()});
  ASSERT_TRUE(eventually(kLong, [&] { return answered(); })) << viewer.err();
  focus();
  auto const before = settled("planner_before.png");

  xdotool({"key", "n"}); // the first of the palette
  ASSERT_TRUE(eventually(kLong, [&] { return shown("plan.hint").starts_with("Click the ground"); }));
  pointer(kAtSea);
  ASSERT_TRUE(eventually(kLong, [&] { return in_hand() && !shown("planned.refused").empty(); }))
      << "before it is put, the ground says no";
  pointer(kThere);
  ASSERT_TRUE(eventually(kLong, [&] { return in_hand() && shown("planned.refused").empty(); }));
  ASSERT_TRUE(eventually(kLong, [&] { return !shown("planned.change.lowest_voltage").empty(); }))
      << "23 MW more are felt in the grid of the zone, before they are there";
  EXPECT_EQ(shown("planned.steps"), "0 / 0");
  xdotool({"click", "1"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.steps") == "1 / 1"; }))
      << shown("planned.refused") << viewer.err();
  ASSERT_TRUE(eventually(kLong, [&] { return answered(); }));
  EXPECT_NE(shown("planned.chosen").find("Hydrogen works"), std::string::npos);
  EXPECT_NE(shown("planned.change.lowest_voltage"), "");
  xdotool({"key", "y"}); // why
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.part").starts_with("(1) Hydrogen works"); }));
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.why.lowest_voltage").find("(1)") != std::string::npos; }));
  expect_keys();
  xdotool({"key", "y"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.part").empty(); }));
  let_go();
  auto const with = settled("planner_with.png");
  EXPECT_GT(apart(before, with, kThere), 2) << "it stands in the picture";

  pointer(kThere, {"click", "1"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.chosen").find("Hydrogen works") != std::string::npos; }));
  pointer(kThere, {"mousedown", "1", "sleep", "0.5", "mousemove", "540", "460"});
  ASSERT_TRUE(eventually(kLong, [&] { return in_hand(); })) << "while it is dragged, quick engines tell of it";
  pointer(kElsewhere, {"mouseup", "1"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.steps") == "2 / 2"; })) << shown("planned.refused");
  ASSERT_TRUE(eventually(kLong, [&] { return answered(); }));
  let_go();
  auto const moved = settled("planner_moved.png");
  EXPECT_GT(apart(before, moved, kElsewhere), 0.7) << "it stands at its new place";
  EXPECT_LT(apart(before, moved, kThere), 0.5 * apart(before, with, kThere)) << "and no longer at the old one";

  xdotool({"key", "b"}); // the base left of the line, the scenario right of it
  ASSERT_TRUE(eventually(kLong, [&] { return !shown("planned.compare").empty(); }));
  auto const compared = settled("planner_compared.png");
  EXPECT_LT(apart(before, compared, kElsewhere), 0.5 * apart(before, moved, kElsewhere)) << "it is left of the line";
  xdotool({"key", "b"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.compare").empty(); }));

  xdotool({"key", "ctrl+s"});
  auto const file = folder.path() / "dalian-twin/scenarios/scenario.json";
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.said").find("scenario.json") != std::string::npos; }))
      << shown("planned.refused");
  xdotool({"key", "ctrl+e"});
  auto const bundle = folder.path() / "dalian-twin/scenarios/scenario.bundle.json";
  ASSERT_TRUE(eventually(kLong, [&] {
    return shown("planned.said").find("scenario.bundle.json") != std::string::npos;
  })) << shown("planned.refused");
  xdotool({"key", "ctrl+r"});
  auto const report = folder.path() / "dalian-twin/scenarios/scenario.html";
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.said").find("scenario.html") != std::string::npos; }))
      << shown("planned.refused");
  std::stringstream html;
  html << std::ifstream(report).rdbuf();
  EXPECT_NE(html.str().find("electrolyser"), std::string::npos);
  auto const told = test::run({test::program("twinctl"), "whatif", "diff", "base", file.string()});
  EXPECT_EQ(told.status, 0) << told.err;
  EXPECT_NE(told.out.find("electrolyser"), std::string::npos) << told.out;
  auto const log = test::run({test::program("twinctl"), "whatif", "log", file.string()});
  EXPECT_NE(log.out.find("put hydrogen"), std::string::npos) << log.out << log.err;

  xdotool({"key", "ctrl+z"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.steps") == "1 / 2"; }));
  xdotool({"key", "ctrl+z"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.steps") == "0 / 2"; }));
  ASSERT_TRUE(eventually(kLong, [&] { return answered(); }));
  EXPECT_EQ(shown("planned.change.lowest_voltage"), "");
  EXPECT_LT(apart(before, settled("planner_undone.png"), kMiddle), 0.1) << "the picture from before";

  viewer.signal(SIGTERM);
  EXPECT_EQ(viewer.wait(60s), 0) << viewer.err(); // no message of the validation layers

  fs::remove(dump_file);
  test::Process again({test::program("twinview"), "--bundle", bundle.string(), "--size", "1280x720", "--lang", "zh",
                       "--feeds", "none", "--quality", "plain", "--ui-dump", dump_file.string()});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.said").starts_with("as it was kept"); }))
      << shown("planned.refused") << again.err();
  int const city[]{kMiddle[0], kMiddle[1], kMiddle[2], 590}; // above the clock
  EXPECT_LT(apart(moved, settled("planner_bundle.png"), city), 0.001) << "the picture that was kept, in its language";
  again.signal(SIGTERM);
  EXPECT_EQ(again.wait(60s), 0) << again.err();
}

/// Two houses beside each other as another program wrote them, at `at` of UTM 51N.
std::string survey(MapPoint at) {
  std::string features;
  for (int i = 0; i < 2; ++i) {
    std::string ring;
    for (MapPoint const corner : {MapPoint{-20, -15}, {20, -15}, {20, 15}, {-20, 15}, {-20, -15}}) {
      auto const p = to_geo({at.east_m + corner.east_m + 60 * i, at.north_m + corner.north_m});
      ring += fmt::format("{}[{:.8f},{:.8f}]", ring.empty() ? "" : ",", p.lon_deg, p.lat_deg);
    }
    features += fmt::format(R"({}{{"type":"Feature","properties":{{"id":"house {}","storeys":{},"kind":"office"}},)"
                            R"("geometry":{{"type":"Polygon","coordinates":[[{}]]}}}})",
                            i == 0 ? "" : ",", i, 12 + i, ring);
  }
  return R"({"type":"FeatureCollection","name":"survey","features":[)" + features + "]}";
}

TEST_F(PlanningTest, AForeignFileIsLookedAtTakenCopiedAndKeptAsAVariant) {
  auto const file = folder.path() / "survey.geojson";
  std::ofstream(file) << survey(to_map(GeoPoint{121.63828, 39.36767}));
  setenv("HOME", folder.path().c_str(), 1);
  test::Display const display;
  test::Process viewer({test::program("twinview"), "--view", "songmudao", "--size", "1280x720", "--lang", "en",
                        "--workplace", "planner", "--feeds", "none", "--quality", "plain", "--time",
                        "2026-09-26T14:00:00+08:00", "--ui-dump", dump_file.string()});
  ASSERT_TRUE(eventually(kLong, [&] { return answered(); })) << viewer.err();
  focus();

  xdotool({"key", "ctrl+i"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("file.folder") == folder.path().string(); }));
  xdotool({"key", "slash"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("file.typing") == "/ "; }));
  xdotool({"type", "--delay", "200", "survey.geojson"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("file.typing") == "/ survey.geojson"; })) << shown("file.typing");
  xdotool({"key", "Return"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("import.as") == "survey | "; })) << shown("import.trouble");
  EXPECT_NE(shown("import.why").find("say what it is"), std::string::npos) << shown("import.why");
  for (int i = 0; i < 40 && shown("import.as") != "survey | building"; ++i) {
    auto const was = shown("import.as");
    xdotool({"key", "l"});
    ASSERT_TRUE(eventually(kLong, [&] { return shown("import.as") != was && shown("import.reading").empty(); }));
  }
  EXPECT_NE(shown("import.rejected").find("2 × "), std::string::npos) << shown("import.rejected");
  xdotool({"key", "u"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("import.typing") == "use = "; })) << shown("import.typing");
  xdotool({"type", "--delay", "200", "kind"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("import.typing") == "use = kind"; })) << shown("import.typing");
  xdotool({"key", "Return"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("import.taken").starts_with("2 "); })) << shown("import.rejected");
  ASSERT_TRUE(eventually(kLong, [&] { return in_hand(); })) << "they stand in the city before they are taken";
  EXPECT_EQ(shown("planned.steps"), "0 / 0");
  expect_keys();
  xdotool({"key", "Return"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.said").find("survey.geojson") != std::string::npos; }))
      << shown("planned.refused");
  EXPECT_EQ(shown("planned.steps"), "1 / 1");
  picture("planner_imported.png");

  xdotool({"key", "ctrl+a"}); // both, to be copied
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.chosen.count").starts_with("2 "); }));
  xdotool({"key", "ctrl+Prior"}); // a storey more
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.steps") == "2 / 2"; })) << shown("planned.refused");
  xdotool({"key", "ctrl+s"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.file.chosen") == "scenario"; }));
  xdotool({"key", "ctrl+g"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.name") == "scenario · 2"; }));
  xdotool({"key", "Delete"});
  ASSERT_TRUE(eventually(kLong, [&] { return shown("planned.steps") == "3 / 3"; })) << shown("planned.refused");
  xdotool({"key", "ctrl+s"});
  auto const variant = folder.path() / "dalian-twin/scenarios/scenario · 2.json";
  ASSERT_TRUE(eventually(kLong, [&] { return fs::exists(variant); }));
  auto const told = nlohmann::json::parse(std::ifstream(variant));
  EXPECT_EQ(told["from"], "scenario");
  EXPECT_TRUE(told["edits"].empty());
  auto const kept = nlohmann::json::parse(std::ifstream(variant.parent_path() / "scenario.json"));
  ASSERT_EQ(kept["edits"].size(), 2U);
  EXPECT_EQ(kept["edits"][0]["fields"]["use"], "office");
  viewer.signal(SIGTERM);
  EXPECT_EQ(viewer.wait(60s), 0) << viewer.err();
}

} // namespace
} // namespace dalian
