#include "renderer/app/story.hpp"
#include "renderer/app/story_path.hpp"
#include "tests/support/temp_folder.hpp"

#include <fstream>
#include <glm/geometric.hpp>
#include <gmock/gmock.h>

namespace dalian::viewer {
namespace {

using testing::HasSubstr;

std::filesystem::path source(char const* path) {
  return std::filesystem::path(std::getenv("DALIAN_SOURCE")) / path;
}

constexpr char const* kHead = R"(
title = { zh = "一", ja = "二", en = "three" }
subtitle = { zh = "一", ja = "二", en = "three" }
)";
constexpr char const* kScene = R"([[scene]]
view = "overview"
time = "2026-09-26T16:40:00+08:00"
caption = { zh = "一", ja = "二", en = "three" }
)";

class Stories : public testing::Test {
 protected:
  Result<Story> read(std::string const& text) {
    auto const file = folder_.path() / "s.toml";
    std::ofstream(file) << text;
    return read_story(file);
  }
  test::TempFolder folder_;
};

TEST(ShippedStories, AreWholeAndTheirViewsAreThere) {
  auto const views = scene::read_bookmarks(source("assets/config/views.toml"));
  ASSERT_TRUE(views) << views.error();
  auto const names = shipped_stories(source("assets"));
  EXPECT_THAT(names, testing::IsSupersetOf({"overview", "zones", "port", "cars", "energy", "whatif", "safety"}));
  for (std::string const& name : names) {
    auto const story = read_story(story_file(source("assets"), name).value());
    ASSERT_TRUE(story) << story.error();
    EXPECT_GE(story->scenes.size(), 2U) << name;
    for (StoryScene const& scene : story->scenes)
      EXPECT_TRUE(scene::find_bookmark(*views, scene.view)) << name << ' ' << scene.view;
  }
}

TEST_F(Stories, AComputedCardNamesItsFigure) {
  std::string const card = "[[scene.card]]\nkind = \"computed\"\n"
                           "label = { zh = \"一\", ja = \"二\", en = \"three\" }\n"
                           "source = { zh = \"一\", ja = \"二\", en = \"three\" }\n";
  auto const start = std::string(kHead) + kScene + card;
  auto const story = read(start + "figure = \"land.output\"\nzone = \"njip\"\nof = \"change\"\ndigits = 2\n"
                                  "factor = { zh = 10, ja = 10, en = 1 }\ntarget = 100\n");
  ASSERT_TRUE(story) << story.error();
  Card const& read_card = story->scenes[0].cards.at(0);
  EXPECT_EQ(read_card.figure, "land.output");
  EXPECT_EQ(read_card.zone, "njip");
  EXPECT_EQ(read_card.of, FigureOf::change);
  EXPECT_EQ(read_card.factor, (std::array<double, 3>{10, 10, 1}));
  EXPECT_EQ(read_card.target, 100);
  EXPECT_TRUE(asks_engines(*story));
  EXPECT_FALSE(asks_projects(*story));
  EXPECT_THAT(read(start).error(), HasSubstr("card 1: 'figure' is missing"));
  EXPECT_THAT(read(start + "figure = \"land.output\"\nof = \"both\"\n").error(), HasSubstr("'of' is one of"));
}

TEST_F(Stories, ASceneKeepsLightAndWeatherOfTheOneBefore) {
  auto const story = read(std::string(kHead) + kScene + "weather = \"haze\"\n" +
                          "[[scene]]\nview = \"port\"\ncaption = { zh = \"一\", ja = \"二\", en = \"three\" }\n");
  ASSERT_TRUE(story) << story.error();
  EXPECT_EQ(story->scenes[1].light, story->scenes[0].light);
  EXPECT_EQ(story->scenes[1].weather, passes::Weather::haze);
}

TEST_F(Stories, SayWhichSceneAndFieldIsWrong) {
  std::string const start = std::string(kHead) + kScene;
  std::pair<std::string, char const*> const cases[] = {
      {kScene, "'title' is missing"},
      {kHead, "has no [[scene]]"},
      {"version = 2\n" + start, "is a story of version 2; this program reads 1"},
      {"version = \"new\"\n" + start, "'version' must be a whole number"},
      {start + "hold_s = 0\n", "scene 1: 'hold_s' must be a number from 1 to 120"},
      {start + "weather = \"hail\"\n", "scene 1: 'weather' is hail"},
      {start + "layers = \"nonsense\"\n", "scene 1: 'layers': "},
      {std::string(kHead) + "[[scene]]\nview = \"port\"\n", "scene 1: 'time' is missing"},
      {start + "[[scene]]\nview = \"port\"\n", "scene 2: 'caption' is missing"},
      {start + "[[scene.card]]\nkind = \"target\"\n", "scene 1, card 1: 'label' is missing"},
      {start + "card = 7\n[x", "line"},
  };
  for (auto const& [text, why] : cases) {
    auto const story = read(text);
    ASSERT_FALSE(story) << why;
    EXPECT_THAT(story.error(), HasSubstr(why));
    EXPECT_THAT(story.error(), HasSubstr("s.toml"));
  }
}

