#pragma once
// What a land use puts on its ground: surface, lots, and the steps that place models on a lot. Read from
// assets/city/uses.toml; knows no place.
#include "tools/bake/city/model_sizes.hpp"
#include "twin/layout/terrain.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace dalian::bake {

struct Range {
  double low = 1, high = 1;
};

/// One line of the grammar. Lengths in metres; `area` in shares of the lot's rectangle.
struct Step {
  enum class Kind { array, single, edge, groves };
  Kind kind = Kind::array;
  std::vector<std::string> models; // known ones; `any` draws among them per instance, else the first is used
  bool any = false;
  bool estate = false;           // heights also vary from lot to lot
  bool along_u = false;          // the model's length lies along the lot's long side
  double area[4] = {0, 0, 1, 1}; // low u, low v, high u, high v
  double gap_u_m = 10, gap_v_m = 10;
  double margin_m = 0; // inside the area
  double rim_m = 9;    // kept free along the lot's outline
  double keep = 1, clearance_m = 3;
  int count = 1;       // of groves; of array items per lot at most (0 = all)
  bool fit = false;    // a row's models are stretched along their run by up to kMostFit, so that it leaves no gap
  Range size, stretch; // horizontal size, drawn per lot; height, drawn per instance
};

inline constexpr double kMostFit = 0.2;

/// One way to build on a lot: its steps run in order.
struct Plot {
  double weight = 1; // how often it is drawn, beside the use's others
  std::vector<Step> steps;
};

/// A part of a lot with a surface of its own: a pond, a court, a grove's floor.
struct GroundPatch {
  layout::Cover cover = layout::Cover::lawn;
  double area[4] = {0, 0, 1, 1}; // as a step's
  bool round = false;            // the ellipse within it
  double chance = 1;             // that a lot has it
};

struct Use {
  std::string id;
  layout::Cover surface = layout::Cover::industry, verge = layout::Cover::forest;
  double verge_m = 10;
  bool green = false;                       // counts as green land
  double lot_length_m = 0, lot_depth_m = 0; // parcels are cut into lots of about this size; 0 = one lot
  std::vector<Plot> plots;                  // one is drawn for each lot; none: bare ground
  std::vector<GroundPatch> patches;         // later ones on top
};

struct UseTable {
  std::map<std::string, Use, std::less<>> uses;
  std::map<std::string, double, std::less<>> storeys; // of a model at scale 1; absent = no building
  Use const* find(std::string const& id) const {
    auto const it = uses.find(id);
    return it == uses.end() ? nullptr : &it->second;
  }
};

/// Steps whose models are all unknown, unknown covers and unknown kinds are errors that name the file and the use.
Result<UseTable> read_uses(std::filesystem::path const& file, ModelSizes const& sizes);

} // namespace dalian::bake
