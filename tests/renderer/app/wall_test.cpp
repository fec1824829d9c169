#include "renderer/app/wall.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/wait.hpp"
#include "twin/app/wall_link.hpp"

#include <fstream>
#include <gmock/gmock.h>

namespace dalian::viewer {
namespace {

using testing::HasSubstr;

constexpr char const* kHead = "address = \"tcp://127.0.0.1:7440\"\nwidth = 3840\nheight = 1080\n";
constexpr char const* kLeft = "[[screen]]\nname = \"left\"\nx = 0\ny = 0\nwidth = 1900\nheight = 1080\n";

class Walls : public testing::Test {
 protected:
  Result<WallPlan> read(std::string const& text) {
    auto const file = folder_.path() / "wall.toml";
    std::ofstream(file) << text;
    return read_wall(file);
  }
  test::TempFolder folder_;
};

TEST_F(Walls, AreReadWithBezelsLeftOut) {
  auto const plan = read(std::string(kHead) + kLeft +
                         "[[screen]]\nname = \"right\"\nx = 1940\ny = 0\nwidth = 1900\nheight = 1080\n"
                         "desktop_x = 1900\ndesktop_y = 0\nscenario = \"b.json\"\n");
  ASSERT_TRUE(plan) << plan.error();
  EXPECT_EQ(plan->size_px, glm::uvec2(3840, 1080));
  ASSERT_EQ(plan->screens.size(), 2U);
  ASSERT_TRUE(plan->screen("right"));
  EXPECT_EQ(plan->screen("right")->from_px, glm::ivec2(1940, 0));
  EXPECT_EQ(plan->screen("right")->desktop_px, glm::ivec2(1900, 0));
  EXPECT_FALSE(plan->screen("left")->desktop_px);
  EXPECT_EQ(plan->screen("right")->scenario, folder_.path() / "b.json");
  EXPECT_EQ(plan->screen("left")->scenario, "");
  EXPECT_EQ(plan->screen("middle"), nullptr);
}

TEST_F(Walls, SayWhichScreenAndFieldIsWrong) {
  std::pair<std::string, char const*> const cases[] = {
      {"width = 1", "'address' is missing"},
      {"address = \"tcp://a:1\"\nwidth = 2\n", "'width' must be a whole number from 16"},
      {kHead, "has no [[screen]]"},
      {std::string(kHead) + "[[screen]]\nx = 1\n", "screen 1: 'name' is missing"},
      {std::string(kHead) + kLeft + kLeft, "there are two of the name left"},
      {std::string(kHead) + "[[screen]]\nname = \"a\"\nx = 3000\ny = 0\nwidth = 1900\nheight = 1080\n",
       "screen 1: reaches beyond the wall"},
      {"[x", "line"},
  };
  for (auto const& [text, why] : cases) {
    auto const plan = read(text);
    ASSERT_FALSE(plan) << why;
    EXPECT_THAT(plan.error(), HasSubstr(why));
    EXPECT_THAT(plan.error(), HasSubstr("wall.toml"));
  }
}

WallScene scene() {
  WallScene s;
  s.camera = {{1000.5, -2.25, 300}, 1.5, -0.4, 0.7};
  s.light = from_unix_ns(1'790'000'000'123'456'789);
  s.weather = passes::Weather::rain;
  s.layers = {"density", "flow"};
  s.language = "ja";
  s.story = "overview";
  s.story_s = 12.5;
  return s;
}

TEST(WallScenes, ComeBackAsTheyWereAndNothingElseIsBelieved) {
  auto const back = read_scene(to_text(scene()));
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, scene());
  auto const text = to_text(scene());
  auto const with = [&](std::string const& from, std::string const& to) {
    auto other = text;
    return other.replace(other.find(from), from.size(), to);
  };
  EXPECT_FALSE(read_scene(""));
  EXPECT_FALSE(read_scene("[1]"));
  EXPECT_FALSE(read_scene(text.substr(0, text.size() / 2)));
  EXPECT_FALSE(read_scene(with("\"wall\":1", "\"wall\":2"))) << "of another version";
  EXPECT_FALSE(read_scene(with("1000.5", "1e300")));
  EXPECT_FALSE(read_scene(with("0.7", "4.0")));
  EXPECT_FALSE(read_scene(with("1000.5,", ""))) << "a number too few";
}

TEST(WallLink, TheNewestIsHeardAndALeaderMayGoAndComeBack) {
  test::TempFolder const folder;
  std::string const address = "ipc://" + (folder.path() / "wall").string();
  auto const receiver = app::WallReceiver::open(address).value(); // before there is a leader
  EXPECT_FALSE(receiver->newest());
  auto const hears = [&](app::WallSender& sender, std::string const& word) {
    return test::wait_until([&] {
      sender.send("old");
      sender.send(word);
      auto const heard = receiver->newest();
      return heard && *heard == word;
    });
  };
  {
    auto const leader = app::WallSender::open(address).value();
    EXPECT_TRUE(hears(*leader, "first"));
  }
  auto const again = app::WallSender::open(address).value();
  EXPECT_TRUE(hears(*again, "second"));
  EXPECT_THAT(app::WallSender::open("nonsense").error(), HasSubstr("nonsense"));
}

} // namespace
} // namespace dalian::viewer
