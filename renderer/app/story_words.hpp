#pragma once
// The words of a scene for the screen: in two languages, its cards with the figures that the moment has.
#include "renderer/app/live_figures.hpp"
#include "renderer/app/modelled_figures.hpp"
#include "renderer/app/picture_stage.hpp"
#include "renderer/app/projects.hpp"
#include "renderer/app/story.hpp"
#include "renderer/ui/story_slide.hpp"

namespace dalian::viewer {

/// What a slide rests on beside the story. All may be null: no trend, figures on their way, no chart.
struct SlideFacts {
  LiveMoment live;
  LiveFigures const* counted = nullptr;     // how the counted ones went
  ModelledFigures const* planned = nullptr; // of the engines: of the story's scenario, and of the base
  ModelledFigures const* base = nullptr;
  std::string modelled_trouble; // why there are none, "" while they are on their way
  ProjectBank const* projects = nullptr;
};

class StoryWords {
 public:
  explicit StoryWords(ui::Lang words) : words_(std::move(words)) {}

  /// In `language` and, for mixed audiences, beneath it Japanese, or Chinese where that is the first.
  ui::StorySlide slide(Story const& story, std::size_t scene, ui::Language language, SlideFacts const& facts) const;

 private:
  ui::SlideCard card(Card const& card, ui::Language language, SlideFacts const& facts) const;
  void count(Card const& card, ui::Language language, LiveMoment const& live, ui::SlideCard& out) const;
  void compute(Card const& card, ui::Language language, SlideFacts const& facts, ui::SlideCard& out) const;
  ui::StoryChart chart(ChartOf of, ui::Language language, ProjectBank const& bank) const;

  ui::Lang words_;
};

} // namespace dalian::viewer
