#include "renderer/ui/text.hpp"

#include "renderer/ui/utf8.hpp"

#include <gtest/gtest.h>

namespace dalian::ui {
namespace {

std::u32string decode(std::string_view text) {
  std::u32string out;
  while (!text.empty())
    out += take_code_point(text);
  return out;
}

TEST(Utf8, DecodesAndReplacesWhatIsBad) {
  EXPECT_EQ(decode("Aß大🚢"), U"Aß大🚢");
  EXPECT_EQ(decode("a\xff z"), U"a\uFFFD z");
  EXPECT_EQ(decode("\xe5\xa4"), U"\uFFFD\uFFFD");              // cut short
  EXPECT_EQ(decode("\xc0\xaf"), U"\uFFFD\uFFFD");              // overlong '/'
  EXPECT_EQ(decode("\xed\xa0\x80"), U"\uFFFD\uFFFD\uFFFD");    // half of a surrogate pair
  EXPECT_EQ(decode("\xf4\x90\x80\x80").front(), kReplacement); // beyond U+10FFFF
}

TEST(Text, DigitsAreTabular) {
  GlyphAtlas atlas(find_fonts());
  TextPainter painter(atlas);
  float const width = painter.width("0", {});
  ASSERT_GT(width, 0);
  for (char digit = '1'; digit <= '9'; ++digit)
    EXPECT_FLOAT_EQ(painter.width(std::string(1, digit), {}), width) << digit;
}

TEST(Text, DrawsTheWidthItMeasures) {
  GlyphAtlas atlas(find_fonts());
  TextPainter painter(atlas);
  DrawList list;
  EXPECT_FLOAT_EQ(painter.draw(list, 10.3F, 40, "大连 Dalian", {}), painter.width("大连 Dalian", {}));
  EXPECT_EQ(list.items().size(), 8U); // the space draws nothing
  TextStyle haloed;
  haloed.halo = theme::kHaloSea;
  list.clear();
  painter.draw(list, 10, 40, "大连", haloed);
  ASSERT_EQ(list.items().size(), 4U);
  EXPECT_EQ(list.items()[1].kind, ItemKind::halo); // all halos below all letters
  EXPECT_EQ(list.items()[2].kind, ItemKind::glyph);
}

TEST(Text, ShortenedFits) {
  GlyphAtlas atlas(find_fonts());
  TextPainter painter(atlas);
  std::string const name = "Connected-vehicle loop T1 (proposed)";
  EXPECT_EQ(painter.shortened(name, {}, 1000), name);
  std::string const cut = painter.shortened(name, {}, 120);
  EXPECT_LE(painter.width(cut, {}), 120);
  EXPECT_EQ(cut.substr(cut.size() - 3), "…");
}

} // namespace
} // namespace dalian::ui
