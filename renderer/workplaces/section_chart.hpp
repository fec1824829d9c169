#pragma once
// The chart of a section in the pane that is begun: ground, sea, what stands, the places of the line. Main thread.
#include "renderer/ui/panel_kit.hpp"
#include "renderer/workplaces/section_axes.hpp"

#include <optional>
#include <string>

struct ImDrawList;

namespace dalian::workplaces {

namespace section_inks {
inline constexpr ui::Rgba kGround = ui::rgba(0x75684F), kGroundLine = ui::rgba(0xDCCCA2);
inline constexpr ui::Rgba kSea = ui::rgba(0x15587F), kSeaLine = ui::rgba(0x7CC4EC);
} // namespace section_inks

class SectionChart {
 public:
  SectionChart(Section const& section, ui::PanelKit& kit) : section_(section), kit_(kit) {}

  /// Takes as much room as `box` from the pane; where on the line the pointer is, if it is over the plot.
  std::optional<double> draw(ui::Box const& box);
  /// A line through it with these words above the plot, where they hide nothing; after draw().
  void point_at(double along_m, std::string const& words);
  double exaggeration() const { return axes_.exaggeration; }

  static ui::Rgba ink_of(SectionThing const& thing, ui::Tokens const& tokens);

 private:
  void scales(ImDrawList& list) const;
  void sea(ImDrawList& list) const;
  void things(ImDrawList& list) const;
  void ground(ImDrawList& list) const;
  void unknown(ImDrawList& list) const;
  void places(ImDrawList& list) const;

  Section const& section_;
  ui::PanelKit& kit_;
  ui::Box box_;
  SectionAxes axes_;
};

} // namespace dalian::workplaces
