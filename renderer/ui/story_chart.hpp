#pragma once
// A big chart of a story: a bar for each row, made of parts that are counted, with a legend and what the data are.
#include "renderer/ui/text.hpp"

#include <string>
#include <vector>

namespace dalian::ui {

struct ChartRow {
  std::string name;
  std::vector<float> values; // one for each part
};

struct StoryChart {
  std::string title, note;
  std::vector<std::string> parts; // names; their colours go from light to dark (cividis)
  std::vector<ChartRow> rows;
};

struct ChartLook {
  Script script = Script::sc;
  int title_px = 20, text_px = 16, note_px = 14;
  float scale = 1; // of all lengths
  double opacity = 1;
};

/// With its right upper corner there, as high as its rows need; what it took.
Box draw_story_chart(StoryChart const& chart, ChartLook const& look, TextPainter& painter, DrawList& list, float right,
                     float top);

} // namespace dalian::ui
