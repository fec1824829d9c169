#include "twin/association/associate.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace dalian::association {
namespace {

/// A choice so many times as likely as the other leaves less than 1 % of doubt.
constexpr double kClear = 100;

/// What turns a density into P_D N(y; 0, S) / (λ (1 − P_D P_G)), the likelihood ratio of "this detection is of this
/// track" to "it is foreign and the track was missed" (Bar-Shalom & Li 1995, eq. 6.2.4-4, per pair).
double ratio_scale(SensorModel const& sensor) {
  double const pd = sensor.detection_probability;
  assert(pd > 0 && pd < 1 && sensor.foreign_density > 0);
  return pd / (2 * std::numbers::pi * sensor.foreign_density * (1 - pd * kGateProbability));
}

/// Is there a row with two choices of nearly the same weight, or two rows with the same favourite?
bool is_ambiguous(SparseWeights const& c) {
  std::uint32_t favourites = 0; // bit per column: at most kJointSize
  for (std::uint32_t row = 0; row < c.rows(); ++row) {
    double best = 1, second = 0;
    std::uint32_t choice = kNobody;
    for (std::uint32_t k = c.row_begin[row]; k < c.row_begin[row + 1]; ++k) {
      if (c.weight[k] > best) {
        second = best;
        best = c.weight[k];
        choice = c.column[k];
      } else {
        second = std::max(second, c.weight[k]);
      }
    }
    if (second * kClear > best) return true;
    if (choice == kNobody) continue;
    if ((favourites >> choice & 1) != 0) return true;
    favourites |= 1U << choice;
  }
  return false;
}

} // namespace

std::span<Link const> Associator::associate(std::span<Position const> tracks, std::span<Position const> detections,
                                            SensorModel const& sensor) {
  scale_ = ratio_scale(sensor);
  joint_clusters_ = 0;
  links_.clear();
  candidates_ = gate_.find(tracks, detections);
  find_runs(detections.size());
  join_clusters();
  sort_by_cluster();
  for (std::size_t i = 0; i + 1 < cluster_begin_.size(); ++i)
    resolve(std::span<Run const>(by_cluster_).subspan(cluster_begin_[i], cluster_begin_[i + 1] - cluster_begin_[i]));
  sort_links(tracks.size());
  return sorted_;
}

/// Links the tracks that are alone with their detections; the others are left in shared_.
void Associator::find_runs(std::size_t detections) {
  degree_.assign(detections, 0);
  for (Candidate const& c : candidates_)
    ++degree_[c.place];
  shared_.clear();
  for (std::uint32_t begin = 0, end = 0; begin < candidates_.size(); begin = end) {
    while (end < candidates_.size() && candidates_[end].track == candidates_[begin].track)
      ++end;
    if (is_alone({begin, end}))
      link_alone({begin, end});
    else
      shared_.push_back({begin, end});
  }
}

bool Associator::is_alone(Run run) const {
  for (std::uint32_t k = run.begin; k < run.end; ++k)
    if (degree_[candidates_[k].place] != 1) return false;
  return true;
}

/// Probabilistic data association of one track: each of its detections by its ratio to all choices, none among them
/// (Bar-Shalom & Li 1995, §3.4).
void Associator::link_alone(Run run) {
  double best = 1, second = 0, sum = 1; // none weighs 1
  std::uint32_t choice = run.end;
  for (std::uint32_t k = run.begin; k < run.end; ++k) {
    double const ratio = candidates_[k].density * scale_;
    sum += ratio;
    second = std::max(second, std::min(ratio, best));
    if (ratio > best) choice = k;
    best = std::max(best, ratio);
  }
  bool const ambiguous = ambiguity_ == Ambiguity::joint && second * kClear > best;
  if (!ambiguous && choice != run.end) links_.push_back({candidates_[choice].track, candidates_[choice].detection, 1});
  if (!ambiguous) return;
  joint_clusters_ += run.end - run.begin > 1;
  for (std::uint32_t k = run.begin; k < run.end; ++k)
    if (double const p = candidates_[k].density * scale_ / sum; p >= kLeastProbability)
      links_.push_back({candidates_[k].track, candidates_[k].detection, p});
}

std::uint32_t Associator::root(std::uint32_t d) {
  while (parent_[d] != d)
    d = parent_[d] = parent_[parent_[d]];
  return d;
}

