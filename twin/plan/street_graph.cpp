#include "twin/plan/street_graph.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <queue>

namespace dalian::plan {
namespace {

constexpr double kCell_m = 150, kSame_m = 0.5; // cuts nearer than kSame_m are one

std::int32_t cell_of(double metres) {
  return static_cast<std::int32_t>(std::floor(metres / kCell_m));
}
std::uint64_t cell_key(std::int32_t x, std::int32_t y) {
  return std::uint64_t{static_cast<std::uint32_t>(x)} << 32 | static_cast<std::uint32_t>(y);
}

/// The cells that the box about a segment, widened by `reach_m`, lies in.
template <class Visit>
void for_cells(MapPoint a, MapPoint b, double reach_m, Visit&& visit) {
  auto const [west, east] = std::minmax(a.east_m, b.east_m);
  auto const [south, north] = std::minmax(a.north_m, b.north_m);
  for (auto x = cell_of(west - reach_m); x <= cell_of(east + reach_m); ++x)
    for (auto y = cell_of(south - reach_m); y <= cell_of(north + reach_m); ++y)
      visit(cell_key(x, y));
}

struct Foot {
  double share = 0, distance_m = 0; // of the segment, 0…1
};

Foot foot_on(MapPoint a, MapPoint b, MapPoint p) {
  double const dx = b.east_m - a.east_m, dy = b.north_m - a.north_m, square = dx * dx + dy * dy;
  double const t =
      square > 0 ? std::clamp(((p.east_m - a.east_m) * dx + (p.north_m - a.north_m) * dy) / square, 0.0, 1.0) : 0;
  return {t, std::hypot(a.east_m + t * dx - p.east_m, a.north_m + t * dy - p.north_m)};
}

MapPoint between(MapPoint a, MapPoint b, double share) {
  return {a.east_m + share * (b.east_m - a.east_m), a.north_m + share * (b.north_m - a.north_m)};
}

/// Where two segments cross, as shares of both.
std::optional<std::pair<double, double>> crossing(MapPoint a, MapPoint b, MapPoint c, MapPoint d) {
  double const rx = b.east_m - a.east_m, ry = b.north_m - a.north_m, sx = d.east_m - c.east_m,
               sy = d.north_m - c.north_m;
  double const det = rx * sy - ry * sx;
  if (det == 0) return std::nullopt;
  double const qx = c.east_m - a.east_m, qy = c.north_m - a.north_m;
  double const t = (qx * sy - qy * sx) / det, u = (qx * ry - qy * rx) / det;
  if (t < 0 || t > 1 || u < 0 || u > 1) return std::nullopt;
  return std::pair(t, u);
}

} // namespace

/// Cuts the lines where they meet and joins the cuts to nodes.
class StreetGraphMaker {
 public:
  explicit StreetGraphMaker(StreetGraph& graph) : graph_(graph), cuts_(graph.streets_.size()) {
    for (std::uint32_t s = 0; s < graph_.streets_.size(); ++s)
      add_segments(s);
    for (auto& [cell, list] : cells_)
      std::sort(list.begin(), list.end());
    for (std::uint32_t s = 0; s < graph_.streets_.size(); ++s)
      add_ends(s);
    add_crossings();
    for (std::uint32_t s = 0; s < graph_.streets_.size(); ++s)
      add_links(s);
    index_links();
  }

 private:
  struct Segment {
    std::uint32_t street;
    MapPoint a, b;
    double along_m;
    double length_m() const { return distance_m(a, b); }
  };
  struct Cut {
    double along_m;
    std::uint32_t node;
  };

  void add_segments(std::uint32_t s) {
    auto const& line = graph_.streets_[s].line;
    double along_m = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      auto const index = static_cast<std::uint32_t>(segments_.size());
      segments_.push_back({s, line[i], line[i + 1], along_m});
      along_m += distance_m(line[i], line[i + 1]);
      for_cells(line[i], line[i + 1], 0, [&](std::uint64_t cell) { cells_[cell].push_back(index); });
    }
    lengths_.push_back(along_m);
  }

