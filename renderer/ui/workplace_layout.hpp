#pragma once
// Where the panels of a workplace stand, as LOOK §7 draws them: on a grid of 8 px, sides at most 28 % of the width, the
// middle left to the city. Pure geometry.
#include "renderer/ui/draw_list.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dalian::ui {

/// What the screen is for. `city`: looking about, no workplace.
enum class WorkplaceKind : std::uint8_t { city, briefing, planner, operating };
inline constexpr std::array kWorkplaces{WorkplaceKind::city, WorkplaceKind::briefing, WorkplaceKind::planner,
                                        WorkplaceKind::operating};

std::string_view name_of(WorkplaceKind kind); // "operator": of the command line and of words under "workplace."
std::optional<WorkplaceKind> workplace_named(std::string_view name);

/// Boxes in pixels; those that a workplace does not have are empty (width 0).
struct WorkplaceLayout {
  WorkplaceKind kind = WorkplaceKind::city;
  float unit = 8;       // the grid, pixels
  Box head;             // briefing: title, clock and weather; else the bar along the top
  Box left, left_low;   // planner: palette and layers, scenario tree; operator: fleet, alarms
  Box right, right_low; // planner: figures; operator: car card, chase camera or signals
  Box foot;             // timeline, scenes
  Box middle;           // of the city, between all of them
};

/// `scale` of the panels, 1 at 1600 × 900.
WorkplaceLayout layout_of(WorkplaceKind kind, int width, int height, double scale);

} // namespace dalian::ui
