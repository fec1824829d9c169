#pragma once
// One scan of one sensor: which detection is of which track. Gate → clusters → global nearest neighbour, and joint
// probabilities in small clusters where that is ambiguous. A pure function of its arguments; one thread.
#include "twin/association/assignment.hpp"
#include "twin/association/gate.hpp"
#include "twin/association/joint.hpp"
#include "twin/association/position.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace dalian::association {

/// What the sensor is like where the tracks are.
struct SensorModel {
  double detection_probability = 0.9; // that a scan has a detection of a thing in view; in (0, 1)
  double foreign_density = 1e-6;      // detections per m² and scan that are of no track: clutter and newcomers; > 0
};

/// A detection updates a track with this probability; what is missing to 1 over a track's links: it was not seen.
struct Link {
  std::uint32_t track = 0, detection = 0;
  double probability = 1;
};

/// How pairs that are not clear-cut are treated.
enum class Ambiguity : std::uint8_t {
  joint,   // probabilities where at most kJointSize tracks and detections are involved
  nearest, // always the globally nearest
};

/// Links of less than this are dropped.
inline constexpr double kLeastProbability = 0.01;

class Associator {
 public:
  explicit Associator(Ambiguity ambiguity = Ambiguity::joint) : ambiguity_(ambiguity) {}

  /// Links by ascending track, then detection; a track without one was missed. `tracks`: predicted to the time of the
  /// scan, and in view. Valid until the next call.
  std::span<Link const> associate(std::span<Position const> tracks, std::span<Position const> detections,
                                  SensorModel const& sensor);

  /// Pairs within the gate, in the last call.
  std::size_t pairs() const { return candidates_.size(); }
  /// Clusters of more than one pair that were resolved by joint probabilities, in the last call.
  std::size_t joint_clusters() const { return joint_clusters_; }

 private:
  struct Run { // candidates of one track
    std::uint32_t begin = 0, end = 0;
  };

  void find_runs(std::size_t detections);
  bool is_alone(Run run) const;
  void link_alone(Run run);
  void join_clusters();
  std::uint32_t root(std::uint32_t place);
  void sort_by_cluster();
  void resolve(std::span<Run const> cluster);
  SparseWeights build(std::span<Run const> cluster);
  void link_nearest(std::span<Run const> cluster, SparseWeights const& weights);
  void link_joint(std::span<Run const> cluster, SparseWeights const& weights);
  void sort_links(std::size_t tracks);

  Ambiguity ambiguity_;
  double scale_ = 0; // density → likelihood ratio
  std::size_t joint_clusters_ = 0;
  std::span<Candidate const> candidates_;
  Gate gate_;
  AssignmentSolver solver_;
  std::vector<std::uint32_t> degree_, parent_, local_; // by the place of a detection: neighbours lie together
  std::vector<Run> shared_, by_cluster_;               // tracks that are not alone with their detections
  std::vector<std::uint32_t> cluster_of_, cluster_begin_;
  std::vector<std::uint32_t> row_begin_, column_, detections_; // of the cluster in hand
  std::vector<double> weight_, cost_;
  std::vector<Link> links_, sorted_;
  std::vector<std::uint32_t> link_begin_;
};

} // namespace dalian::association
