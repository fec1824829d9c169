#include "renderer/ui/mark_legend.hpp"

#include "renderer/ui/caption.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <set>

namespace dalian::ui {
namespace {

ViewFrustum picture_of(int width, int height) {
  glm::dmat4 m(0); // straight down from 3000 m, north up, 90° of field
  m[0][0] = static_cast<double>(height) / width;
  m[1][1] = -1;
  m[3][2] = 1;
  m[2][3] = -1;
  return {{0, 0, 3000}, m, width, height};
}

Mark mark(MarkForm form, Rgba colour, float x = 300, float y = 200) {
  Mark m;
  m.form = form;
  m.colour = colour;
  m.at.x = x;
  m.at.y = y;
  m.size_px = 8;
  return m;
}

std::vector<LegendRow> rows_of(std::vector<Mark> const& marks, bool test_routes = false) {
  std::vector<Box> const covers{{0, 600, 200, 720}};
  return legend_rows(marks, covers, picture_of(1280, 720), test_routes);
}

std::vector<LegendRow> all_rows() {
  std::vector<LegendRow> rows;
  for (unsigned i = 0; i <= static_cast<unsigned>(LegendRow::test_route); ++i)
    rows.push_back(static_cast<LegendRow>(i));
  return rows;
}

Lang words() {
  return Lang::load(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "lang").value();
}

TEST(MarkLegend, ListsWhatIsOnThePictureAndNothingElse) {
  EXPECT_TRUE(rows_of({}).empty());
  EXPECT_EQ(rows_of({}, true), std::vector{LegendRow::test_route});
  EXPECT_EQ(rows_of({mark(MarkForm::disc, theme::kMarkCar), mark(MarkForm::dart, theme::kMarkTanker),
                     mark(MarkForm::dart, theme::kMarkTanker), mark(MarkForm::dot, theme::kMarkAid)}),
            (std::vector{LegendRow::tanker, LegendRow::vehicle, LegendRow::aid}));
  EXPECT_EQ(rows_of({mark(MarkForm::diamond, theme::kMarkFerry), mark(MarkForm::dart, theme::kMarkOther)}),
            (std::vector{LegendRow::ferry, LegendRow::other_craft, LegendRow::at_rest}));
}

TEST(MarkLegend, EachColourOfShipsHasItsRow) {
  std::vector<Rgba> const colours{theme::kMarkContainer,  theme::kMarkBulk,  theme::kMarkTanker,
                                  theme::kMarkCarCarrier, theme::kMarkFerry, theme::kMarkFishing,
                                  theme::kMarkTug,        theme::kMarkOther};
  for (std::size_t i = 0; i < colours.size(); ++i)
    EXPECT_EQ(rows_of({mark(MarkForm::dart, colours[i])}), std::vector{static_cast<LegendRow>(i)}) << i;
}

TEST(MarkLegend, StaleMarksTellNoKind) {
  Mark stale = mark(MarkForm::disc, theme::kMarkStale);
  stale.stale = true;
  EXPECT_EQ(rows_of({stale}), std::vector{LegendRow::stale});
  stale.form = MarkForm::diamond;
  EXPECT_EQ(rows_of({stale}), (std::vector{LegendRow::at_rest, LegendRow::stale}));
}

TEST(MarkLegend, WhatIsBesideThePictureOrUnderAPanelIsNotListed) {
  EXPECT_TRUE(rows_of({mark(MarkForm::dart, theme::kMarkTug, -2, 300)}).empty());
  EXPECT_TRUE(rows_of({mark(MarkForm::dart, theme::kMarkTug, 100, 650)}).empty());
  EXPECT_FALSE(rows_of({mark(MarkForm::dart, theme::kMarkTug, 100, 590)}).empty());
}

TEST(MarkLegend, EveryRowHasItsOwnWordsInEveryLanguage) {
  Lang const lang = words();
  for (Language const language : kLanguages) {
    std::set<std::string> texts;
    for (LegendRow const row : all_rows()) {
      EXPECT_TRUE(lang.all(language).contains(legend_key(row))) << legend_key(row);
      texts.insert(lang.text(language, legend_key(row)));
    }
    EXPECT_EQ(texts.size(), all_rows().size()) << code(language);
  }
}

TEST(MarkLegend, KeepsOffChipsAndScaleAtAllSizes) {
  Lang const lang = words();
  GlyphAtlas atlas(find_fonts());
  TextPainter painter(atlas);
  for (auto const& [width, height] : {std::pair{640, 360}, {1280, 720}, {1920, 1080}})
    for (Language const language : kLanguages)
      for (std::size_t count = 1; count <= all_rows().size(); ++count) {
        ViewFrustum const view = picture_of(width, height);
        DrawList list;
        CaptionText const caption{language,
                                  {{lang.text(language, "caption.synthetic") + " · 148 ", ChipMark::dashed},
                                   {lang.text(language, "caption.modelled"), ChipMark::hatched},
                                   {lang.text(language, "caption.local_time", "2026-09-26 16:40"), ChipMark::plain}},
                                  "",
                                  "",
                                  "N"};
        auto const covers = draw_caption(caption, view, painter, list);
        std::vector<LegendRow> rows = all_rows();
        rows.resize(count);
        std::size_t const before = list.items().size();
        auto const box = draw_legend({rows, lang, language}, view, covers, painter, list);
        SCOPED_TRACE(std::to_string(width) + " " + std::string(code(language)) + " " + std::to_string(count));
        ASSERT_TRUE(box);
        EXPECT_TRUE(box->inside({0, 0, static_cast<float>(width), static_cast<float>(height)}));
        for (Box const& cover : covers)
          EXPECT_FALSE(box->overlaps(cover));
        for (std::size_t i = before; i < list.items().size(); ++i) {
          bool const glyph = list.items()[i].kind == ItemKind::glyph;
          EXPECT_TRUE(!glyph || list.items()[i].rect.inside(*box));
        }
      }
}

TEST(MarkLegend, DropsItsWordsWhereTheyWouldTakeTooMuch) {
  Lang const lang = words();
  GlyphAtlas atlas(find_fonts());
  TextPainter painter(atlas);
  auto const glyphs = [&](int width, int height) {
    DrawList list;
    auto const box = draw_legend({all_rows(), lang, Language::en}, picture_of(width, height), {}, painter, list);
    EXPECT_TRUE(box && box->height() <= 0.25F * static_cast<float>(height)) << width;
    return std::count_if(list.items().begin(), list.items().end(),
                         [](OverlayItem const& item) { return item.kind == ItemKind::glyph; });
  };
  EXPECT_GT(glyphs(1280, 720), 0);
  EXPECT_EQ(glyphs(300, 300), 0);
}

} // namespace
} // namespace dalian::ui