  /// An end takes the place of the nearest node or line that it meets.
  void add_ends(std::uint32_t s) {
    auto const& line = graph_.streets_[s].line;
    if (line.size() < 2) return;
    for (bool const first : {true, false}) {
      MapPoint const p = first ? line.front() : line.back();
      cuts_[s].push_back({first ? 0 : lengths_[s], node_for_end(s, p)});
    }
  }

  std::uint32_t node_for_end(std::uint32_t s, MapPoint p) {
    if (auto const node = node_near(p, kMeets_m)) return *node;
    Segment const* best = nullptr;
    Foot best_foot{0, kMeets_m};
    for_cells(p, p, kMeets_m, [&](std::uint64_t cell) {
      auto const it = cells_.find(cell);
      if (it == cells_.end()) return;
      for (auto const index : it->second) {
        Segment const& other = segments_[index];
        StreetLine const& there = graph_.streets_[other.street];
        if (other.street == s || (there.over_others && !there.interchanges)) continue;
        Foot const foot = foot_on(other.a, other.b, p);
        if (foot.distance_m < best_foot.distance_m) best = &other, best_foot = foot;
      }
    });
    if (best == nullptr) return node_at(p);
    auto const node = node_at(between(best->a, best->b, best_foot.share));
    cuts_[best->street].push_back({best->along_m + best_foot.share * best->length_m(), node});
    return node;
  }

  void add_crossings() {
    for (auto const& [cell, list] : cells_)
      for (std::size_t i = 0; i < list.size(); ++i)
        for (std::size_t k = i + 1; k < list.size(); ++k)
          cross(segments_[list[i]], segments_[list[k]]);
  }

  void cross(Segment const& a, Segment const& b) {
    if (a.street == b.street) return; // a line that crosses itself has no junction there
    if (graph_.streets_[a.street].over_others || graph_.streets_[b.street].over_others) return;
    auto const shares = crossing(a.a, a.b, b.a, b.b);
    if (!shares) return;
    MapPoint const p = between(a.a, a.b, shares->first);
    auto const near = node_near(p, kMeets_m);
    auto const node = near ? *near : node_at(p);
    cuts_[a.street].push_back({a.along_m + shares->first * a.length_m(), node});
    cuts_[b.street].push_back({b.along_m + shares->second * b.length_m(), node});
  }

  std::optional<std::uint32_t> node_near(MapPoint p, double reach_m) const {
    std::optional<std::uint32_t> best;
    double best_m = reach_m;
    for_cells(p, p, reach_m, [&](std::uint64_t cell) {
      auto const it = node_cells_.find(cell);
      if (it == node_cells_.end()) return;
      for (auto const node : it->second) {
        double const d = distance_m(graph_.nodes_[node], p);
        if (d < best_m || (d == best_m && best && node < *best)) best = node, best_m = d;
      }
    });
    return best;
  }

  std::uint32_t node_at(MapPoint p) {
    auto const node = static_cast<std::uint32_t>(graph_.nodes_.size());
    graph_.nodes_.push_back(p);
    node_cells_[cell_key(cell_of(p.east_m), cell_of(p.north_m))].push_back(node);
    return node;
  }

  void add_links(std::uint32_t s) {
    auto& cuts = cuts_[s];
    std::sort(cuts.begin(), cuts.end(), [](Cut const& a, Cut const& b) {
      return a.along_m != b.along_m ? a.along_m < b.along_m : a.node < b.node;
    });
    for (std::size_t i = 0, last = 0; i + 1 < cuts.size(); ++i) {
      Cut const &from = cuts[last], &to = cuts[i + 1];
      bool const same = from.node == to.node && to.along_m - from.along_m < 2 * kMeets_m;
      if (same && i + 2 < cuts.size()) continue; // one junction
      if (same || to.along_m - from.along_m < kSame_m) continue;
      auto const link = static_cast<std::uint32_t>(graph_.links_.size());
      graph_.links_.push_back({s, from.node, to.node, from.along_m, to.along_m});
      add_pieces(link);
      last = i + 1;
    }
  }

