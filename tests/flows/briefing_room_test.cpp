// The briefing room left alone: a story of one's own goes round and round, with no pointer and no bar, whatever happens
// to the feed, the story's file, the fonts or the words.
#include "tests/flows/shown_window.hpp"
#include "tests/flows/twin_programs.hpp"

#include <csignal>
#include <gmock/gmock.h>

namespace dalian {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::eventually;
using test::kLong;
using testing::HasSubstr;

constexpr char const* kStory = R"(title = { zh = "一", ja = "二", en = "three" }
subtitle = { zh = "一", ja = "二", en = "three" }
[[scene]]
view = "njip"
time = "2026-09-26T16:40:00+08:00"
hold_s = 3
caption = { zh = "首先", ja = "最初", en = "First of two" }
[[scene.card]]
kind = "counted"
count = "vehicles"
label = { zh = "车", ja = "車", en = "Cars under way" }
source = { zh = "试", ja = "試", en = "test vehicles" }
[[scene]]
view = "port"
hold_s = 3
cut = true
caption = { zh = "其次", ja = "次", en = "Second of two" }
)";

class BriefingRoom : public testing::Test {
 protected:
  BriefingRoom() {
    setenv("XDG_CONFIG_HOME", programs.folder().c_str(), 1);
    std::ofstream(story) << kStory;
  }
  std::vector<std::string> twinview(std::vector<std::string> const& more, char const* language = "en") const {
    std::vector<std::string> words{test::program("twinview"),
                                   "--workplace",
                                   "briefing",
                                   "--size",
                                   "1280x720",
                                   "--quality",
                                   "plain",
                                   "--lang",
                                   language,
                                   "--ui-dump",
                                   dump_file.string()};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  std::vector<std::string> feed() const {
    return {test::program("twinfeed"), "synth", "--only", "road", "--twin", programs.ingest()};
  }
  bool card(std::string const& part) const { return window.shows("card", part); }
  /// Whether an arrow stands where the pointer rests: into the second of three pictures of the display ffmpeg draws the
  /// pointer. Nothing where the picture itself does not stand still.
  std::optional<bool> pointer_is_seen() const {
    auto const grabbed = [&](char const* draw) {
      auto const file = programs.folder() / "pointer.ppm";
      auto const done =
          test::run({"ffmpeg", "-y", "-loglevel", "error", "-f", "x11grab", "-draw_mouse", draw, "-video_size", "64x64",
                     "-i", std::string(std::getenv("DISPLAY")) + "+600,300", "-frames:v", "1", file.string()});
      EXPECT_EQ(done.status, 0) << done.err;
      std::ifstream in(file, std::ios::binary);
      return std::string((std::istreambuf_iterator<char>(in)), {});
    };
    auto const before = grabbed("0"), with = grabbed("1");
    if (before != grabbed("0")) return std::nullopt;
    return before != with;
  }

  test::TwinPrograms programs;
  fs::path dump_file = programs.folder() / "ui.json", story = programs.folder() / "mine.toml";
  test::ShownWindow window{dump_file};
};

TEST_F(BriefingRoom, AStoryGoesRoundByItselfThoughItsFeedIsKilledAndStartedAgain) {
  auto const twind = programs.start_twind();
  auto cars = std::make_unique<test::Process>(feed());
  test::Display const display;
  test::Process viewer(twinview({"--loop", "--script", story.string(), "--connect", programs.requests()}));
  ASSERT_TRUE(window.comes("caption", "First of two")) << viewer.err();
  ASSERT_TRUE(eventually(kLong, [&] { return card("Cars under way") && !card("no word"); }));
  for (char const* next : {"Second of two", "First of two", "Second of two"})
    ASSERT_TRUE(window.comes("caption", next)) << "round " << next << viewer.err();

  test::xdotool({"mousemove", "632", "332", "sleep", "1"});
  EXPECT_FALSE(window.has_panel("presenter")) << "no bar, though the pointer moved";
  EXPECT_FALSE(window.has_panel("toolbar"));

  cars->signal(SIGKILL);
  ASSERT_EQ(cars->wait(10s), 128 + SIGKILL);
  auto const killed = std::chrono::steady_clock::now();
  ASSERT_TRUE(eventually(kLong, [&] { return card("no word for"); })) << "what is old is no figure";
  auto const said = std::chrono::steady_clock::now() - killed;
  EXPECT_LT(said, 2s + 7s + 3s) << "vehicles are stale after 2 s; the other scene may stand 7 s before the card does";
  ASSERT_TRUE(window.comes("caption", "Second of two")) << "the story goes on";
  cars = std::make_unique<test::Process>(feed());
  EXPECT_TRUE(eventually(kLong, [&] { return card("Cars under way") && !card("no word"); })) << "it heals by itself";
  EXPECT_TRUE(viewer.running()) << viewer.err();
  EXPECT_EQ(viewer.err(), "");
  viewer.signal(SIGTERM);
  EXPECT_EQ(viewer.wait(30s), 0) << viewer.err();
}

TEST_F(BriefingRoom, ThePointerIsNotOnTheWallAndIsWhereOnePresents) {
  std::string still = kStory; // nothing moves, so that two pictures differ by the pointer alone
  still.replace(still.find("hold_s = 3"), 10, "hold_s = 120\ndrift_deg = 0");
  std::ofstream(story) << still;
  test::Display const display;
  // Moved again before each look: where one presents it is gone when it rests.
  auto const looks = [&](std::vector<std::string> const& how, bool until) {
    fs::remove(dump_file);
    test::Process viewer(twinview(how));
    EXPECT_TRUE(eventually(kLong, [&] { return !window.all("caption").empty() && window.frame() > 3; }))
        << viewer.err();
    int seen = 0, unseen = 0;
    EXPECT_TRUE(eventually(
        kLong,
        [&] {
          test::xdotool({"mousemove", "620", "320", "sleep", "0.3", "mousemove", "632", "332", "sleep", "0.5"});
          if (auto const arrow = pointer_is_seen()) ++(*arrow ? seen : unseen);
          return (until ? seen : unseen) >= 2;
        }))
        << seen << " " << unseen;
    viewer.signal(SIGTERM);
    EXPECT_EQ(viewer.wait(30s), 0) << viewer.err();
    return seen;
  };
  EXPECT_EQ(looks({"--script", story.string()}, true), 2);
  EXPECT_EQ(looks({"--script", story.string(), "--loop"}, false), 0);
}

TEST_F(BriefingRoom, AStoryThatIsHalfThereIsSaidAndToldOnceItIsWhole) {
  std::ofstream(story) << std::string(kStory).substr(0, 210);
  test::Display const display;
  test::Process viewer(twinview({"--loop", "--script", story.string()}));
  ASSERT_TRUE(window.comes("notice", "mine.toml")) << viewer.err();
  EXPECT_TRUE(window.all("caption").empty() || !window.shows("caption", "of two"));
  std::ofstream(story) << "version = 9\n" << kStory;
  ASSERT_TRUE(window.comes("notice", "is a story of version 9")) << viewer.err();
  std::ofstream(story) << kStory;
  ASSERT_TRUE(window.comes("caption", "First of two")) << "nobody had to touch it";
  EXPECT_TRUE(eventually(kLong, [&] { return window.all("notice").empty(); }));
  viewer.signal(SIGTERM);
  EXPECT_EQ(viewer.wait(30s), 0) << viewer.err();
}

TEST_F(BriefingRoom, MissingFontsAndWordsAreSaidAndTheStoryIsTold) {
  fs::path const assets = programs.folder() / "assets";
  fs::copy(std::getenv("DALIAN_ASSETS"), assets, fs::copy_options::recursive | fs::copy_options::create_hard_links);
  auto const words_file = assets / "lang/ja.json";
  auto words = nlohmann::json::parse(std::ifstream(words_file));
  words.erase("help.title");
  fs::remove(words_file); // the link, not what others see
  std::ofstream(words_file) << words;
  test::Display const display;
  test::Process viewer(twinview(
      {"--script", story.string(), "--assets", assets.string(), "--fonts", (programs.folder() / "none").string()},
      "ja"));
  ASSERT_TRUE(window.comes("caption", "最初")) << viewer.err();
  EXPECT_TRUE(window.comes("notice", "font found")) << "in letters that there are";
  EXPECT_THAT(viewer.err(), HasSubstr("ja.json lacks 1 texts, help.title first"));
  viewer.signal(SIGTERM);
  EXPECT_EQ(viewer.wait(30s), 0) << viewer.err();
}

} // namespace
} // namespace dalian
