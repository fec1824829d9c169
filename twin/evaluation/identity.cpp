#include "twin/evaluation/identity.hpp"

#include "twin/evaluation/set_distance.hpp"

#include <set>

namespace dalian::evaluation {

double IdentityCounts::mota() const {
  if (truths == 0) return 0;
  return 1 - static_cast<double>(missed + spurious + switches) / static_cast<double>(truths);
}

double IdentityCounts::motp_m() const {
  return matched == 0 ? 0 : distance_m / static_cast<double>(matched);
}

std::vector<IdentityScore::Pair> IdentityScore::pair_up(std::span<Named const> estimates,
                                                        std::span<Named const> truth) const {
  std::map<std::uint32_t, std::uint32_t> place; // of an estimate, by id
  for (std::uint32_t i = 0; i < estimates.size(); ++i)
    place[estimates[i].id] = i;
  std::vector<Pair> pairs;
  std::vector<char> taken(estimates.size(), 0);
  std::vector<std::uint32_t> open_truth, open_estimates;
  for (std::uint32_t t = 0; t < truth.size(); ++t) {
    auto const before = history_.find(truth[t].id);
    auto const at = before != history_.end() && before->second.tracked ? place.find(before->second.track) : place.end();
    if (at != place.end() && distance_m(estimates[at->second].position, truth[t].position) < cutoff_m_ &&
        taken[at->second] == 0) {
      taken[at->second] = 1;
      pairs.push_back({at->second, t});
    } else {
      open_truth.push_back(t);
    }
  }
  std::vector<MapPoint> truth_points, estimate_points;
  for (std::uint32_t const t : open_truth)
    truth_points.push_back(truth[t].position);
  for (std::uint32_t i = 0; i < estimates.size(); ++i) {
    if (taken[i] != 0) continue;
    open_estimates.push_back(i);
    estimate_points.push_back(estimates[i].position);
  }
  for (Matched const& m : match(estimate_points, truth_points, cutoff_m_))
    pairs.push_back({open_estimates[m.estimate], open_truth[m.truth]});
  return pairs;
}

void IdentityScore::note(Named const& truth, Named const& estimate) {
  auto const [at, is_first] = history_.try_emplace(truth.id, History{estimate.id, true});
  if (!is_first) {
    if (at->second.track != estimate.id) ++counts_.switches;
    if (!at->second.tracked) ++counts_.fragments;
    at->second = {estimate.id, true};
  }
  ++counts_.matched;
  counts_.distance_m += distance_m(truth.position, estimate.position);
}

void IdentityScore::add(std::span<Named const> estimates, std::span<Named const> truth) {
  auto const pairs = pair_up(estimates, truth);
  std::set<std::uint32_t> tracked;
  for (Pair const& pair : pairs) {
    note(truth[pair.truth], estimates[pair.estimate]);
    tracked.insert(truth[pair.truth].id);
  }
  for (Named const& t : truth)
    if (auto const at = history_.find(t.id); at != history_.end() && !tracked.contains(t.id))
      at->second.tracked = false;
  ++counts_.instants;
  counts_.truths += truth.size();
  counts_.missed += truth.size() - pairs.size();
  counts_.spurious += estimates.size() - pairs.size();
}

} // namespace dalian::evaluation
