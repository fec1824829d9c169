#pragma once
// Which labels are shown and where: a pure function of the requests, the obstacles and last frame's choice. No label
// over another or over an obstacle, none cut by the picture's edge, the more important first. Pixels.
#include "renderer/ui/draw_list.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace dalian::ui {

struct LabelRequest {
  std::uint64_t id = 0;     // stable from frame to frame, unique within a call
  double priority = 0;      // higher goes first
  std::vector<Box> options; // where it may go; the index means the same place in every frame
  std::vector<Box> tails;   // per option, or none: room it takes beside the text (a leader line); others keep out
  std::vector<int> order;   // in which to try them; empty: as they stand
};

struct PlacerConfig {
  int width = 0, height = 0; // of the picture
  float gap = 4;             // kept free around each label
  float margin = 8;          // kept free at the edges
  std::size_t limit = 60;    // labels at most
  std::vector<Box> obstacles;
};

inline constexpr int kNotPlaced = -1;
/// Option chosen last frame by id; labels not shown are absent.
using Placement = std::unordered_map<std::uint64_t, int>;

/// Chosen option per request, in the order of `requests`; kNotPlaced where there was no room. Of equal priority a label
/// shown before comes first, and it keeps its option while that is free.
std::vector<int> place_labels(PlacerConfig const& config, std::vector<LabelRequest> const& requests,
                              Placement const& before = {});

} // namespace dalian::ui
