#include "twin/evaluation/score.hpp"

#include "twin/evaluation/set_distance.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace dalian::evaluation {
namespace {

/// Sorted by `key`; of equal keys the last in the list remains.
template <class Key>
void sort_unique(std::vector<State>& states, Key key) {
  std::stable_sort(states.begin(), states.end(), [&](State const& a, State const& b) { return key(a) < key(b); });
  auto const twice = [&](State const& a, State const& b) { return key(a) == key(b); };
  states.erase(states.begin(), std::unique(states.rbegin(), states.rend(), twice).base());
}

/// The paths of all truths, walked along as time goes on.
class Truth {
 public:
  explicit Truth(std::vector<State> states) : states_(std::move(states)) {
    sort_unique(states_, [](State const& s) { return std::tuple(s.id, s.t); });
    for (std::size_t i = 0; i < states_.size(); ++i)
      if (i == 0 || states_[i].id != states_[i - 1].id) at_.push_back(i);
    for (State const& s : states_) {
      first_ = std::min(first_, s.t);
      last_ = std::max(last_, s.t);
    }
  }

  bool covers(Instant t) const { return t >= first_ && t <= last_; }

  /// `t` must not fall from call to call.
  std::vector<Named> at(Instant t) {
    std::vector<Named> present;
    for (std::size_t& i : at_) {
      while (has_next(i) && states_[i + 1].t <= t)
        ++i;
      State const& s = states_[i];
      if (s.t == t)
        present.push_back({s.id, s.position});
      else if (s.t < t && has_next(i))
        present.push_back({s.id, between(s, states_[i + 1], t)});
    }
    return present;
  }

 private:
  bool has_next(std::size_t i) const { return i + 1 < states_.size() && states_[i + 1].id == states_[i].id; }

  static MapPoint between(State const& a, State const& b, Instant t) {
    double const part = to_seconds(t - a.t) / to_seconds(b.t - a.t);
    return {std::lerp(a.position.east_m, b.position.east_m, part),
            std::lerp(a.position.north_m, b.position.north_m, part)};
  }

  std::vector<State> states_;   // by id, then time
  std::vector<std::size_t> at_; // one per id: its newest state not after the last `t`, else its first
  Instant first_ = Instant::max(), last_ = Instant::min();
};

std::vector<MapPoint> positions(std::vector<Named> const& set) {
  std::vector<MapPoint> points;
  for (Named const& n : set)
    points.push_back(n.position);
  return points;
}

class Sums {
 public:
  explicit Sums(double cutoff_m) : cutoff_m_(cutoff_m), identity_(cutoff_m) {}

  void add(std::vector<Named> const& estimates, std::vector<Named> const& truth) {
    auto const x = positions(estimates), y = positions(truth);
    Gospa const g = gospa(x, y, cutoff_m_);
    gospa_ += g.total_m();
    localisation_ += g.localisation_m2;
    missed_ += g.missed_m2();
    false_ += g.spurious_m2();
    ospa_ += ospa_m(x, y, cutoff_m_);
    identity_.add(estimates, truth);
  }

  Score score() const {
    double const n = std::max<double>(1, static_cast<double>(identity_.counts().instants));
    return {cutoff_m_,
            identity_.counts(),
            gospa_ / n,
            std::sqrt((localisation_ + missed_ + false_) / n),
            std::sqrt(localisation_ / n),
            std::sqrt(missed_ / n),
            std::sqrt(false_ / n),
            ospa_ / n};
  }

 private:
  double cutoff_m_;
  IdentityScore identity_;
  double gospa_ = 0, localisation_ = 0, missed_ = 0, false_ = 0, ospa_ = 0;
};

} // namespace

Score score(std::vector<State> tracks, std::vector<State> truth, double cutoff_m) {
  sort_unique(tracks, [](State const& s) { return std::tuple(s.t, s.id); });
  Truth paths(std::move(truth));
  Sums sums(cutoff_m);
  for (std::size_t begin = 0, end = 0; begin < tracks.size(); begin = end) {
    Instant const t = tracks[begin].t;
    std::vector<Named> estimates;
    for (; end < tracks.size() && tracks[end].t == t; ++end)
      estimates.push_back({tracks[end].id, tracks[end].position});
    if (paths.covers(t)) sums.add(estimates, paths.at(t));
  }
  return sums.score();
}

} // namespace dalian::evaluation
