#pragma once
// A field as the GPU reads it: colours of parcels and placements, and grids of shares of the scale with the scale's
// colours beside them. Made once when a field changes. Makes no Vulkan call.
#include "renderer/scene/color_ramp.hpp"
#include "twin/view/field.hpp"
#include "twin/view/parcel_map.hpp"

#include <cstddef>
#include <vector>

namespace dalian::scene {

/// A grid inside an atlas of one column of grids: rows first_row … first_row + rows − 1.
struct AtlasGrid {
  MapPoint origin;
  double spacing_m = 0;
  std::uint32_t columns = 0, rows = 0, first_row = 0;
};

/// Grids one above the other in one picture, as wide as the widest.
template <class Texel>
struct Atlas {
  std::uint32_t columns = 0, rows = 0;
  std::vector<AtlasGrid> grids;
  std::vector<Texel> texel;
};

/// Two halves: share of the scale (0…1, times the weight) and weight (1: a value, 0: none).
using ShareTexel = std::uint32_t;

struct FieldPaint {
  Atlas<ShareTexel> shares;
  std::array<std::uint32_t, 256> ramp{}; // RGBA8, for the shares
  /// RGBA8, alpha 0: nothing to show. First the parcels, then the placements; empty without such values.
  std::vector<std::uint32_t> colors;
  std::uint32_t first_placement = 0;
  float floor_share = 0; // shares below are not drawn; above, opacity grows with the share
  bool hatched = false;  // modelled
};

/// `field` passed check_field.
FieldPaint paint(view::Field const& field);
Atlas<std::uint32_t> atlas_of(std::vector<view::ParcelGrid> const& grids);

/// The scale a field is drawn with, and the colour of one of its values, 0xRRGGBB.
Ramp ramp_of(view::FieldInfo const& info);
std::uint32_t color_of(view::FieldInfo const& info, float value);

} // namespace dalian::scene
