#pragma once
// The pane with the section along the measured line, at the foot of the picture's middle. The section is made once for
// a line and what is planned on it. Main thread.
#include "renderer/workplaces/section.hpp"
#include "renderer/workplaces/workplace.hpp"

#include <optional>
#include <vector>

namespace dalian::workplaces {

class SectionPanel {
 public:
  explicit SectionPanel(Surroundings const& around) : around_(around) {}

  /// Nothing for a line without length. `wishes` of the workplace: what it has planned stands on the line as well.
  void draw(std::vector<MapPoint> const& places, Moment const& moment, Wishes& wishes);
  /// The place of the line that the pointer is at in the chart of this frame.
  std::optional<MapPoint> const& pointed() const { return pointed_; }

 private:
  using Standing = std::shared_ptr<std::vector<scene::StandingThing> const>;
  void follow(std::vector<MapPoint> const& places, Standing const& standing);
  void add_planned(Standing const& standing, std::vector<view::StandingBox>& boxes) const;
  void head();
  void legend();
  std::string facts() const;
  std::string thing_text(SectionThing const& thing) const;
  std::string words_at(double along_m);

  Surroundings around_;
  bool folded_ = false, looked_ = false;
  std::optional<view::ModelShelf> models_;
  std::vector<view::StandingBox> standing_; // of the city, once it was asked for
  std::vector<MapPoint> places_;
  Standing planned_;
  Section section_;
  std::optional<MapPoint> pointed_;
};

} // namespace dalian::workplaces
