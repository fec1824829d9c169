#pragma once
// What a story says over the picture: its title, the caption of the scene in two languages, cards with figures, and a
// dot for each scene (LOOK §7, briefing). Pure drawing; what is said is given.
#include "renderer/ui/caption.hpp"
#include "renderer/ui/story_chart.hpp"

namespace dalian::ui {

struct SlideCard {
  std::string label, value, unit;
  std::string source; // where the figure is from, with its kind
  ChipMark mark = ChipMark::plain;
  std::vector<float> trend{}; // how it went, oldest first; fewer than two: no line
  std::string range{};        // within which the value lies, "" where it is exact
  std::string target{};       // what it is to become, "" where nothing is said
  double share = 0;           // of the target that the value is
};

struct StorySlide {
  Language first = Language::zh, second = Language::ja;
  std::string title, subtitle;               // empty: none
  std::string caption_first, caption_second; // wrapped to the room there is
  std::vector<SlideCard> cards;              // four at most
  StoryChart chart;                          // no rows: none
  std::size_t scene = 0, scenes = 1;
  double opacity = 1; // of the caption and the cards, 0…1: they come and go with their scene
};

/// Draws and returns the boxes it took, for the placer of labels.
std::vector<Box> draw_story_slide(StorySlide const& slide, ViewFrustum const& view, TextPainter& painter,
                                  DrawList& list);

/// Lines of `utf8` no wider than `width_px`, broken between words, or between any two characters of Han and kana; the
/// last of at most `most` lines is shortened.
std::vector<std::string> wrapped(TextPainter& painter, std::string_view utf8, TextStyle const& style, float width_px,
                                 std::size_t most);

} // namespace dalian::ui