TEST_F(Stories, ACardWithoutAFigureIsNoCard) {
  std::string const card = std::string(kHead) + kScene +
                           "[[scene.card]]\nlabel = { zh = \"一\", ja = \"二\", en = \"three\" }\n"
                           "source = { zh = \"一\", ja = \"二\", en = \"three\" }\n";
  EXPECT_THAT(read(card + "kind = \"target\"\n").error(), HasSubstr("'value' is missing"));
  EXPECT_THAT(read(card + "kind = \"guess\"\nvalue = \"7\"\n").error(), HasSubstr("'kind' is one of"));
  EXPECT_THAT(read(card + "kind = \"counted\"\n").error(), HasSubstr("'count' is one of"));
  EXPECT_TRUE(read(card + "kind = \"counted\"\ncount = \"ships\"\n"));
}

std::shared_ptr<view::Terrain const> plain() {
  auto terrain = std::make_shared<view::Terrain>();
  auto& g = terrain->window;
  g.spacing_m = 1000;
  g.columns = g.rows = 2;
  g.height_m.assign(4, 0);
  g.cover.assign(4, 0);
  return terrain;
}

class Path : public testing::Test {
 protected:
  StoryPath path(bool cut) {
    story_.scenes[1].cut = cut;
    return {story_, {view(121.6, 39.3), view(121.7, 39.2)}, plain()};
  }
  static scene::Bookmark view(double lon, double lat) { return {"v", "", "", "", {lon, lat}, 0, 3000, 340, 25, 40}; }
  Story story_{{}, {}, {}, std::vector<StoryScene>(2)};
};

TEST_F(Path, IsWithoutJumpsWhereItFlies) {
  auto const way = path(false);
  EXPECT_GT(way.duration_s(), 2 * 6 + 4);
  constexpr double kStep_s = 0.01;
  double fastest = 0;
  for (double t = kStep_s; t < way.duration_s(); t += kStep_s)
    fastest = std::max(fastest, glm::length(way.at(t).camera.position - way.at(t - kStep_s).camera.position));
  double const straight = glm::length(way.at(0).camera.position - way.at(way.duration_s()).camera.position);
  EXPECT_LT(fastest, straight * kStep_s); // the smoother step is at most 15/8 of the mean speed, over 4 s or more
}

TEST_F(Path, CutsWhereItIsToldTo) {
  auto const way = path(true);
  EXPECT_DOUBLE_EQ(way.duration_s(), 12);
  EXPECT_EQ(way.at(5.99).scene, 0U);
  EXPECT_EQ(way.at(6.01).scene, 1U);
  EXPECT_TRUE(way.at(6.01).cut);
  EXPECT_GT(glm::length(way.at(5.99).camera.position - way.at(6.01).camera.position), 1000);
}

TEST_F(Path, AnotherHourIsCutTo) {
  story_.scenes[1].light = from_unix_ns(1'000'000'000'000'000'000);
  EXPECT_TRUE(path(false).at(7).cut);
}

TEST_F(Path, TurnsAboutWhatItLooksAt) {
  story_.scenes[0].drift_deg = 10;
  auto const way = path(true);
  auto const first = way.at(0).camera, last = way.at(5.999).camera;
  EXPECT_NEAR(std::abs(scene::shortest_turn(first.heading_rad, last.heading_rad)), 10 * 3.14159265 / 180, 1e-3);
  auto const target = [](scene::Camera const& c) { return c.position + 3000.0 * scene::axes_of(c).forward; };
  EXPECT_LT(glm::length(target(first) - target(last)), 1);
}

TEST_F(Path, BeyondItsEndsStandStill) {
  auto const way = path(false);
  EXPECT_EQ(way.at(-5).camera, way.at(0).camera);
  EXPECT_EQ(way.at(way.duration_s() + 100).camera, way.at(way.duration_s()).camera);
}

} // namespace
} // namespace dalian::viewer
