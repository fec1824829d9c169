#pragma once
// What the twin itself can count for a card of the briefing, and how that went over the last day. Knows no clock: twin
// time is given. Main thread.
#include "renderer/app/story.hpp"
#include "twin/view/city_view.hpp"

#include <deque>
#include <map>
#include <vector>

namespace dalian::viewer {

struct Figure {
  bool known = false;     // anything of this sort was heard of lately enough
  double value = 0;       // of what is fresh
  bool synthetic = false; // any of it
  double age_s = 0;       // of the newest observation among it; of what is stale too
};

/// Of a kind of thing at an instant: fresh ones are counted; where all are stale, it is not known.
Figure figure_of(Count count, view::CityView const& view, Instant now);

class LiveFigures {
 public:
  /// Once a frame.
  void look(view::CityView const& view, Instant now);
  /// Every half minute of the last day, oldest first.
  std::vector<float> trend(Count count) const;

 private:
  static constexpr double kEvery_s = 30, kDay_s = 86400;
  std::map<Count, std::deque<std::pair<Instant, float>>> series_;
  Instant last_{};
};

} // namespace dalian::viewer
