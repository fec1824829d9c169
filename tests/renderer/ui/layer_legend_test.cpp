#include "renderer/ui/layer_legend.hpp"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <set>

namespace dalian::ui {
namespace {

struct LayerLegendTest : testing::Test {
  Lang words = Lang::load(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "lang").value();
  GlyphAtlas atlas{find_fonts()};
  TextPainter painter{atlas};

  static ViewFrustum picture(int width, int height) {
    ViewFrustum view;
    view.width = width;
    view.height = height;
    return view;
  }
  static view::FieldInfo far() {
    view::FieldInfo info;
    info.name = "far";
    info.high = 5;
    info.noise_floor = 0.085F;
    info.kind = Provenance::modelled;
    info.source = "layer.far.source";
    return info;
  }
  static view::FieldInfo use() {
    auto info = far();
    info.name = "use";
    info.noise_floor = 0;
    info.scale = view::FieldScale::categories;
    info.categories = {"use.housing", "use.offices", "use.public", "use.making"};
    info.source = "layer.use.source";
    return info;
  }
};

TEST_F(LayerLegendTest, SaysWhatMustBeSaidInEveryLanguage) {
  for (Language const language : kLanguages)
    for (auto const* name : {"far", "height", "use", "elevation", "shore", "density", "age"}) {
      auto info = std::string(name) == "use" ? use() : far();
      info.name = name;
      info.unit = "m";
      info.source = std::string("layer.") + name + ".source";
      LayerLegend const legend{info, {{"layer.flow", rgba(0x56B4E9), true, Provenance::modelled}}};
      auto const said = legend_words({legend, words, language});
      std::string all;
      for (std::string const& word : said) {
        EXPECT_EQ(word.find("layer."), std::string::npos) << word << " has no words in " << code(language);
        EXPECT_EQ(word.find("use."), std::string::npos) << word;
        EXPECT_EQ(word.find("{}"), std::string::npos) << word;
        all += word + "|";
      }
      EXPECT_NE(all.find(words.text(language, "provenance.modelled")), std::string::npos) << all;
      EXPECT_NE(said[0].find(" · m"), std::string::npos) << "the unit: " << said[0];
      if (info.scale != view::FieldScale::categories) {
        EXPECT_NE(all.find("0.085 m"), std::string::npos) << "the noise floor: " << all;
      }
    }
  EXPECT_EQ(atlas.missing(), 0U);
}

TEST_F(LayerLegendTest, TicksAreReadableAndHoldBothEnds) {
  for (float const high : {1.0F, 2.0F, 5.0F, 50.0F, 100.0F, 200.0F, 0.5F}) {
    auto info = far();
    info.high = high;
    auto const ticks = scale_ticks(info);
    EXPECT_EQ(ticks.front(), 0);
    EXPECT_EQ(ticks.back(), high);
    EXPECT_GE(ticks.size(), 3U) << high;
    EXPECT_LE(ticks.size(), 7U) << high;
    for (std::size_t i = 1; i < ticks.size(); ++i)
      EXPECT_GT(ticks[i], ticks[i - 1]);
  }
}

TEST_F(LayerLegendTest, Numbers) {
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(number_text(0.5F), "0.5");
  EXPECT_EQ(number_text(1500), "1500");
  EXPECT_EQ(number_text(-20), "-20");
}

TEST_F(LayerLegendTest, KeepsOutOfWhatIsThereAndInThePicture) {
  LayerLegend const legend{use(), {{"layer.geofence", rgba(0xCC79A7), false, Provenance::modelled}}};
  for (auto const& [width, height] : {std::pair{1920, 1080}, {1280, 720}, {640, 360}})
    for (Language const language : kLanguages) {
      DrawList list;
      auto const view = picture(width, height);
      Box const cover{0, 0.9F * static_cast<float>(height), 200, static_cast<float>(height)};
      auto const box = draw_layer_legend({legend, words, language}, view, {&cover, 1}, painter, list);
      ASSERT_TRUE(box) << height;
      EXPECT_FALSE(box->overlaps(cover));
      EXPECT_TRUE(box->inside({0, 0, static_cast<float>(width), static_cast<float>(height)}));
      EXPECT_LE(box->width(), (height < 600 ? 0.5F : 0.28F) * static_cast<float>(width));
      for (OverlayItem const& item : list.items())
        if (item.kind != ItemKind::stroke) {
          EXPECT_TRUE(item.rect.inside(box->grown(3))) << "nothing hangs out: " << code(language) << ' ' << height;
        }
    }
}

TEST_F(LayerLegendTest, NothingToSayOrNoRoom) {
  DrawList list;
  EXPECT_FALSE(draw_layer_legend({{}, words, Language::en}, picture(1280, 720), {}, painter, list));
  Box const all{0, 0, 1280, 720};
  EXPECT_FALSE(draw_layer_legend({{far(), {}}, words, Language::en}, picture(1280, 720), {&all, 1}, painter, list));
  EXPECT_TRUE(list.items().empty());
}

TEST_F(LayerLegendTest, LinesBreakWhereTheyMay) {
  TextStyle const style;
  float const width = painter.width("The quick brown", style) + 1;
  EXPECT_EQ(wrapped(painter, style, "The quick brown fox jumps", width),
            (std::vector<std::string>{"The quick brown", "fox jumps"}));
  for (std::string const& line : wrapped(painter, style, "示意布局中各模型的高度；地块为按占地加权的平均值", 100))
    EXPECT_LE(painter.width(line, style), 100);
  EXPECT_TRUE(wrapped(painter, style, "", 100).empty());
}

} // namespace
} // namespace dalian::ui
