// twinview as a user meets it: what it says, and with which exit status.
#include "renderer/gpu/png_file.hpp"
#include "tests/support/picture_compare.hpp"
#include "tests/support/process.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using namespace dalian;
using testing::HasSubstr;

namespace {

struct Outcome {
  int status = -1;
  std::string out, err;
};

Outcome twinview(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), test::program("twinview"));
  test::Process process(arguments);
  auto const status = process.wait(std::chrono::minutes(2));
  return {status.value_or(-1), process.out(), process.err()};
}

std::size_t lines(std::string const& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

struct Environment {
  Environment(char const* name, char const* value) : name_(name) {
    if (char const* old = std::getenv(name)) old_ = old;
    setenv(name, value, 1);
  }
  ~Environment() {
    if (old_)
      setenv(name_, old_->c_str(), 1);
    else
      unsetenv(name_);
  }
  Environment(Environment const&) = delete;
  Environment& operator=(Environment const&) = delete;
  char const* name_;
  std::optional<std::string> old_;
};

} // namespace

TEST(Twinview, HelpTeachesAndVersionIsPrinted) {
  auto const help = twinview({"--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.out, HasSubstr("--headless"));
  EXPECT_THAT(help.out, HasSubstr("Examples"));
  auto const version = twinview({"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_THAT(version.out, HasSubstr("twinview"));
}

TEST(Twinview, SaysThatNoTwinAnswersInsteadOfDrawingAnEmptyCity) {
  auto const file = std::filesystem::temp_directory_path() / "dalian_no_twin.png";
  auto const result = twinview({"--headless", "--connect", "ipc:///nowhere/twin", "--shot", file.string()});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("no twin answers at ipc:///nowhere/twin"));
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(Twinview, ATiledPictureIsTheUntiledOne) {
  auto const folder = std::filesystem::temp_directory_path();
  std::vector<std::string> const rain{"--view",    "port",  "--weather", "rain",
                                      "--feeds",   "synth", "--time",    "2026-09-26T19:00:00+08:00",
                                      "--seconds", "20"},
      fields{"--view", "njip", "--layer", "height,flow"};
  for (auto const& what : {rain, fields}) {
    auto const taken = [&](char const* tiles) {
      auto const file = folder / (std::string("dalian_tiles_") + tiles + ".png");
      std::vector<std::string> words{"--headless", "--size", "480x270", "--tiles", tiles, "--shot", file.string()};
      words.insert(words.end(), what.begin(), what.end());
      auto const result = twinview(words);
      EXPECT_EQ(result.status, 0) << result.err;
      auto const picture = gpu::read_png(file);
      std::filesystem::remove(file);
      return picture;
    };
    // Rays of a part are rounded otherwise than those of the whole, so that a sample on an edge may fall to either
    // side.
    auto const apart = test::compare(taken("1"), taken("3"));
    EXPECT_TRUE(apart.accepted()) << what[1] << ": " << apart.text();
    EXPECT_LT(apart.mean, 0.05) << what[1] << ": " << apart.text();
  }
  EXPECT_THAT(twinview({"--headless", "--size", "9000x5000", "--shot", "x.png"}).err, HasSubstr("--tiles"));
}

TEST(Twinview, APlaceThatCannotBeWrittenIsToldBeforeTheWork) {
  auto const result = twinview({"--headless", "--shot", "/proc/no/picture.png"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("/proc/no/picture.png cannot be written"));
  EXPECT_EQ(lines(result.err), 1U);
}

TEST(Twinview, WrongUsageIsTwoAndOneLine) {
  for (auto const& arguments :
       std::vector<std::vector<std::string>>{{"--headless"},
                                             {"--headless", "--shot", "x.png", "--flight"},
                                             {"--headless", "--shot", "x.png", "--size", "big"},
                                             {"--headless", "--shot", "x.png", "--time", "noon"},
                                             {"--headless", "--shot", "x.png", "--weather", "frogs"},
                                             {"--headless", "--shot", "x.png", "--feeds", "radio"}}) {
    auto const r = twinview(arguments);
    EXPECT_EQ(r.status, 2) << testing::PrintToString(arguments);
    EXPECT_EQ(lines(r.err), 1u) << r.err;
  }
}

TEST(Twinview, UnknownViewListsTheViews) {
  auto const r = twinview({"--headless", "--shot", "x.png", "--view", "moon"});
  EXPECT_EQ(r.status, 2);
  EXPECT_THAT(r.err, HasSubstr("there is no view 'moon'"));
  EXPECT_THAT(r.err, HasSubstr("huayuankou"));
}

TEST(Twinview, WithoutADriverItSaysSoInOneLine) {
  Environment const nowhere("VK_ICD_FILENAMES", "/nowhere/driver.json");
  auto const r = twinview({"--headless", "--shot", "x.png"});
  EXPECT_EQ(r.status, 1);
  EXPECT_THAT(r.err, HasSubstr("no Vulkan driver was found"));
  EXPECT_EQ(lines(r.err), 1u) << r.err;
}

TEST(Twinview, WithoutTheValidationLayerItSaysSoInOneLine) {
  Environment const nowhere("VK_LAYER_PATH", "/nowhere");
  auto const r = twinview({"--capabilities", "--validate"});
  EXPECT_EQ(r.status, 1);
  EXPECT_THAT(r.err, HasSubstr("is not installed"));
  EXPECT_EQ(lines(r.err), 1u) << r.err;
}

TEST(Twinview, ListsWhatTheDeviceCanDo) {
  auto const r = twinview({"--capabilities"});
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("llvmpipe"));
}

TEST(Twinview, WritesThePictureAndWhatItCost) {
  test::TempFolder const folder;
  auto const shot = folder.path() / "shot.png", stats = folder.path() / "stats.json";
  auto const r = twinview({"--headless", "--view", "port", "--size", "160x90", "--validate", "--shot", shot.string(),
                           "--stats", stats.string()});
  ASSERT_EQ(r.status, 0) << r.err;
  EXPECT_EQ(r.out, shot.string() + "\n");
  auto const picture = gpu::read_png(shot);
  EXPECT_EQ(picture.width, 160u);
  EXPECT_EQ(picture.height, 90u);
  auto const json = nlohmann::json::parse(std::ifstream(stats));
  EXPECT_EQ(json["validation_messages"], 0);
  EXPECT_EQ(json["live_objects"], 0);
  EXPECT_EQ(json["sub_frames"], 16);
  EXPECT_GT(json["counts"]["terrain_patches"], 0);
  EXPECT_GT(json["passes"].size(), 5u);
}

// Without a font there are no words; the city is drawn all the same, and one line says what to install.
TEST(Twinview, AMissingFontIsSaidAndTheRestIsDrawn) {
  test::TempFolder const folder;
  auto const shot = [&](std::string const& name, std::vector<std::string> more) {
    auto const file = folder.path() / name;
    more.insert(more.end(),
                {"--headless", "--validate", "--size", "160x90", "--view", "port", "--shot", file.string()});
    auto const done = twinview(more);
    EXPECT_EQ(done.status, 0) << done.err;
    return std::pair{gpu::read_png(file), done.err};
  };
  auto const [wordless, said] = shot("a.png", {"--fonts", (folder.path() / "none").string()});
  EXPECT_EQ(lines(said), 1u) << said;
  EXPECT_THAT(said, HasSubstr("install fonts-noto-cjk"));
  auto const [bare, nothing] = shot("b.png", {"--no-labels"});
  EXPECT_EQ(nothing, "");
  std::size_t city = 0;
  for (std::size_t i = 0; i < bare.rgba.size(); i += 4)
    city += std::memcmp(&bare.rgba[i], &wordless.rgba[i], 4) == 0;
  EXPECT_GT(city, bare.rgba.size() / 4 / 2) << "boxes of chips and marks lie over it, no more";
  EXPECT_LT(city, bare.rgba.size() / 4);
}
