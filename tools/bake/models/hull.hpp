#pragma once
// A ship's hull as a loft over waterlines: bulb, flare, raked stem, transom, sheer. Bow at +y, waterline at z = 0.
#include "tools/bake/models/shape.hpp"

#include <glm/vec2.hpp>

namespace dalian::bake {

struct HullSpec {
  float length, beam;
  float draught;             // keel below the waterline
  float freeboard;           // deck above the waterline amidships
  float entrance = 0.25F;    // share of the length over which the bow opens
  float run = 0.2F;          // share of the length over which the stern opens
  float bow_fullness = 2.2F; // at the waterline; 1 = straight wedge, larger = blunter
  float flare = 1.0F;        // added fullness at the deck
  float rake = 0.03F;        // of the stem at the deck, share of the length behind the foremost point below
  float bulb = 0.0F;         // metres ahead of the stem at half draught
  float transom = 0.75F;     // width of the stern at the deck, share of the beam
  float overhang = 0.03F;    // share of the length by which the stern rises forward below the waterline
  glm::vec2 sheer{0, 0};     // rise of the deck at stern and bow, metres
  float bulwark = 0;         // height of the solid rail around the deck
  float boot_top = 0.8F;     // the red paint ends here above the waterline
  float stripe = 0;          // > 0: a light band of this height under the deck edge
  MaterialIndex bottom_paint = 0, side_paint = 0, deck_paint = 0, stripe_paint = 0;
};

void add_hull(Builder& out, HullSpec const& hull, int level);

/// Half the width of the hull at the deck, at `y` metres forward of amidships.
float deck_half_width(HullSpec const& hull, float y);

} // namespace dalian::bake
