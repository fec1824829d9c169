#pragma once
// Whether a picture is the one expected: bit for bit on the driver the golden pictures were made with; on others within
// 5/255 per channel on at least 99.9 % of the pixels (the bar Filament's renderdiff uses between software drivers).
#include "renderer/gpu/png_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

namespace dalian::test {

struct PictureDifference {
  bool same_size = true;
  double share_off = 0; // of pixels with a channel off by more than kTolerance
  int largest = 0;
  double mean = 0; // per channel
  bool exact() const { return same_size && largest == 0; }
  bool accepted() const { return same_size && share_off <= 0.001; }
  std::string text() const {
    if (!same_size) return "sizes differ";
    return fmt::format("{:.3f} % of the pixels are off by more than 5/255; largest {}, mean {:.3f}", share_off * 100,
                       largest, mean);
  }
};

/// Whether golden pictures were made with this driver (gpu::Capabilities::driver).
inline bool is_pinned(std::string const& driver) {
  return driver.find("llvmpipe Mesa 22.3.6") != std::string::npos;
}

inline PictureDifference compare(gpu::Picture const& a, gpu::Picture const& b) {
  constexpr int kTolerance = 5;
  PictureDifference d;
  d.same_size = a.width == b.width && a.height == b.height && !a.rgba.empty();
  if (!d.same_size) return d;
  std::size_t off = 0, pixels = a.rgba.size() / 4;
  double sum = 0;
  for (std::size_t p = 0; p < pixels; ++p) {
    int worst = 0;
    for (std::size_t c = 0; c < 3; ++c) {
      int const e = std::abs(int{a.rgba[p * 4 + c]} - int{b.rgba[p * 4 + c]});
      worst = std::max(worst, e);
      sum += e;
    }
    off += worst > kTolerance;
    d.largest = std::max(d.largest, worst);
  }
  d.share_off = static_cast<double>(off) / static_cast<double>(pixels);
  d.mean = sum / static_cast<double>(pixels * 3);
  return d;
}

} // namespace dalian::test
