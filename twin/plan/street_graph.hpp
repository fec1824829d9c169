#pragma once
// Roads as links between the nodes where they meet: where lines cross, where one ends on another (kMeets_m), where ends
// meet. A pure function of the lines, so that a road drawn across others is connected, and one removed leaves no trace.
// Metres on the map.
#include "twin/plan/polygon.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dalian::plan {

inline constexpr double kMeets_m = 12; // half of an arterial: an end drawn to its kerb meets it

struct StreetLine {
  std::string id;
  MapLine line;
  bool over_others = false;  // tunnel, bridge, expressway: what crosses it does not meet it
  bool interchanges = false; // of such a one: ends of others that are drawn onto it meet it, as on an expressway
};

struct StreetLink {
  std::uint32_t street = 0; // index of the line it is a part of
  std::uint32_t from = 0, to = 0;
  double from_m = 0, to_m = 0; // along that line
  double length_m() const { return to_m - from_m; }
};

/// A place on a link.
struct StreetPlace {
  std::uint32_t link = 0;
  double along_m = 0; // from the link's beginning
  double away_m = 0;  // from what was looked for, straight
};

class StreetGraph {
 public:
  explicit StreetGraph(std::vector<StreetLine> streets);

  std::vector<StreetLine> const& streets() const { return streets_; }
  std::vector<MapPoint> const& nodes() const { return nodes_; }
  std::vector<StreetLink> const& links() const { return links_; }
  /// Links at a node.
  std::vector<std::uint32_t> const& at(std::uint32_t node) const { return at_[node]; }
  /// The nearest within `reach_m`; of equally near ones the first.
  std::optional<StreetPlace> nearest(MapPoint p, double reach_m) const;

 private:
  friend class StreetGraphMaker;
  std::vector<StreetLine> streets_;
  std::vector<MapPoint> nodes_;
  std::vector<StreetLink> links_;
  std::vector<std::vector<std::uint32_t>> at_;
  struct Piece { // one segment of a link
    std::uint32_t link;
    MapPoint a, b;
    double along_m;
  };
  std::vector<Piece> pieces_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> cells_; // cell and piece, sorted
};

/// Metres along links from the nearest of `starts` (node and metres already gone) to every node; infinite where none
/// leads. Dijkstra (1959).
std::vector<double> walk_from(StreetGraph const& graph, std::vector<std::pair<std::uint32_t, double>> const& starts);

} // namespace dalian::plan
