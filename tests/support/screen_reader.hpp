#pragma once
// Reads a screenshot: sets a text in the type that the panels use and looks where it is found.
#include "renderer/gpu/png_file.hpp"
#include "renderer/ui/panels.hpp"
#include "tests/support/process.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <imgui.h>
#include <string>
#include <vector>

namespace dalian::test {

/// Brightness of a picture, 0…1.
struct Grey {
  int width = 0, height = 0;
  std::vector<float> value;
  float at(int x, int y) const { return value[static_cast<std::size_t>(y * width + x)]; }
};

/// Of the root window, within `box`.
inline Grey screenshot(std::filesystem::path const& file, std::vector<float> const& box) {
  EXPECT_EQ(run({"import", "-window", "root", "png32:" + file.string()}).status, 0);
  gpu::Picture const picture = gpu::read_png(file);
  Grey grey{static_cast<int>(box[2] - box[0]), static_cast<int>(box[3] - box[1]), {}};
  for (int y = 0; y < grey.height; ++y)
    for (int x = 0; x < grey.width; ++x) {
      auto const px = std::min(picture.width - 1, static_cast<std::uint32_t>(box[0]) + static_cast<std::uint32_t>(x));
      auto const py = std::min(picture.height - 1, static_cast<std::uint32_t>(box[1]) + static_cast<std::uint32_t>(y));
      auto const* p = &picture.rgba[4 * (static_cast<std::size_t>(py) * picture.width + px)];
      grey.value.push_back(static_cast<float>(p[0] + p[1] + p[2]) / 765.0F);
    }
  return grey;
}

/// The same type that the panels use, on paper: what a text looks like when it is there.
class Typesetter {
 public:
  Typesetter() { ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&texels_, &width_, &height_); }
  Grey set(std::string const& text, bool title) const {
    ImFont const* font = title ? layer_.fonts().title : layer_.fonts().small;
    int const height = static_cast<int>(std::ceil(font->FontSize)) + 2;
    int width = 0;
    for (char const c : text)
      width += static_cast<int>(font->FindGlyph(static_cast<ImWchar>(c))->AdvanceX);
    Grey page{width + 2, height, std::vector<float>(static_cast<std::size_t>((width + 2) * height))};
    int pen = 0;
    for (char const c : text) {
      ImFontGlyph const& g = *font->FindGlyph(static_cast<ImWchar>(c));
      int const u = static_cast<int>(std::lround(g.U0 * static_cast<float>(width_))),
                v = static_cast<int>(std::lround(g.V0 * static_cast<float>(height_)));
      for (int y = 0; y < static_cast<int>(std::lround(g.Y1 - g.Y0)); ++y)
        for (int x = 0; x < static_cast<int>(std::lround(g.X1 - g.X0)); ++x) {
          int const to_x = pen + x + static_cast<int>(std::lround(g.X0)),
                    to_y = y + static_cast<int>(std::lround(g.Y0));
          if (to_x >= 0 && to_x < page.width && to_y >= 0 && to_y < page.height)
            page.value[static_cast<std::size_t>(to_y * page.width + to_x)] =
                static_cast<float>(texels_[(v + y) * width_ + u + x]) / 255.0F;
        }
      pen += static_cast<int>(g.AdvanceX);
    }
    return page;
  }

 private:
  ui::Lang lang_ = ui::Lang::load(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "lang").value();
  ui::ImGuiLayer layer_{ui::find_fonts(), lang_, ui::Language::en, 0.8F}; // of a window of 1280 × 720
  unsigned char* texels_ = nullptr;
  int width_ = 0, height_ = 0;
};

/// How well `text` is found somewhere in `picture`: the best correlation coefficient, 1 = exactly there.
inline double likeness(Grey const& picture, Grey const& text) {
  double const n = static_cast<double>(text.value.size());
  double text_sum = 0, text_squares = 0, best = -1;
  for (float const v : text.value) {
    text_sum += static_cast<double>(v);
    text_squares += static_cast<double>(v * v);
  }
  for (int top = 0; top + text.height <= picture.height; ++top)
    for (int left = 0; left + text.width <= picture.width; ++left) {
      double sum = 0, squares = 0, products = 0;
      for (int y = 0; y < text.height; ++y)
        for (int x = 0; x < text.width; ++x) {
          double const p = static_cast<double>(picture.at(left + x, top + y));
          sum += p;
          squares += p * p;
          products += p * static_cast<double>(text.at(x, y));
        }
      double const spread = (n * squares - sum * sum) * (n * text_squares - text_sum * text_sum);
      if (spread > 1e-9) best = std::max(best, (n * products - sum * text_sum) / std::sqrt(spread));
    }
  return best;
}

} // namespace dalian::test
