#include "renderer/app/handout.hpp"

#include <gtest/gtest.h>

namespace dalian::viewer {
namespace {

TEST(Handout, Base64IsThatOfTheStandard) { // RFC 4648, 10
  for (auto const& [bytes, text] :
       std::initializer_list<std::pair<std::string_view, std::string_view>>{{"", ""},
                                                                            {"f", "Zg=="},
                                                                            {"fo", "Zm8="},
                                                                            {"foo", "Zm9v"},
                                                                            {"foob", "Zm9vYg=="},
                                                                            {"fooba", "Zm9vYmE="},
                                                                            {"foobar", "Zm9vYmFy"},
                                                                            {"\xff\xfe\xfd", "//79"}})
    EXPECT_EQ(base64(bytes), text) << bytes;
}

TEST(Handout, EverySceneIsAPageWithItsWordsAndFigures) {
  ui::StorySlide slide;
  slide.caption_first = "港口 <1>";
  slide.cards = {{"船舶", "1 234", "艘", "合成 · AIS"}};
  slide.cards[0].range = "1 000 … 1 400";
  slide.cards[0].target = "目标 2 000";
  auto const html =
      handout_html({"zh", "一核 & 两翼", "示范区", "示意"},
                   {{"foob", slide, {"港口 <1>", "港", "The port"}}, {"foo", {}, {"园", "団地", "Park"}}});
  auto const count = [&](std::string_view what) {
    std::size_t n = 0;
    for (auto at = html.find(what); at != std::string::npos; at = html.find(what, at + 1))
      ++n;
    return n;
  };
  EXPECT_EQ(count("<section>"), 2u);
  EXPECT_EQ(count("</section>"), 2u);
  EXPECT_EQ(count("一核 &amp; 两翼</h1>"), 2u) << "on every page, and no markup of its own";
  EXPECT_EQ(count("港口 &lt;1&gt;"), 2u) << "in words and for those who do not see the picture";
  EXPECT_EQ(count("data:image/png;base64,Zm9vYg=="), 1u);
  EXPECT_EQ(count("<p lang='en'>The port</p>"), 1u);
  EXPECT_EQ(count("1 234 艘"), 1u);
  EXPECT_EQ(count("1 000 … 1 400 · 目标 2 000"), 1u);
  EXPECT_EQ(count("合成 · AIS"), 1u);
  EXPECT_EQ(count("<table>"), 1u) << "none without figures";
  EXPECT_EQ(count("http"), 0u) << "it needs nothing beside it";
}

} // namespace
} // namespace dalian::viewer
