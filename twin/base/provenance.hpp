#pragma once
// What a layer, number or track is. Carried from its source to the screen; never guessed on the way.
#include <cstdint>
#include <string_view>

namespace dalian {

enum class Provenance : std::uint8_t { unknown, surveyed, imported, modelled, synthetic, live, recorded };

constexpr std::string_view to_string(Provenance p) {
  switch (p) {
  case Provenance::surveyed:
    return "surveyed";
  case Provenance::imported:
    return "imported";
  case Provenance::modelled:
    return "modelled";
  case Provenance::synthetic:
    return "synthetic";
  case Provenance::live:
    return "live";
  case Provenance::recorded:
    return "recorded";
  case Provenance::unknown:
    break;
  }
  return "unknown";
}

} // namespace dalian
