#include "twin/power/hosting.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::power {
namespace {

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

class Search {
 public:
  Search(Study& study, std::size_t bus, Guest guest)
      : study_(study), node_(at(study.topology().node_of_bus[bus])), sign_(guest == Guest::generation ? 1 : -1),
        p_(study.p()) {}

  /// Empty when the network bears it.
  std::string limit_at(double mw) {
    p_[node_] = study_.p()[node_] + sign_ * mw / study_.network().base_mva;
    if (!study_.solve(p_, study_.q(), state_).converged) return "there is no solution";
    Network const& n = study_.network();
    for (std::size_t b = 0; b < n.buses.size(); ++b) {
      int const node = study_.topology().node_of_bus[b];
      if (node < 0 || study_.topology().role[at(node)] == Role::dead) continue;
      double const vm = state_.vm[at(node)], base = study_.state().vm[at(node)];
      if (vm < std::min(n.buses[b].v_min, base) - kSlack)
        return fmt::format("bus {}: its lowest voltage", n.buses[b].number);
      if (vm > std::max(n.buses[b].v_max, base) + kSlack)
        return fmt::format("bus {}: its highest voltage", n.buses[b].number);
    }
    auto const& loading = study_.loadings(state_);
    for (std::size_t i = 0; i < n.branches.size(); ++i)
      if (loading[i] > std::max(1.0, study_.base_loadings()[i]) + kSlack) return name_of_branch(n, i) + ": its rating";
    return {};
  }

 private:
  static constexpr double kSlack = 1e-6; // p.u. and of a rating: beyond what solving leaves open
  Study& study_;
  std::size_t node_;
  double sign_;
  std::vector<double> p_;
  VoltageState state_;
};

} // namespace

Hosting find_hosting(Study& study, std::size_t bus, Guest guest, double most_mw) {
  if (!study.ready() || study.base().vm[bus] == 0) return {0, false, "nothing feeds it"};
  Search search(study, bus, guest);
  Hosting out;
  if (out.limit = search.limit_at(most_mw); out.limit.empty()) return {most_mw, true, {}};
  double fits = 0, breaks = most_mw;
  while (breaks - fits > 1e-3 * most_mw) {
    double const middle = (fits + breaks) / 2;
    auto limit = search.limit_at(middle);
    if (limit.empty())
      fits = middle;
    else
      breaks = middle, out.limit = std::move(limit);
  }
  out.mw = fits;
  return out;
}

} // namespace dalian::power
