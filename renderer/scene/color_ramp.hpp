#pragma once
// Colour scales that keep their order for every kind of sight and in grey, from published control points. sRGB-encoded,
// 0xRRGGBB as in print. Knows no field.
#include <array>
#include <cstdint>
#include <span>

namespace dalian::scene {

/// cividis: Nuñez, Anderton and Renslow 2018, "Optimizing colormaps with consideration for color vision deficiency",
/// PLoS ONE 13(7). batlow, vik: Crameri 2021, "Scientific colour maps" 7.0.1, doi 10.5281/zenodo.5501399 (MIT licence).
enum class Ramp : std::uint8_t { cividis, batlow, vik };

/// `t` is taken as 0…1; between control points linear in the encoded values, as the publications do.
std::uint32_t ramp_color(Ramp ramp, float t);

/// Colours of categories: muted, told apart by hue and lightness; the last is for "other". At most 10.
std::span<std::uint32_t const> category_colors();

/// 0xRRGGBB → RGBA8 as the GPU reads it (0xAABBGGRR), opacity 0…1.
constexpr std::uint32_t gpu_color(std::uint32_t rgb, float opacity = 1) {
  auto const a = static_cast<std::uint32_t>(opacity * 255.0F + 0.5F);
  return a << 24U | (rgb & 0xffU) << 16U | (rgb & 0xff00U) | rgb >> 16U;
}

} // namespace dalian::scene
