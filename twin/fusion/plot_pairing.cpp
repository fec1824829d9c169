#include "twin/fusion/plot_pairing.hpp"

#include "twin/association/assignment.hpp"
#include "twin/association/gate.hpp"

namespace dalian::fusion {
namespace {

using association::Moments;
using association::PlotClass;
using association::Position;

std::vector<Position> positions(std::span<Carried const> all) {
  std::vector<Position> positions;
  positions.reserve(all.size());
  for (Carried const& c : all)
    positions.push_back(association::position_of(c.state));
  return positions;
}

bool agree(PlotClass a, PlotClass b) {
  return a == b || a == PlotClass::unknown || b == PlotClass::unknown;
}

} // namespace

std::vector<std::uint32_t> pair_up(std::span<Carried const> plots, std::span<Carried const> named) {
  std::vector<std::vector<std::pair<std::uint32_t, double>>> wishes(plots.size());
  association::Gate gate;
  for (auto const& c : gate.find(positions(plots), positions(named))) {
    if (!agree(plots[c.track].kind, named[c.detection].kind)) continue;
    double const d2 = association::distance_squared(plots[c.track].state, named[c.detection].state);
    double const favour = plots[c.track].favoured == c.detection ? kFaithful : 0;
    if (d2 <= kPairGate) wishes[c.track].emplace_back(c.detection, d2 - kPairGate - favour);
  }
  std::vector<std::uint32_t> row_begin{0}, column;
  std::vector<double> cost;
  for (auto const& row : wishes) {
    for (auto const& [place, value] : row) {
      column.push_back(place);
      cost.push_back(value);
    }
    row_begin.push_back(static_cast<std::uint32_t>(column.size()));
  }
  association::AssignmentSolver solver;
  auto const chosen = solver.solve({row_begin, column, cost, static_cast<std::uint32_t>(named.size())});
  return {chosen.begin(), chosen.end()};
}

Moments carried(state::TrackMotion const& motion, double dt, double noise) {
  Moments s;
  s.mean << motion.position.east_m, motion.position.north_m, motion.velocity_east_mps, motion.velocity_north_mps;
  auto& p = s.covariance;
  for (int i = 0, k = 0; i < 4; ++i)
    for (int j = i; j < 4; ++j, ++k)
      p(i, j) = p(j, i) = motion.covariance[static_cast<std::size_t>(k)];
  association::move(s, dt, noise);
  return s;
}

Moments with_size(Moments state, PlotClassSettings const& settings) {
  double const size = settings.named_sigma_m * settings.named_sigma_m;
  state.covariance(0, 0) += size;
  state.covariance(1, 1) += size;
  return state;
}

void set_moments(state::TrackMotion& motion, Moments const& s) {
  motion.has_position = true;
  motion.position = {s.mean[0], s.mean[1]};
  motion.velocity_east_mps = static_cast<float>(s.mean[2]);
  motion.velocity_north_mps = static_cast<float>(s.mean[3]);
  for (int i = 0, k = 0; i < 4; ++i)
    for (int j = i; j < 4; ++j, ++k)
      motion.covariance[static_cast<std::size_t>(k)] = static_cast<float>(s.covariance(i, j));
}

} // namespace dalian::fusion
