#include "renderer/ui/story_slide.hpp"

#include <gmock/gmock.h>

namespace dalian::ui {
namespace {

ViewFrustum sheet(int width, int height) {
  return {{0, 0, 1000}, glm::dmat4(1), width, height};
}

StorySlide slide() {
  SlideCard const card{"高端装备制造，2025年", "1000", "亿元 RMB", "规划 · 总体方案第一章", ChipMark::hatched};
  StorySlide s;
  s.title = "一核两翼";
  s.subtitle = "中日（大连）地方发展合作示范区";
  s.caption_first = "四个片区，一个数字孪生：核心区42.92平方公里，与东西两翼相连。";
  s.caption_second = "四つの地区を一つのデジタルツインに。中核区42.92平方キロが東西の翼と結ばれる。";
  s.cards = {card, card, card};
  s.scenes = 6;
  return s;
}

class Slides : public testing::Test {
 protected:
  GlyphAtlas atlas_{find_fonts()};
  TextPainter painter_{atlas_};
};

TEST_F(Slides, StandInsideThePictureWithoutOverlapAtAllSizes) {
  for (auto const& [width, height] : {std::pair{640, 360}, {1280, 720}, {1920, 1080}, {3840, 2160}}) {
    DrawList list;
    auto const taken = draw_story_slide(slide(), sheet(width, height), painter_, list);
    ASSERT_EQ(taken.size(), 5U); // title, three cards, caption
    Box const picture{0, 0, static_cast<float>(width), static_cast<float>(height)};
    for (std::size_t i = 0; i < taken.size(); ++i) {
      EXPECT_TRUE(taken[i].inside(picture)) << width << " box " << i;
      for (std::size_t k = 0; k < i; ++k)
        EXPECT_FALSE(taken[i].overlaps(taken[k])) << width << " boxes " << i << ", " << k;
    }
  }
}

TEST_F(Slides, ThatFadeLeaveNothingBehind) {
  DrawList list;
  StorySlide s = slide();
  s.title.clear();
  s.scenes = 1;
  s.opacity = 0;
  (void)draw_story_slide(s, sheet(1280, 720), painter_, list);
  for (OverlayItem const& item : list.items())
    EXPECT_EQ(item.fill >> 24U, 0U);
}

TEST_F(Slides, LinesBreakBetweenWordsAndBetweenHan) {
  TextStyle style;
  style.px = 16;
  float const width = painter_.width("One core, two", style) + 1;
  auto const latin = wrapped(painter_, "One core, two wings over the city", style, width, 9);
  ASSERT_GE(latin.size(), 3U);
  EXPECT_EQ(latin[0], "One core, two");
  auto const han = wrapped(painter_, "四个片区，一个数字孪生", style, 5 * 16 + 1, 9);
  ASSERT_EQ(han.size(), 3U);
  EXPECT_EQ(han[0], "四个片区，"); // no line begins with a comma
  std::string all;
  for (auto const& line : han)
    all += line;
  EXPECT_EQ(all, "四个片区，一个数字孪生");
}

TEST_F(Slides, TheLastLineOfTooMuchIsShortened) {
  TextStyle style;
  style.px = 16;
  auto const lines = wrapped(painter_, "四个片区一个数字孪生四个片区一个数字孪生", style, 80, 2);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_THAT(lines[1], testing::EndsWith("…"));
  for (auto const& line : lines)
    EXPECT_LE(painter_.width(line, style), 80);
}

} // namespace
} // namespace dalian::ui
