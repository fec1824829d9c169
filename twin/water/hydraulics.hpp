#pragma once
// Heads and flows of a network at one instant, by the global gradient algorithm (Todini & Pilati 1988): Newton's method
// on flows and heads together, whose linear part is one sparse symmetric system in the heads of the junctions. Valves
// that hold a pressure pin a head instead, as in EPANET 2. It starts from the flows it is given. No files, no clock, no
// threads.
#include "twin/sparse/cholesky.hpp"
#include "twin/water/head_loss.hpp"

#include <span>

namespace dalian::water {

/// `over_shutoff`: a pump that cannot lift so high; `held_back`: a link whose tank is full or empty; `beyond`: a valve
/// that cannot hold its setting.
enum class LinkState : std::uint8_t { over_shutoff, held_back, closed, open, active, beyond };

inline bool shut(LinkState state) {
  return state <= LinkState::closed;
}

struct Field {
  std::vector<double> head_m;     // of reservoirs and tanks: given
  std::vector<double> wanted_m3s; // given, junctions
  std::vector<double> demand_m3s; // junctions: what leaves there, emitters with it; reservoirs and tanks: what flows in
  std::vector<double> emitted_m3s, served_m3s; // parts of the demand of junctions
  std::vector<double> flow_m3s;
  std::vector<double> setting;
  std::vector<LinkState> state;
  std::vector<std::uint8_t> fixed;   // valves that are open or closed whatever their setting
  std::vector<std::uint8_t> cut_off; // junctions that no source reaches: nothing is served there
};

struct Convergence {
  int trials = 0;
  double change = 0; // sum of the last changes of flow over the sum of flows
  bool reached = false;
  bool balanced = false; // reached, and with no state of a link still changing
  bool lost = false;     // the linear system could not be factored, at this node
  std::uint32_t lost_node = kNone;
};

/// How far a field is from its equations.
struct Residual {
  double mass_m3s = 0, head_m = 0; // the largest at a junction, along a link
  std::uint32_t node = kNone, link = kNone;
};

class Hydraulics {
 public:
  /// `network` must outlive it. An error only when its factor would be too large.
  static Result<Hydraulics> make(Network const& network);

  /// Initial states and settings, flows of 0.3 m/s, heads at the ground.
  Field start() const;
  Convergence solve(Field& field);
  Residual residual(Field const& field) const;
  /// Of link k at the flow q, with the state and setting that it has.
  Loss loss(Field const& field, std::uint32_t k, double q) const;
  /// Levels at which a tank is full and empty, as heads; set by make().
  double full_m(std::uint32_t node) const { return most_m_[node]; }
  double empty_m(std::uint32_t node) const { return least_m_[node]; }
  /// Valves whose setting cannot be kept, for another valve or a tank decides there.
  std::vector<std::uint32_t> const& idle_valves() const { return idle_; }
  /// After the constants of a link changed: length, diameter, roughness.
  void reset(std::uint32_t link);

 private:
  explicit Hydraulics(Network const& network) : net_(&network) {}
  // hydraulics_setup.cpp
  void number_rows();
  void list_places();
  void list_links();
  void find_idle_valves();
  void keep_idle(Field& field) const;
  // hydraulics.cpp
  double iterate(Field& field, Convergence& convergence);
  void link_coefficients(Field const& field);
  void add_links(Field const& field);
  void add_held(Field const& field);
  void add_withdrawals(Field const& field);
  void add_withdrawal(std::uint32_t node, Loss const& lost, double q, double zero_m);
  Loss emitted_loss(Field const& field, std::uint32_t node) const;
  Loss served_loss(Field const& field, std::uint32_t node) const;
  double move_flows(Field& field);
  double move_withdrawals(Field& field);
  double inflow(Field const& field, std::uint32_t node, std::uint32_t without) const;
  void close_books(Field& field) const;
  void leave_out(Field const& field);
  bool blocks(Field const& field, std::uint32_t k, bool surely) const;
  bool find_cut_off(Field& field, bool surely);
  bool settle(Field& field, Convergence const& now, int& next_check);
  bool found_lost(Field& field);
  // hydraulic_states.cpp
  bool check_valves(Field& field) const;
  bool check_links(Field& field) const;
  LinkState prv_state(Field const& field, std::uint32_t k) const;
  LinkState psv_state(Field const& field, std::uint32_t k) const;
  LinkState checked(LinkState state, double fall_m, double q) const;
  bool held_by_tank(Field const& field, std::uint32_t k) const;
  bool holds(Field const& field, std::uint32_t k) const;

  sparse::Cholesky* solver() { return &solver_[0]; }

  /// A link in the equations: its nodes, and the places of its entries; kNone where a head is given.
  struct Ends {
    std::uint32_t from, to, from_place, to_place, edge_place;
  };

  Network const* net_;
  std::vector<Ends> ends_;
  std::vector<sparse::Cholesky> solver_;                        // one
  std::vector<std::uint32_t> row_;                              // of a node; kNone = its head is given
  std::vector<std::uint32_t> junction_;                         // of a row
  std::vector<double> resistance_, minor_, conductance_, base_; // of links; q = base + conductance · fall
  std::vector<double> sizes_, raised_;                          // of flows in pipes_, while their coefficients are made
  std::vector<double> right_, moved_;
  std::vector<double> most_m_, least_m_;
  std::vector<std::uint32_t> pipes_, others_;              // pipes: by a power of the flow
  std::vector<std::uint32_t> regulators_, special_, idle_; // PRV and PSV; others whose state may change
  std::vector<std::uint32_t> emitters_;                    // nodes
  std::vector<std::uint32_t> starts_, beside_;             // links at a node
  std::vector<LinkState> seen_, whole_; // states looked at last; states with which every junction is reached
  std::vector<std::uint8_t> reached_;
  std::vector<std::uint32_t> open_;
  bool any_cut_ = false;
};

} // namespace dalian::water
