#include "renderer/app/story_words.hpp"

#include <gtest/gtest.h>

namespace dalian::viewer {
namespace {

ModelledFigures figures(char const* value, char const* low, char const* high) {
  return ModelledFigures::read(
             std::string(R"({"scenarios": [{"kpis": [{"engine": "land", "name": "output", "scope": "",)") +
             "\"value\": " + value + ", \"low\": " + low + ", \"high\": " + high + ", \"unit\": \"bn\"}]}]}")
      .value();
}

class Slides : public testing::Test {
 protected:
  Slides() {
    Card card;
    card.kind = CardKind::computed;
    card.figure = "land.output";
    card.factor = {10, 10, 1};
    card.digits = 1;
    card.unit = {"亿元", "億元", "bn"};
    story.scenes.resize(1);
    story.scenes[0].cards = {card};
  }
  ui::SlideCard shown(SlideFacts const& facts, ui::Language language = ui::Language::en) {
    return words.slide(story, 0, language, facts).cards.at(0);
  }
  Card& card() { return story.scenes[0].cards[0]; }
  Story story;
  StoryWords words{ui::Lang::load(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "lang").value()};
  ModelledFigures planned = figures("189.75", "92", "287.5"), base = figures("170.25", "92", "287.5");
};

TEST_F(Slides, AFigureHasItsRangeItsTargetAndTheUnitOfTheLanguage) {
  card().target = 100;
  SlideFacts facts;
  facts.planned = facts.base = &planned;
  auto const en = shown(facts);
  EXPECT_EQ(en.value, "189.8");
  EXPECT_EQ(en.range, "92.0 … 287.5");
  EXPECT_EQ(en.target, "target 100.0");
  EXPECT_DOUBLE_EQ(en.share, 1.8975);
  EXPECT_EQ(en.mark, ui::ChipMark::hatched) << "modelled";
  EXPECT_EQ(shown(facts, ui::Language::zh).value, "1897.5");
}

TEST_F(Slides, AChangeSaysFromWhatToWhatAndNothingIsNoDifference) {
  card().of = FigureOf::change;
  SlideFacts facts;
  facts.planned = &planned, facts.base = &base;
  EXPECT_EQ(shown(facts).value, "+19.5");
  EXPECT_EQ(shown(facts).range, "170.2 → 189.8");
  facts.base = &planned;
  EXPECT_EQ(shown(facts).value, "±0");
  EXPECT_TRUE(shown(facts).source.starts_with("no difference"));
}

TEST_F(Slides, WhatIsNotThereIsNeverANumber) {
  SlideFacts facts;
  EXPECT_EQ(shown(facts).value, "–");
  EXPECT_EQ(shown(facts).source, "being computed …");
  facts.modelled_trouble = "twinctl is gone";
  EXPECT_EQ(shown(facts).source, "could not be computed");
  facts = {};
  facts.planned = facts.base = &planned;
  card().figure = "land.no_such_figure";
  EXPECT_EQ(shown(facts).value, "–");
  EXPECT_EQ(shown(facts).source, "could not be computed");
}

} // namespace
} // namespace dalian::viewer
