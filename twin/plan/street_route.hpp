#pragma once
// The shortest way along streets, in the directions in which they are driven. Metres on the map.
#include "twin/plan/layout.hpp"
#include "twin/plan/street_graph.hpp"

#include <optional>

namespace dalian::plan {

/// The streets that cars and buses may use: all roads but paths, jetties and those closed.
class DrivenStreets {
 public:
  explicit DrivenStreets(Layout const& layout);

  StreetGraph const& graph() const { return graph_; }
  /// Where on a street `p` is, within `reach_m`.
  std::optional<StreetPlace> nearest(MapPoint p, double reach_m) const { return graph_.nearest(p, reach_m); }
  MapPoint at(StreetPlace const& place) const;
  /// From place to place along the streets; nothing where none leads. Dijkstra (1959).
  std::optional<MapLine> route(StreetPlace const& from, StreetPlace const& to) const;

 private:
  enum class Way : std::uint8_t { both, forward, backward };
  struct Reached;
  bool may_leave(std::uint32_t link, bool forward) const;
  MapLine piece(std::uint32_t link, double from_m, double to_m) const; // backward when from_m > to_m
  std::vector<Reached> reach_from(StreetPlace const& from) const;

  static std::vector<StreetLine> lines_of(Layout const& layout, std::vector<Way>& ways);
  std::vector<Way> ways_; // of streets
  StreetGraph graph_;
};

} // namespace dalian::plan
