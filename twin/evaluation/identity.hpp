#pragma once
// Does a track stay with its truth? Identity switches, fragments and the counts of CLEAR MOT (Bernardin & Stiefelhagen
// 2008, "Evaluating Multiple Object Tracking Performance", EURASIP JIVP): a pair that is still near enough is kept from
// instant to instant, only the rest is matched anew.
#include "twin/base/geo.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace dalian::evaluation {

struct Named {
  std::uint32_t id = 0; // unique within its set at one instant
  MapPoint position;
};

struct IdentityCounts {
  std::size_t instants = 0, truths = 0; // truths: sum over the instants
  std::size_t matched = 0, missed = 0, spurious = 0;
  std::size_t switches = 0;  // a truth is matched to another track than last time
  std::size_t fragments = 0; // a truth that was tracked, and then was not, is tracked again
  double distance_m = 0;     // sum over the matched
  double mota() const;       // 1 − (missed + spurious + switches) / truths; 0 without truths
  double motp_m() const;     // mean distance of the matched
};

class IdentityScore {
 public:
  /// Farther apart than `cutoff_m` is no match.
  explicit IdentityScore(double cutoff_m) : cutoff_m_(cutoff_m) {}

  /// The next instant.
  void add(std::span<Named const> estimates, std::span<Named const> truth);
  IdentityCounts const& counts() const { return counts_; }

 private:
  struct History {
    std::uint32_t track = 0;
    bool tracked = false; // at its last instant
  };
  struct Pair {
    std::uint32_t estimate, truth; // places in the spans
  };

  std::vector<Pair> pair_up(std::span<Named const> estimates, std::span<Named const> truth) const;
  void note(Named const& truth, Named const& estimate);

  double cutoff_m_;
  IdentityCounts counts_;
  std::map<std::uint32_t, History> history_; // by truth; only those once tracked
};

} // namespace dalian::evaluation
