#pragma once
// Colours and sizes of everything that is not the picture itself, in one place. Colours are sRGB-encoded RGBA8 with
// straight alpha, 0xAABBGGRR as everywhere on the GPU; sizes are pixels at a picture height of 1080.
#include <algorithm>
#include <cmath>
#include <cstdint>

namespace dalian::ui {

using Rgba = std::uint32_t;

/// From the usual 0xRRGGBB and an opacity of 0…1.
constexpr Rgba rgba(std::uint32_t rgb, double opacity = 1.0) {
  auto const a = static_cast<std::uint32_t>(opacity * 255.0 + 0.5);
  return (a << 24U) | ((rgb & 0xffU) << 16U) | (rgb & 0xff00U) | (rgb >> 16U);
}

/// The same colour with its alpha multiplied.
constexpr Rgba faded(Rgba colour, double opacity) {
  auto const a = static_cast<std::uint32_t>(static_cast<double>(colour >> 24U) * opacity + 0.5);
  return (colour & 0x00ffffffU) | (a << 24U);
}

namespace theme {

inline constexpr Rgba kGlass = rgba(0x0E1420, 0.78);
inline constexpr Rgba kGlassRaised = rgba(0x2A3446, 0.92); // a button or field on glass
inline constexpr Rgba kGlassHover = rgba(0x3B4963, 0.96);
inline constexpr Rgba kGlassEdge = rgba(0xFFFFFF, 0.16);
inline constexpr Rgba kText = rgba(0xF4F6FA);
inline constexpr Rgba kTextSecond = rgba(0xF4F6FA, 0.74);
inline constexpr Rgba kAccent = rgba(0x56B4E9);  // Okabe–Ito sky blue: focus, selection in lists
inline constexpr Rgba kWarning = rgba(0xE69F00); // Okabe–Ito amber: old or missing data
inline constexpr Rgba kSelection = rgba(0xFFFFFF);

inline constexpr Rgba kLabelText = rgba(0xFBFAF5);
inline constexpr Rgba kHaloLand = rgba(0x2B2D22, 0.90);
inline constexpr Rgba kHaloSea = rgba(0x1B2F3A, 0.90);

// Marks of live things seen from afar. Ships in muted hues that differ in lightness as well (Okabe–Ito, softened);
// connected cars in the accent colour with a white core.
inline constexpr Rgba kMarkContainer = rgba(0x8FB2DE);
inline constexpr Rgba kMarkBulk = rgba(0xD9C48F);
inline constexpr Rgba kMarkTanker = rgba(0xDD9269);
inline constexpr Rgba kMarkCarCarrier = rgba(0xCFA3C0);
inline constexpr Rgba kMarkFerry = rgba(0xF4F1E8);
inline constexpr Rgba kMarkFishing = rgba(0x86C7AB);
inline constexpr Rgba kMarkTug = rgba(0xE5BC66);
inline constexpr Rgba kMarkOther = rgba(0xC6CCD2);
inline constexpr Rgba kMarkCar = kAccent;
inline constexpr Rgba kMarkCore = rgba(0xFFFFFF);
inline constexpr Rgba kMarkAid = rgba(0xE9E2C4);
inline constexpr Rgba kMarkStale = rgba(0x9DA1A6);
inline constexpr Rgba kMarkEdge = rgba(0x10181E, 0.62);
inline constexpr Rgba kTestRoute = rgba(0x56B4E9, 0.78);

inline constexpr double kSecondLineSize = 0.75, kSecondLineOpacity = 0.82;
inline constexpr double kGrid = 8, kRadius = 10, kFadeSeconds = 0.15;

} // namespace theme

/// Factor for lengths given at a height of 1080; never so small that chips and margins vanish.
inline double length_scale(int picture_height_px) {
  return std::max(picture_height_px / 1080.0, 0.5);
}

/// Pixel size of type that is `at_1080` px high on a 1080-line picture: in proportion, but at least `at_least`.
inline int type_px(int picture_height_px, double at_1080, int at_least) {
  return std::max(at_least, static_cast<int>(std::lround(at_1080 * picture_height_px / 1080.0)));
}

/// WCAG 2.1 contrast ratio (1…21) of `text` drawn over `ground`, both composited over the opaque `behind`.
double contrast_ratio(Rgba text, Rgba ground, Rgba behind);

} // namespace dalian::ui
