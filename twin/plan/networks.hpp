#pragma once
// Networks that no map of the city holds, derived from what it holds: connected, modelled and illustrative. Each entity
// says its rule in `source`; the figures are those of networks.toml. Pure functions of layout and rules.
#include "twin/plan/layout.hpp"
#include "twin/plan/network_rules.hpp"

namespace dalian::plan {

/// Rule power-grid: stations get their voltage, lines the stations at their ends; every zone has its station (or the
/// nearest), transformers there, and area substations on cables along the streets; parcels name theirs.
Result<Layout> with_power_grid(Layout const& layout, NetworkRules const& rules);
/// Rules water-grid, gas-grid: mains are divided where others begin; every zone that a main reaches has a tank, pumps
/// and pipes under its streets; parcels name their nodes. Hydrogen pipes go to the gas network.
Result<Layout> with_pipe_networks(Layout const& layout, NetworkRules const& rules);
/// Rules works, cranes: a plant with its hazard on each parcel of a use, quay cranes on each berth that has them.
Result<Layout> with_works(Layout const& layout, NetworkRules const& rules);

/// All of them. The error names entity and field: a figure that the schema does not allow there.
inline Result<Layout> with_networks(Layout const& layout, NetworkRules const& rules) {
  auto const power = with_power_grid(layout, rules);
  if (!power) return power;
  auto const pipes = with_pipe_networks(*power, rules);
  return pipes ? with_works(*pipes, rules) : pipes;
}

/// A layout to which modelled entities come.
class RowBook {
 public:
  explicit RowBook(Layout layout) : layout_(std::move(layout)) {}
  Layout const& layout() const { return layout_; }

  /// A modelled entity of a rule.
  void add(Layer layer, std::string id, std::string_view rule, std::vector<std::pair<std::string_view, Value>> fields);
  /// Fields of one that is there already.
  void set(Layer layer, std::string const& id, std::vector<std::pair<std::string_view, Value>> fields);
  void remove(Layer layer, std::string const& id) { layout_ = layout_.without(layer, id); }
  /// The layout, or the first value that its field may not have.
  Result<Layout> done() const {
    if (!fault_.empty()) return Error{fault_};
    return layout_;
  }

 private:
  Layout layout_;
  std::string fault_;
};

/// The zone's area contains it.
std::string zone_at(Layout const& layout, MapPoint p);

} // namespace dalian::plan
