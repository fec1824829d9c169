// The window as a user has it: a display of our own (Xvfb), twinview with its embedded twin, a ship that came in as
// radio sentences, a mouse that clicks it, and a screenshot in which the panel is read.
#include "renderer/gpu/png_file.hpp"
#include "renderer/ui/panels.hpp"
#include "tests/support/display.hpp"

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

// Written by hand from ITU-R M.1371-5, tables 42 and 51: static data, then a position at anchor in Dayaowan, 39.0120°N
// 121.8850°E, 300 m long.
constexpr char const* kShip = "!AIVDM,2,1,1,A,569?UCP2:N2T9@E=@00@4hT4r0h4q@E8p0000017BjFFG6M@`NA0C2@C,0*27\n"
                              "!AIVDM,2,2,1,A,P00000000000000,2*45\n"
                              "!AIVDM,1,1,,A,169?UCQ000`etOhFDbH4C3L:0000,0*1C\n";
constexpr char const* kName = "DALIAN LANTERN";
constexpr int kWidth = 1280, kHeight = 720;

/// Brightness of a picture, 0…1.
struct Grey {
  int width = 0, height = 0;
  std::vector<float> value;
  float at(int x, int y) const { return value[static_cast<std::size_t>(y * width + x)]; }
};

Grey screenshot(fs::path const& file, std::vector<float> const& box) {
  EXPECT_EQ(test::run({"import", "-window", "root", "png32:" + file.string()}).status, 0);
  gpu::Picture const picture = gpu::read_png(file);
  Grey grey{static_cast<int>(box[2] - box[0]), static_cast<int>(box[3] - box[1]), {}};
  for (int y = 0; y < grey.height; ++y)
    for (int x = 0; x < grey.width; ++x) {
      auto const px = std::min(picture.width - 1, static_cast<std::uint32_t>(box[0]) + static_cast<std::uint32_t>(x));
      auto const py = std::min(picture.height - 1, static_cast<std::uint32_t>(box[1]) + static_cast<std::uint32_t>(y));
      auto const* p = &picture.rgba[4 * (static_cast<std::size_t>(py) * picture.width + px)];
      grey.value.push_back(static_cast<float>(p[0] + p[1] + p[2]) / 765.0F);
    }
  return grey;
}

/// The same type that the panels use, on paper: what a text looks like when it is there.
class Typesetter {
 public:
  Typesetter() { ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&texels_, &width_, &height_); }
  Grey set(std::string const& text, bool title) const {
    ImFont const* font = title ? layer_.fonts().title : layer_.fonts().small;
    int const height = static_cast<int>(std::ceil(font->FontSize)) + 2;
    int width = 0;
    for (char const c : text)
      width += static_cast<int>(font->FindGlyph(static_cast<ImWchar>(c))->AdvanceX);
    Grey page{width + 2, height, std::vector<float>(static_cast<std::size_t>((width + 2) * height))};
    int pen = 0;
    for (char const c : text) {
      ImFontGlyph const& g = *font->FindGlyph(static_cast<ImWchar>(c));
      int const u = static_cast<int>(std::lround(g.U0 * static_cast<float>(width_))),
                v = static_cast<int>(std::lround(g.V0 * static_cast<float>(height_)));
      for (int y = 0; y < static_cast<int>(std::lround(g.Y1 - g.Y0)); ++y)
        for (int x = 0; x < static_cast<int>(std::lround(g.X1 - g.X0)); ++x) {
          int const to_x = pen + x + static_cast<int>(std::lround(g.X0)),
                    to_y = y + static_cast<int>(std::lround(g.Y0));
          if (to_x >= 0 && to_x < page.width && to_y >= 0 && to_y < page.height)
            page.value[static_cast<std::size_t>(to_y * page.width + to_x)] =
                static_cast<float>(texels_[(v + y) * width_ + u + x]) / 255.0F;
        }
      pen += static_cast<int>(g.AdvanceX);
    }
    return page;
  }

 private:
  ui::Lang lang_ = ui::Lang::load(fs::path(std::getenv("DALIAN_ASSETS")) / "lang").value();
  ui::ImGuiLayer layer_{ui::find_fonts(), lang_, ui::Language::en, 0.8F}; // of a window of 1280 × 720
  unsigned char* texels_ = nullptr;
  int width_ = 0, height_ = 0;
};

/// How well `text` is found somewhere in `picture`: the best correlation coefficient, 1 = exactly there.
double likeness(Grey const& picture, Grey const& text) {
  double const n = static_cast<double>(text.value.size());
  double text_sum = 0, text_squares = 0, best = -1;
  for (float const v : text.value) {
    text_sum += static_cast<double>(v);
    text_squares += static_cast<double>(v * v);
  }
  for (int top = 0; top + text.height <= picture.height; ++top)
    for (int left = 0; left + text.width <= picture.width; ++left) {
      double sum = 0, squares = 0, products = 0;
      for (int y = 0; y < text.height; ++y)
        for (int x = 0; x < text.width; ++x) {
          double const p = static_cast<double>(picture.at(left + x, top + y));
          sum += p;
          squares += p * p;
          products += p * static_cast<double>(text.at(x, y));
        }
      double const spread = (n * squares - sum * sum) * (n * text_squares - text_sum * text_sum);
      if (spread > 1e-9) best = std::max(best, (n * products - sum * text_sum) / std::sqrt(spread));
    }
  return best;
}

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
  ASSERT_TRUE(eventually(60s, [&] { return dump().value("settled", false); }));
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
