#include "twin/water/age.hpp"

#include "twin/water/tank.hpp"

#include <cmath>
#include <numbers>

namespace dalian::water {
namespace {

constexpr double kStill_m3s = 1e-7; // below it a pipe counts as still

double pipe_m3(Link const& link) {
  bool const holds_water = link.kind == LinkKind::pipe || link.kind == LinkKind::check_valve;
  return holds_water ? std::numbers::pi / 4 * link.diameter_m * link.diameter_m * link.length_m : 0;
}

/// Water that meets at a node.
struct Mix {
  double flow_m3s = 0, hours_m3s = 0; // the latter: age times flow
  double out_m3s = 0;                 // of tanks
  std::size_t waits = 0;              // links that flow in and are not known yet
};

class Ages {
 public:
  Ages(Network const& network, Field const& field)
      : net_(network), field_(field), mix_(network.nodes.size()), leaving_(network.nodes.size()),
        age_(network.nodes.size(), std::nan("")) {
    for (std::uint32_t k = 0; k < network.links.size(); ++k) {
      double const q = field.flow_m3s[k];
      if (shut(field.state[k]) || std::abs(q) < kStill_m3s) continue;
      ++mix_[q > 0 ? network.links[k].to : network.links[k].from].waits;
      std::uint32_t const source = q > 0 ? network.links[k].from : network.links[k].to;
      mix_[source].out_m3s += std::abs(q);
      leaving_[source].push_back(k);
    }
  }

  std::vector<double> run() {
    std::vector<std::uint32_t> known;
    for (std::uint32_t n = 0; n < mix_.size(); ++n)
      if (mix_[n].waits == 0) known.push_back(n);
    while (!known.empty()) {
      std::uint32_t const n = known.back();
      known.pop_back();
      settle(n);
      for (std::uint32_t const k : leaving_[n]) {
        double const q = std::abs(field_.flow_m3s[k]);
        Mix& next = mix_[net_.links[k].from == n ? net_.links[k].to : net_.links[k].from];
        next.flow_m3s += q;
        next.hours_m3s += q * (age_[n] + pipe_m3(net_.links[k]) / q / 3600);
        if (--next.waits == 0) known.push_back(net_.links[k].from == n ? net_.links[k].to : net_.links[k].from);
      }
    }
    return std::move(age_);
  }

 private:
  void settle(std::uint32_t n) {
    Mix const& in = mix_[n];
    Node const& node = net_.nodes[n];
    if (node.kind == NodeKind::reservoir) {
      age_[n] = 0;
      return;
    }
    double const arrived = in.flow_m3s > 0 ? in.hours_m3s / in.flow_m3s : 0;
    if (node.kind == NodeKind::tank && in.out_m3s > 0)
      age_[n] = arrived + volume_at(node.tank, field_.head_m[n] - node.elevation_m) / in.out_m3s / 3600;
    else if (in.flow_m3s > 0)
      age_[n] = arrived;
  }

  Network const& net_;
  Field const& field_;
  std::vector<Mix> mix_;
  std::vector<std::vector<std::uint32_t>> leaving_; // links, by the node that they leave
  std::vector<double> age_;
};

} // namespace

std::vector<double> age_hours(Network const& network, Field const& field) {
  return Ages(network, field).run();
}

} // namespace dalian::water
