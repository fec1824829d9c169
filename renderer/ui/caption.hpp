#pragma once
// What a picture says about itself: chips for the provenance of what it shows and its time at the bottom right, north
// and scale at the bottom left, an optional title. Pure drawing; the facts are given.
#include "renderer/ui/lang.hpp"
#include "renderer/ui/text.hpp"
#include "renderer/ui/view_frustum.hpp"

#include <string>
#include <vector>

namespace dalian::ui {

/// How a chip marks the kind of its data: synthetic is dashed, modelled is hatched (LOOK §5).
enum class ChipMark : std::uint8_t { plain, dashed, hatched };

/// Han as the language writes it: Japanese forms, else Chinese.
Script script_of(Language language);

struct Chip {
  std::string text;
  ChipMark mark = ChipMark::plain;
};

struct CaptionText {
  Language language = Language::zh;
  std::vector<Chip> chips; // from left to right
  std::string title, subtitle;
  std::string north; // letter on the needle
  Box within{};      // where it stands; width 0: the whole picture
};

/// Draws and returns the boxes it took, for the placer of labels.
std::vector<Box> draw_caption(CaptionText const& text, ViewFrustum const& view, TextPainter& painter, DrawList& list);

/// Length in metres of the scale bar: 1, 2 or 5 times a power of ten, the longest not above `longest_m`.
double round_length_m(double longest_m);
/// "500 m", "20 km".
std::string length_text(double metres);

} // namespace dalian::ui