  void add_pieces(std::uint32_t l) {
    StreetLink const& link = graph_.links_[l];
    auto const& line = graph_.streets_[link.street].line;
    double along_m = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      double const length = distance_m(line[i], line[i + 1]), next_m = along_m + length;
      double const low = std::max(along_m, link.from_m), high = std::min(next_m, link.to_m);
      if (low < high)
        graph_.pieces_.push_back({l, between(line[i], line[i + 1], (low - along_m) / length),
                                  between(line[i], line[i + 1], (high - along_m) / length), low - link.from_m});
      along_m = next_m;
    }
  }

  void index_links() {
    graph_.at_.resize(graph_.nodes_.size());
    for (std::uint32_t l = 0; l < graph_.links_.size(); ++l) {
      graph_.at_[graph_.links_[l].from].push_back(l);
      graph_.at_[graph_.links_[l].to].push_back(l);
    }
    for (std::uint32_t i = 0; i < graph_.pieces_.size(); ++i)
      for_cells(graph_.pieces_[i].a, graph_.pieces_[i].b, 0,
                [&](std::uint64_t cell) { graph_.cells_.emplace_back(cell, i); });
    std::sort(graph_.cells_.begin(), graph_.cells_.end());
  }

  StreetGraph& graph_;
  std::vector<Segment> segments_;
  std::vector<double> lengths_;
  std::map<std::uint64_t, std::vector<std::uint32_t>> cells_, node_cells_;
  std::vector<std::vector<Cut>> cuts_;
};

StreetGraph::StreetGraph(std::vector<StreetLine> streets) : streets_(std::move(streets)) {
  StreetGraphMaker{*this};
}

std::optional<StreetPlace> StreetGraph::nearest(MapPoint p, double reach_m) const {
  std::optional<StreetPlace> best;
  std::uint32_t best_piece = 0;
  auto const look = [&](std::uint64_t cell) {
    auto it = std::lower_bound(cells_.begin(), cells_.end(), std::pair(cell, std::uint32_t{0}));
    for (; it != cells_.end() && it->first == cell; ++it) {
      Piece const& piece = pieces_[it->second];
      Foot const foot = foot_on(piece.a, piece.b, p);
      double const limit = best ? best->away_m : reach_m;
      if (foot.distance_m > limit || (best && foot.distance_m == limit && it->second >= best_piece)) continue;
      best = {piece.link, piece.along_m + foot.share * distance_m(piece.a, piece.b), foot.distance_m};
      best_piece = it->second;
    }
  };
  for (double reach = std::min(reach_m, kCell_m / 2);; reach = std::min(reach_m, reach * 2)) {
    for_cells(p, p, reach, look);
    if ((best && best->away_m <= reach) || reach >= reach_m) return best;
  }
}

std::vector<double> walk_from(StreetGraph const& graph, std::vector<std::pair<std::uint32_t, double>> const& starts) {
  using Entry = std::pair<double, std::uint32_t>;
  std::vector<double> gone(graph.nodes().size(), std::numeric_limits<double>::infinity());
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  auto const reach = [&](std::uint32_t node, double metres) {
    if (metres >= gone[node]) return;
    gone[node] = metres;
    open.emplace(metres, node);
  };
  for (auto const& [node, metres] : starts)
    reach(node, metres);
  while (!open.empty()) {
    auto const [metres, node] = open.top();
    open.pop();
    if (metres > gone[node]) continue;
    for (auto const l : graph.at(node)) {
      StreetLink const& link = graph.links()[l];
      reach(link.from == node ? link.to : link.from, metres + link.length_m());
    }
  }
  return gone;
}

} // namespace dalian::plan
