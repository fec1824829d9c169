#include "renderer/scene/color_ramp.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::scene {
namespace {

// Every 8th of the published 256 colours; batlow, being smooth, every 16th.
constexpr std::uint32_t kCividis[] = {
    0x00224E, 0x00285B, 0x002E6A, 0x043371, 0x1A386F, 0x273E6E, 0x32436D, 0x3B496C, 0x434E6C, 0x4B546C, 0x52596D,
    0x5A5F6E, 0x61656F, 0x686A71, 0x6F7073, 0x757676, 0x7C7B78, 0x848179, 0x8B8778, 0x938D78, 0x9B9376, 0xA39A75,
    0xABA072, 0xB3A670, 0xBBAD6C, 0xC3B469, 0xCCBA64, 0xD4C15F, 0xDDC958, 0xE6D051, 0xEFD748, 0xF8DF3C, 0xFEE838};
constexpr std::uint32_t kBatlow[] = {0x011959, 0x0D315D, 0x114360, 0x175262, 0x226061, 0x356A59,
                                     0x4D734D, 0x667B3E, 0x828232, 0xA0892B, 0xBF9035, 0xDC954C,
                                     0xF19D6B, 0xFCA891, 0xFDB4B4, 0xFCBFD6, 0xFACCFA};
constexpr std::uint32_t kVik[] = {
    0x001261, 0x021F69, 0x022B71, 0x023779, 0x034481, 0x055189, 0x0C5E92, 0x1B6D9C, 0x2F7DA6, 0x478CB1, 0x609DBC,
    0x79ADC7, 0x92BDD2, 0xACCCDD, 0xC5DBE6, 0xDDE6E9, 0xECE5E0, 0xEEDACF, 0xE9CBB9, 0xE3BBA4, 0xDCAB8F, 0xD69C7B,
    0xCF8D67, 0xC97F55, 0xC37243, 0xBD6431, 0xB3531F, 0xA5400F, 0x942F06, 0x832106, 0x741506, 0x670A07, 0x590008};

std::span<std::uint32_t const> points_of(Ramp ramp) {
  switch (ramp) {
  case Ramp::batlow:
    return kBatlow;
  case Ramp::vik:
    return kVik;
  case Ramp::cividis:
    break;
  }
  return kCividis;
}

} // namespace

std::uint32_t ramp_color(Ramp ramp, float t) {
  auto const points = points_of(ramp);
  float const at = (t > 0 ? std::min(t, 1.0F) : 0.0F) * static_cast<float>(points.size() - 1);
  auto const i = std::min(static_cast<std::size_t>(at), points.size() - 2);
  float const f = at - static_cast<float>(i);
  std::uint32_t color = 0;
  for (unsigned shift : {16U, 8U, 0U}) {
    auto const a = static_cast<float>(points[i] >> shift & 0xffU),
               b = static_cast<float>(points[i + 1] >> shift & 0xffU);
    color |= static_cast<std::uint32_t>(std::lround(a + f * (b - a))) << shift;
  }
  return color;
}

std::span<std::uint32_t const> category_colors() {
  // Housing, offices, public, making, chemistry, energy, logistics, green, transport, other: the usual hues of land-use
  // plans, softened.
  static constexpr std::array<std::uint32_t, 10> kColors = {0xF2CF63, 0xC77B98, 0x6FA8DC, 0xB08968, 0xD4704F,
                                                            0xF39C3D, 0x8A8FB5, 0x76A865, 0x656D76, 0xCFC8B6};
  return kColors;
}

} // namespace dalian::scene
