#pragma once
// The design tokens of the panels: one table of colours for each light they are seen in, the scale of type, the grid.
// A test holds every text against every ground it may stand on, and status colours against each other as people with
// any of the three kinds of colour blindness see them.
#include "renderer/ui/theme.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dalian::ui {

/// The light the screen is seen in: a desk by day, a control room at night, a wall seen from metres away.
enum class Scheme : std::uint8_t { day, night, wall };
inline constexpr std::array kSchemes{Scheme::day, Scheme::night, Scheme::wall};

std::string_view name_of(Scheme scheme); // "day", "night", "wall"
/// Nothing for another word, such as "auto".
std::optional<Scheme> scheme_named(std::string_view name);

/// What something is like; each has a colour and a shape, so that neither must be told apart alone.
enum class Status : std::uint8_t { good, low, medium, high, critical, stale };
inline constexpr std::array kStatuses{Status::good, Status::low,      Status::medium,
                                      Status::high, Status::critical, Status::stale};
enum class StatusShape : std::uint8_t { disc, ring, diamond, triangle, square };
StatusShape shape_of(Status status);

struct Tokens {
  Rgba glass, raised, hover, edge; // grounds of panels, of what can be pressed, of what is under the pointer; borders
  Rgba text, text_second;
  Rgba accent, on_accent; // focus and choice; text upon it
  Rgba row;               // every second line of a table
  std::array<Rgba, 6> status;
  Rgba of(Status s) const { return status[static_cast<std::size_t>(s)]; }
};
Tokens const& tokens(Scheme scheme);

/// Em sizes in pixels at a height of 1080 (LOOK §6).
namespace type_scale {
inline constexpr int kNote = 12, kSmall = 14, kBody = 16, kTitle = 20, kCaption = 28, kFigure = 40, kWall = 64;
}

/// Of everything on the screen, chosen by the user: 1…3.
inline constexpr double kLeastScale = 1, kMostScale = 3, kScaleStep = 0.25;
/// `scale` brought into that range, on its steps.
double kept_scale(double scale);

} // namespace dalian::ui
