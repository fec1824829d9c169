#include "twin/fusion/track_ring.hpp"

#include <algorithm>
#include <cassert>

namespace dalian::fusion {

bool TrackRing::reaches(Instant t) const {
  if (!newest_.started) return true;
  bool const behind_ring = anchor_.started && t < anchor_.t;
  return t >= newest_.t - kLateLimit && !behind_ring;
}

Step TrackRing::take(Measurement const& m, MotionModel const& model) {
  assert(reaches(m.t));
  bool const overtaken = !recent_.empty() && m.t < recent_.back().t;
  if (overtaken || is_late(m.t)) return insert_late(m, model);

  bool const may_outlive_all = recent_.empty() || recent_.back().t < m.t - kLateLimit;
  Estimate const before = may_outlive_all ? newest_ : Estimate{};
  Step const outcome = step(newest_, m, model);
  if (may_outlive_all && newest_.t == m.t) { // all earlier fixes fall behind: no need to step through them again
    anchor_ = before;
    recent_.clear();
  }
  recent_.push_back(m);
  forget_old(model);
  return outcome;
}

Step TrackRing::insert_late(Measurement const& m, MotionModel const& model) {
  auto const at = std::upper_bound(recent_.begin(), recent_.end(), m.t,
                                   [](Instant t, Measurement const& other) { return t < other.t; });
  auto const index = static_cast<std::size_t>(at - recent_.begin());
  recent_.insert(at, m);
  newest_ = anchor_;
  Step outcome = Step::used;
  for (std::size_t i = 0; i < recent_.size(); ++i) {
    Step const one = step(newest_, recent_[i], model);
    if (i == index) outcome = one;
  }
  forget_old(model);
  return outcome;
}

/// Several at once: the rest is moved to the front each time.
void TrackRing::forget_old(MotionModel const& model) {
  constexpr std::size_t kAtOnce = 8;
  if (recent_.size() < kAtOnce) return;
  bool const full = recent_.size() > kRingSize - 1;
  if (!full && recent_[kAtOnce - 1].t >= newest_.t - kLateLimit) return;
  for (std::size_t i = 0; i < kAtOnce; ++i)
    (void)step(anchor_, recent_[i], model);
  recent_.erase(recent_.begin(), recent_.begin() + kAtOnce);
}

} // namespace dalian::fusion
