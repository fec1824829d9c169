#include "renderer/ui/glyph_atlas.hpp"

#include "renderer/ui/lang.hpp"
#include "renderer/ui/utf8.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

namespace dalian::ui {
namespace {

TEST(GlyphAtlas, FindsTheSystemFonts) {
  FontFiles const fonts = find_fonts();
  EXPECT_EQ(fonts.notice, "");
  EXPECT_NE(fonts.get(Script::sc, Weight::regular).face, fonts.get(Script::jp, Weight::regular).face);
}

TEST(GlyphAtlas, WithoutFontsItSaysSoAndKeepsDrawing) {
  FontFiles const fonts = find_fonts({"/nonexistent"});
  EXPECT_EQ(fonts.notice, "notice.no_cjk_font");
  GlyphAtlas atlas(fonts);
  Glyph const& glyph = atlas.glyph({Script::sc, Weight::bold, 20, U'大', 0});
  EXPECT_TRUE(glyph.missing);
  EXPECT_EQ(glyph.width, 0);
  EXPECT_GT(glyph.advance, 0);
}

TEST(GlyphAtlas, SameRequestsGiveTheSameTexels) {
  auto const draw = [](GlyphAtlas& atlas) {
    for (char32_t const c : std::u32string_view(U"大连Dalian大連ツイン0123"))
      for (int const px : {11, 18, 30})
        atlas.glyph({Script::jp, Weight::regular, px, c, 1});
    return std::vector<std::uint8_t>(atlas.texels().begin(), atlas.texels().end());
  };
  GlyphAtlas a(find_fonts()), b(find_fonts());
  EXPECT_EQ(draw(a), draw(b));
}

TEST(GlyphAtlas, HaloCoversTheLetterAndReachesBeyondIt) {
  GlyphAtlas atlas(find_fonts());
  Glyph const glyph = atlas.glyph({Script::sc, Weight::regular, 24, U'大', 0});
  ASSERT_GT(glyph.width, 0);
  std::uint64_t letter = 0, halo = 0;
  for (int y = glyph.v; y < glyph.v + glyph.height; ++y)
    for (int x = glyph.u; x < glyph.u + glyph.width; ++x) {
      auto const at = 2 * (static_cast<std::size_t>(y) * GlyphAtlas::kSize + static_cast<std::size_t>(x));
      EXPECT_GE(atlas.texels()[at + 1], atlas.texels()[at]);
      letter += atlas.texels()[at];
      halo += atlas.texels()[at + 1];
    }
  EXPECT_GT(halo, letter * 3 / 2);
}

TEST(GlyphAtlas, MakesRoomWhenFull) {
  GlyphAtlas atlas(find_fonts());
  std::vector<int> heights;
  for (char32_t c = 0x4E00; c < 0x4E00 + 4000; ++c)
    atlas.glyph({Script::sc, Weight::regular, 40, c, 0});
  atlas.make_room();
  EXPECT_GT(atlas.take_dirty_rows().count, 0);
  EXPECT_GT(atlas.glyph({Script::sc, Weight::regular, 40, U'大', 0}).width, 0);
}

TEST(GlyphAtlas, UploadsOnlyWhatChanged) {
  GlyphAtlas atlas(find_fonts());
  EXPECT_EQ(atlas.take_dirty_rows().count, 0);
  atlas.glyph({Script::sc, Weight::regular, 20, U'大', 0});
  auto const rows = atlas.take_dirty_rows();
  EXPECT_GT(rows.count, 10);
  EXPECT_LT(rows.count, 64);
  EXPECT_EQ(atlas.take_dirty_rows().count, 0);
}

/// No tofu: every character of every word on the screen has a glyph in its language's face.
TEST(GlyphAtlas, CoversAllWordsOfTheScreen) {
  auto const lang = Lang::load(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "lang");
  ASSERT_TRUE(lang) << lang.error();
  GlyphAtlas atlas(find_fonts());
  for (Language const language : kLanguages)
    for (auto const& [key, text] : lang->all(language))
      for (std::string_view rest = text; !rest.empty();) {
        char32_t const c = take_code_point(rest);
        Script const script = language == Language::ja ? Script::jp : Script::sc;
        EXPECT_FALSE(atlas.glyph({script, Weight::regular, 16, c, 0}).missing)
            << code(language) << ' ' << key << " U+" << std::hex << static_cast<unsigned>(c);
      }
}

} // namespace
} // namespace dalian::ui
