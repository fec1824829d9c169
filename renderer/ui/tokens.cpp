#include "renderer/ui/tokens.hpp"

namespace dalian::ui {
namespace {

// Status hues after Okabe and Ito (2008), lightened until they read on glass. Order of Status.
constexpr std::array<Rgba, 6> kDayStatus{rgba(0x1FCF9D), rgba(0x56B4E9), rgba(0xF0E442),
                                         rgba(0xF2A31B), rgba(0xFF7D70), rgba(0xB4B9C0)};
// At night no large bright areas: the same hues, a little darker.
constexpr std::array<Rgba, 6> kNightStatus{rgba(0x2CC27C), rgba(0x4AA3D6), rgba(0xD6CB3A),
                                           rgba(0xDB9214), rgba(0xF25F52), rgba(0x9AA0A8)};
constexpr std::array<Rgba, 6> kWallStatus{rgba(0x35E3B0), rgba(0x74C6F5), rgba(0xFFF35C),
                                          rgba(0xFFB534), rgba(0xFF8578), rgba(0xC9CED4)};

constexpr std::array<Tokens, 3> kTable{
    Tokens{rgba(0x0E1420, 0.86), theme::kGlassRaised, theme::kGlassHover, theme::kGlassEdge, theme::kText,
           theme::kTextSecond, theme::kAccent, rgba(0x0E1420), rgba(0xFFFFFF, 0.05), kDayStatus},
    Tokens{rgba(0x090C12, 0.90), rgba(0x1C232F, 0.96), rgba(0x2A3446, 0.98), rgba(0xFFFFFF, 0.12), rgba(0xD3D8E0),
           rgba(0xD3D8E0, 0.72), rgba(0x4AA3D6), rgba(0x0A0E15), rgba(0xFFFFFF, 0.04), kNightStatus},
    Tokens{rgba(0x0A0F18, 0.90), rgba(0x26303F, 0.96), rgba(0x34415A, 0.98), rgba(0xFFFFFF, 0.28), rgba(0xFFFFFF),
           rgba(0xFFFFFF, 0.84), rgba(0x74C6F5), rgba(0x0A0F18), rgba(0xFFFFFF, 0.07), kWallStatus}};

} // namespace

std::string_view name_of(Scheme scheme) {
  constexpr std::array<std::string_view, 3> kNames{"day", "night", "wall"};
  return kNames[static_cast<std::size_t>(scheme)];
}

std::optional<Scheme> scheme_named(std::string_view name) {
  for (Scheme const scheme : kSchemes)
    if (name_of(scheme) == name) return scheme;
  return std::nullopt;
}

StatusShape shape_of(Status status) {
  constexpr std::array kShapes{StatusShape::disc,     StatusShape::disc,   StatusShape::diamond,
                               StatusShape::triangle, StatusShape::square, StatusShape::ring};
  return kShapes[static_cast<std::size_t>(status)];
}

Tokens const& tokens(Scheme scheme) {
  return kTable[static_cast<std::size_t>(scheme)];
}

double kept_scale(double scale) {
  if (!(scale >= kLeastScale)) return kLeastScale;
  return std::min(kMostScale, std::round(scale / kScaleStep) * kScaleStep);
}

} // namespace dalian::ui
