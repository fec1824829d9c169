#include "renderer/ui/glyph_atlas.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

namespace dalian::ui {
namespace {

std::uint64_t pack(GlyphKey const& k) {
  return static_cast<std::uint64_t>(k.code_point) | static_cast<std::uint64_t>(k.px) << 24U |
         static_cast<std::uint64_t>(k.quarter) << 32U | static_cast<std::uint64_t>(k.script) << 34U |
         static_cast<std::uint64_t>(k.weight) << 35U;
}

} // namespace

float halo_radius(int px) {
  return std::clamp(1.9F * static_cast<float>(px) / 16.0F, 1.5F, 3.2F);
}

struct GlyphAtlas::Bitmap {
  int width = 0, height = 0;
  std::vector<std::uint8_t> coverage;
  int at(int x, int y) const {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : coverage[static_cast<std::size_t>(y * width + x)];
  }
};

struct GlyphAtlas::Fonts {
  FT_Library library = nullptr;
  FT_Face faces[2][2] = {};

  explicit Fonts(FontFiles const& files) {
    if (FT_Init_FreeType(&library) != 0) return;
    for (int s = 0; s < 2; ++s)
      for (int w = 0; w < 2; ++w)
        if (FontFile const& f = files.faces[s][w]; f.usable())
          FT_New_Face(library, f.file.c_str(), f.face, &faces[s][w]);
  }
  ~Fonts() {
    if (library != nullptr) FT_Done_FreeType(library); // closes its faces too
  }
  Fonts(Fonts const&) = delete;
  Fonts& operator=(Fonts const&) = delete;

  FT_Face face(GlyphKey const& k) const { return faces[static_cast<int>(k.script)][static_cast<int>(k.weight)]; }
};

GlyphAtlas::GlyphAtlas(FontFiles const& files)
    : fonts_(std::make_unique<Fonts>(files)), texels_(static_cast<std::size_t>(kSize) * kSize * 2) {}

GlyphAtlas::~GlyphAtlas() = default;

Glyph const& GlyphAtlas::glyph(GlyphKey const& key) {
  assert(key.px >= 6 && key.px <= 96 && key.quarter < 4);
  auto const packed = pack(key);
  if (auto const it = glyphs_.find(packed); it != glyphs_.end()) return it->second;
  return glyphs_.emplace(packed, rasterize(key)).first->second;
}

Glyph GlyphAtlas::rasterize(GlyphKey const& key) {
  Glyph glyph;
  FT_Face const face = fonts_->face(key);
  if (face == nullptr) {
    glyph.advance = static_cast<float>(key.px) * 0.5F;
    glyph.missing = true;
    return glyph;
  }
  FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(key.px));
  FT_UInt const index = FT_Get_Char_Index(face, key.code_point);
  glyph.missing = index == 0;
  if (glyph.missing) ++missing_;
  // Light hinting sharpens horizontal stems and leaves widths alone; the pen moves in quarters of a pixel.
  if (FT_Load_Glyph(face, index, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0) return glyph;
  glyph.advance = static_cast<float>(face->glyph->linearHoriAdvance) / 65536.0F;
  if (face->glyph->format != FT_GLYPH_FORMAT_OUTLINE) return glyph;
  FT_Outline_Translate(&face->glyph->outline, static_cast<FT_Pos>(key.quarter) * 16, 0);
  if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0) return glyph;

  FT_Bitmap const& from = face->glyph->bitmap;
  Bitmap bitmap{static_cast<int>(from.width), static_cast<int>(from.rows), {}};
  for (int y = 0; y < bitmap.height; ++y)
    bitmap.coverage.insert(bitmap.coverage.end(), from.buffer + y * from.pitch,
                           from.buffer + y * from.pitch + bitmap.width);
  glyph.left = static_cast<std::int16_t>(face->glyph->bitmap_left);
  glyph.top = static_cast<std::int16_t>(-face->glyph->bitmap_top);
  float const halo = halo_radius(key.px);
  store(bitmap, static_cast<int>(std::ceil(halo)) + 1, halo, glyph);
  return glyph;
}

/// The halo is the coverage grown by a disc with a soft rim, so it follows the letter at any size.
void GlyphAtlas::store(Bitmap const& bitmap, int margin, float halo_px, Glyph& glyph) {
  if (bitmap.width == 0 || bitmap.height == 0) return;
  int const width = bitmap.width + 2 * margin, height = bitmap.height + 2 * margin;
  int u = 0, v = 0;
  if (!reserve(width, height, u, v)) return;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      float halo = 0;
      for (int dy = -margin; dy <= margin; ++dy)
        for (int dx = -margin; dx <= margin; ++dx) {
          int const covered = bitmap.at(x - margin + dx, y - margin + dy);
          if (covered == 0) continue;
          float const rim = halo_px + 0.75F - std::hypot(static_cast<float>(dx), static_cast<float>(dy));
          halo = std::max(halo, static_cast<float>(covered) * std::clamp(rim / 1.5F, 0.0F, 1.0F));
        }
      std::size_t const at = 2 * (static_cast<std::size_t>(v + y) * kSize + static_cast<std::size_t>(u + x));
      texels_[at] = static_cast<std::uint8_t>(bitmap.at(x - margin, y - margin));
      texels_[at + 1] = static_cast<std::uint8_t>(std::lround(halo));
    }
  glyph.u = static_cast<std::uint16_t>(u);
  glyph.v = static_cast<std::uint16_t>(v);
  glyph.width = static_cast<std::uint16_t>(width);
  glyph.height = static_cast<std::uint16_t>(height);
  glyph.left = static_cast<std::int16_t>(glyph.left - margin);
  glyph.top = static_cast<std::int16_t>(glyph.top - margin);
  dirty_first_ = std::min(dirty_first_, v);
  dirty_end_ = std::max(dirty_end_, v + height);
}

/// Shelves from the top; one texel stays free between glyphs so that filtering never mixes them.
bool GlyphAtlas::reserve(int width, int height, int& u, int& v) {
  if (shelf_u_ + width + 1 > kSize) {
    shelf_v_ += shelf_height_ + 1;
    shelf_u_ = shelf_height_ = 0;
  }
  if (shelf_v_ + height + 1 > kSize) return false;
  u = shelf_u_;
  v = shelf_v_;
  shelf_u_ += width + 1;
  shelf_height_ = std::max(shelf_height_, height);
  return true;
}

void GlyphAtlas::make_room() {
  if (shelf_v_ < kSize * 3 / 4) return;
  glyphs_.clear();
  std::fill(texels_.begin(), texels_.end(), std::uint8_t{0});
  shelf_u_ = shelf_v_ = shelf_height_ = 0;
  dirty_first_ = 0;
  dirty_end_ = kSize;
}

GlyphAtlas::Rows GlyphAtlas::take_dirty_rows() {
  Rows const rows{std::min(dirty_first_, dirty_end_), std::max(0, dirty_end_ - dirty_first_)};
  dirty_first_ = kSize;
  dirty_end_ = 0;
  return rows;
}

} // namespace dalian::ui
