#pragma once
// The drawn roads as a network for traffic assignment: a node where roads meet, a link for each direction between two
// nodes. Keys come from the road's id and from where it meets others, so that an edit keeps all keys but those it
// touches. Minutes, pcu/h, kilometres.
#include "twin/plan/street_graph.hpp"
#include "twin/traffic/network.hpp"
#include "twin/whatif/engine.hpp"
#include "twin/whatif/memo.hpp"
#include "twin/whatif/row_memo.hpp"
#include "twin/whatif/traffic_table.hpp"

namespace dalian::whatif {

/// What a road says, beside its line.
struct RoadFacts {
  std::string id, road_class;
  double lanes = 1, speed_kmh = 0, toll_cny = 0;
  bool forward = true, backward = true, trucks_banned = false;
};

struct RoadLink {
  std::uint32_t street = 0; // of roads
  std::uint32_t piece = 0;  // link of the graph
  bool along = true;        // in the direction of the road's line
};

using StreetGraphPtr = std::shared_ptr<plan::StreetGraph const>;

/// Where a parcel lies, and the street that is near enough to be joined to.
struct OnStreets {
  bool is_drawn = false; // else it has no area, and nothing of the rest holds
  MapPoint middle;
  std::optional<plan::StreetPlace> street;
};
using ParcelsOnStreets = std::shared_ptr<RowMemo<OnStreets>>;

struct RoadNetwork {
  StreetGraphPtr graph;
  ParcelsOnStreets parcels;             // of this graph alone
  std::vector<RoadFacts> roads;         // by street of the graph
  std::vector<std::uint64_t> node_keys; // of each node of the graph
  std::vector<traffic::Link> links;     // ends are nodes of the graph
  std::vector<RoadLink> of_link;        // of each link
  std::vector<std::uint32_t> component; // of each node: the least node that it is joined to
  std::vector<std::uint32_t> gateways;  // nodes where a main road leaves what is drawn

  /// Of the link of the graph in a direction; none when it is one-way.
  std::vector<std::array<std::uint32_t, 2>> link_of; // [piece][0 along, 1 back]; traffic's kNoLink
};
inline constexpr std::uint32_t kNoLink = ~std::uint32_t{0};

/// Slices of a layout that the network is made of.
std::vector<Slice> road_slices();

class RoadReader {
 public:
  explicit RoadReader(std::shared_ptr<TrafficTable const> table) : table_(std::move(table)) {}
  RoadNetwork read(Inputs const& inputs);

 private:
  struct Drawn {
    plan::MapLine line;
    plan::ContentHash hash; // of its points
  };
  static Drawn drawn(plan::Entity const& road);

  std::shared_ptr<TrafficTable const> table_;
  RowMemo<Drawn> lines_{20000};
  struct Kept {
    StreetGraphPtr graph;
    ParcelsOnStreets parcels;
  };
  Memo<Kept> graphs_{64}; // by the hash of the lines
};

} // namespace dalian::whatif
