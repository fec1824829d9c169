#pragma once
// Glyphs on demand at the exact pixel size they are shown, in one two-channel picture: coverage and halo. Same fonts
// and same requests give the same bytes. Not thread-safe. Knows nothing of the GPU: who draws uploads `dirty_rows`.
#include "renderer/ui/fonts.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace dalian::ui {

struct Glyph {
  std::uint16_t u = 0, v = 0, width = 0, height = 0; // texels in the atlas; empty for a space
  std::int16_t left = 0, top = 0;                    // of the texels from the pen, y down
  float advance = 0;                                 // pixels, unrounded
  bool missing = false;                              // the font has no such glyph: it draws the font's tofu
};

struct GlyphKey {
  Script script = Script::sc;
  Weight weight = Weight::regular;
  int px = 16; // em size, 6…96
  char32_t code_point = 0;
  unsigned quarter = 0; // of a pixel the pen stands right of the pixel grid, 0…3
};

class GlyphAtlas {
 public:
  static constexpr int kSize = 2048;

  explicit GlyphAtlas(FontFiles const& files);
  ~GlyphAtlas();
  GlyphAtlas(GlyphAtlas const&) = delete;
  GlyphAtlas& operator=(GlyphAtlas const&) = delete;

  Glyph const& glyph(GlyphKey const& key);
  /// Width in pixels of one character, unrounded.
  float advance(GlyphKey const& key) { return glyph(key).advance; }

  /// Forgets all glyphs when the picture is nearly full. Only between frames: older positions become invalid.
  void make_room();

  /// kSize × kSize texels of two bytes: coverage, halo.
  std::span<std::uint8_t const> texels() const { return texels_; }
  struct Rows {
    int first = 0, count = 0;
  };
  /// Rows changed since the last call.
  Rows take_dirty_rows();
  /// Characters asked for that no font has, for the coverage test.
  std::uint64_t missing() const { return missing_; }

 private:
  struct Fonts;
  struct Bitmap;
  Glyph rasterize(GlyphKey const& key);
  bool reserve(int width, int height, int& u, int& v);
  void store(Bitmap const& coverage, int margin, float halo_px, Glyph& glyph);

  std::unique_ptr<Fonts> fonts_;
  std::vector<std::uint8_t> texels_;
  std::unordered_map<std::uint64_t, Glyph> glyphs_;
  int shelf_u_ = 0, shelf_v_ = 0, shelf_height_ = 0; // the shelf being filled
  int dirty_first_ = kSize, dirty_end_ = 0;
  std::uint64_t missing_ = 0;
};

/// Radius of the halo around type of this size: 1.5 px solid at 16 px, with a soft rim.
float halo_radius(int px);

} // namespace dalian::ui
