#pragma once
// The iterations: trees and what they show in parallel, flow moved in the order of the bushes, then sweeps over the
// pairs of segments. Blocks of bushes do not depend on the number of threads, so neither does anything else. Internal.
#include "twin/base/crew.hpp"
#include "twin/traffic/certificate.hpp"
#include "twin/traffic/trees_at_once.hpp"

#include <atomic>

namespace dalian::traffic {

class Solver {
 public:
  Solver(Memory& memory, Options const& options);

  /// Puts what is pending on the shortest trees, takes off what is less; goals that have no way leave their bushes.
  /// Says which: [bush] goal.
  std::vector<std::pair<std::uint32_t, Bush::Goal>> load();
  struct Outcome {
    std::uint32_t iterations = 0;
    Certificate certificate;
    bool converged = false;
  };
  /// Iterates to the gap.
  Outcome run();
  Loading const& loading() const { return loading_; }
  /// [class][slot], pcu/h.
  std::vector<std::vector<double>> const& class_flows() const { return memory_.class_flow; }

 private:
  struct Found {                     // what a tree shows of a bush
    std::vector<std::uint32_t> dear; // slots in use that are not on a shortest way
    double excess = 0;
  };

  using Group = std::span<std::uint32_t const>; // bushes that share a tree

  /// Calls work(item, member) for each of the list, by all threads.
  template <class Item, class Work>
  void for_each(std::span<Item const> list, Work&& work);
  void add_up();
  void set_loading();
  bool lost_a_way(Bush const& bush) const;
  bool has_ways(Bush& bush) const;
  bool hang(Bush& bush, std::uint32_t node) const;
  std::vector<Bush::Goal> drop_unreachable(Bush& bush) const;
  void load(Bush& bush);
  double share_out(Bush& bush, std::uint32_t node, double amount);
  void add_by_tree(Bush& bush, std::uint32_t node, double amount);
  void push_up_the_tree(Bush& bush);
  bool share_a_tree(std::uint32_t a, std::uint32_t b) const;
  std::vector<Group> groups_of(std::span<std::uint32_t const> list) const;
  void look(std::span<Group const> groups, TreesAtOnce& trees, double least);
  void look_for_excess(std::uint32_t bush, TreesAtOnce const& trees, std::size_t lane);
  void take_tree(Group group, TreesAtOnce& trees, std::size_t lane);
  double look_at(std::span<std::uint32_t const> list, double least);
  void move_found(std::span<std::uint32_t const> list);
  double visit(std::vector<std::uint32_t> const& list);
  double least_worth_a_visit() const;
  std::vector<std::uint32_t> worth_a_visit() const;
  std::vector<std::uint32_t> stirred() const;
  void set_floor(double excess);
  void visit_in_rounds(std::vector<std::uint32_t> const& list, std::uint32_t rounds);
  void sweep_pairs();
  double sweep();
  bool certified(Outcome& out);

  Memory& memory_;
  Options options_;
  Crew crew_;
  Loading loading_;
  SegmentFinder finder_;
  std::vector<TreeKeeper> keepers_;                // of each member of the crew
  std::vector<TreesAtOnce> trees_;                 // likewise
  std::vector<Found> found_;                       // of each bush
  std::vector<double> through_;                    // of each node, while loading
  std::vector<std::uint32_t> place_;               // likewise: where the node stands in the bush's order
  std::vector<std::uint32_t> entering_;            // slots, likewise
  double total_cost_ = 0;                          // likewise, of all traffic
  bool moved_ = true;                              // since flows were last added up
  std::vector<std::vector<std::uint32_t>> closed_; // [class] slots
  std::vector<std::ptrdiff_t> same_cost_;          // [class] the first class that pays the same everywhere
  std::vector<std::uint32_t> all_;                 // the number of every bush
  std::vector<char> is_loaded_;                    // of each bush, by load()
  double floor_ = 0;                               // excess of a slot of a bush below which it is left alone
};

template <class Item, class Work>
void Solver::for_each(std::span<Item const> list, Work&& work) {
  std::atomic<std::size_t> next = 0;
  crew_.run([&](unsigned member) {
    for (std::size_t i = next++; i < list.size(); i = next++)
      work(list[i], member);
  });
}

} // namespace dalian::traffic
