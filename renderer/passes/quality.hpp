#pragma once
// How well a picture is made. A value; what follows from it stands with the passes.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dalian::passes {

/// full: everything, edges of a single frame smoothed. light: without the openness at the foot of things, soft edges of
/// shadows, the short waves and the smoothing. plain: surfaces in the mean colour of their kind under sun, shadow, sky
/// and air; no patterns of ground, waves or mirrors, ground in coarser squares. The values are QUALITY_… of the
/// shaders.
enum class Quality : std::uint8_t { full, light, plain };

inline constexpr std::array<std::string_view, 3> kQualityNames{"full", "light", "plain"};
/// Nothing for another word.
inline std::optional<Quality> quality_of(std::string_view name) {
  for (std::size_t i = 0; i < kQualityNames.size(); ++i)
    if (kQualityNames[i] == name) return static_cast<Quality>(i);
  return std::nullopt;
}

} // namespace dalian::passes
