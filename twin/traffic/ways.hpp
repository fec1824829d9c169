#pragma once
// Ways that trips take at an equilibrium, drawn one by one: for programs that follow single vehicles. As in
// select_link(), the trips of an origin part at every node as all of them do.
#include "twin/traffic/equilibrium.hpp"

#include <map>
#include <random>

namespace dalian::traffic {

class WayDrawer {
 public:
  /// `network` is the one that was solved. `solved` must outlive it.
  WayDrawer(Equilibrium const& solved, Network const& network);

  /// Links from one zone to another, in their order; empty where the class has no trips between them.
  std::vector<std::uint32_t> draw(std::uint32_t vehicle_class, std::uint32_t origin, std::uint32_t destination,
                                  std::mt19937_64& random) const;

 private:
  Equilibrium const& solved_;
  std::vector<std::uint32_t> link_of_slot_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> bush_of_; // by class and origin's node
};

/// In [0, 1), the same on every machine.
double unit_of(std::mt19937_64& random);

} // namespace dalian::traffic