/// Detections that one track could have are of one cluster; its name is the smallest of them.
void Associator::join_clusters() {
  parent_.resize(degree_.size());
  for (Run const run : shared_)
    for (std::uint32_t k = run.begin; k < run.end; ++k)
      parent_[candidates_[k].place] = candidates_[k].place;
  for (Run const run : shared_) {
    std::uint32_t a = root(candidates_[run.begin].place);
    for (std::uint32_t k = run.begin + 1; k < run.end; ++k) {
      std::uint32_t const b = root(candidates_[k].place);
      parent_[std::max(a, b)] = std::min(a, b);
      a = std::min(a, b);
    }
  }
}

/// Clusters in the order in which their first tracks stand in shared_.
void Associator::sort_by_cluster() {
  local_.assign(degree_.size(), kNobody); // here: number of the cluster by its root
  cluster_of_.resize(shared_.size());
  cluster_begin_.assign(1, 0);
  for (std::size_t i = 0; i < shared_.size(); ++i) {
    std::uint32_t& number = local_[root(candidates_[shared_[i].begin].place)];
    if (number == kNobody) {
      number = static_cast<std::uint32_t>(cluster_begin_.size() - 1);
      cluster_begin_.push_back(0);
    }
    cluster_of_[i] = number;
    ++cluster_begin_[number + 1];
  }
  for (std::size_t i = 1; i < cluster_begin_.size(); ++i)
    cluster_begin_[i] += cluster_begin_[i - 1];
  by_cluster_.resize(shared_.size());
  for (std::size_t i = 0; i < shared_.size(); ++i)
    by_cluster_[cluster_begin_[cluster_of_[i]]++] = shared_[i];
  std::copy_backward(cluster_begin_.begin(), cluster_begin_.end() - 1, cluster_begin_.end());
  cluster_begin_.front() = 0;
  std::fill(local_.begin(), local_.end(), kNobody);
}

/// The cluster as rows and columns; detections_ says which detection a column is.
SparseWeights Associator::build(std::span<Run const> cluster) {
  std::uint32_t pairs = 0, rows = 0;
  for (Run const run : cluster)
    pairs += run.end - run.begin;
  row_begin_.resize(cluster.size() + 1);
  column_.resize(pairs);
  weight_.resize(pairs);
  detections_.clear();
  pairs = 0;
  for (Run const run : cluster) {
    row_begin_[rows++] = pairs;
    for (std::uint32_t k = run.begin; k < run.end; ++k, ++pairs) {
      Candidate const& c = candidates_[k];
      std::uint32_t& local = local_[c.place];
      if (local == kNobody) {
        local = static_cast<std::uint32_t>(detections_.size());
        detections_.push_back(c.detection);
      }
      column_[pairs] = local;
      weight_[pairs] = c.density * scale_;
    }
  }
  row_begin_[rows] = pairs;
  return {row_begin_, column_, weight_, static_cast<std::uint32_t>(detections_.size())};
}

void Associator::resolve(std::span<Run const> cluster) {
  SparseWeights const weights = build(cluster);
  bool const small = weights.rows() <= kJointSize && weights.columns <= kJointSize;
  if (ambiguity_ == Ambiguity::joint && small && is_ambiguous(weights))
    link_joint(cluster, weights);
  else
    link_nearest(cluster, weights);
}

/// The cost of a pair is −2 ln of its likelihood ratio: the cheapest choice is the likeliest joint event.
void Associator::link_nearest(std::span<Run const> cluster, SparseWeights const& weights) {
  cost_.clear();
  for (double const weight : weights.weight)
    cost_.push_back(-2 * std::log(weight));
  auto const column_of = solver_.solve({weights.row_begin, weights.column, cost_, weights.columns});
  for (std::size_t row = 0; row < cluster.size(); ++row)
    if (column_of[row] != kNobody)
      links_.push_back({candidates_[cluster[row].begin].track, detections_[column_of[row]], 1});
}

void Associator::link_joint(std::span<Run const> cluster, SparseWeights const& weights) {
  ++joint_clusters_;
  JointProbabilities p;
  joint_probabilities(weights, p);
  for (std::size_t row = 0; row < cluster.size(); ++row)
    for (std::uint32_t k = cluster[row].begin; k < cluster[row].end; ++k) {
      double const probability = p[row][local_[candidates_[k].place]];
      if (probability >= kLeastProbability)
        links_.push_back({candidates_[k].track, candidates_[k].detection, probability});
    }
}

void Associator::sort_links(std::size_t tracks) {
  link_begin_.assign(tracks + 1, 0);
  for (Link const& link : links_)
    ++link_begin_[link.track + 1];
  for (std::size_t i = 1; i < link_begin_.size(); ++i)
    link_begin_[i] += link_begin_[i - 1];
  sorted_.resize(links_.size());
  for (Link const& link : links_) // those of one track are already by detection
    sorted_[link_begin_[link.track]++] = link;
}

} // namespace dalian::association
