#include "twin/fusion/track_ring.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace dalian::fusion {
namespace {

bool moves(Step step) {
  return step == Step::used || step == Step::reset;
}

} // namespace

TrackRing::TrackRing(Estimate const& newest, Estimate const& anchor, FixLog recent, std::uint8_t added)
    : newest_(newest), added_(added), recent_(std::move(recent)), anchor_(anchor) {
  Fix const last = recent_.back(anchor_.last);
  ends_with_newest_ = std::memcmp(&last, &newest_.last, sizeof last) == 0;
}

bool TrackRing::reaches(Instant t) const {
  if (!newest_.started) return true;
  bool const behind_ring = anchor_.started && t < anchor_.t();
  return t >= newest_.t() - kLateLimit && !behind_ring;
}

Step TrackRing::take(Fix const& fix, FilterParameters parameters) {
  Instant const t = fix.t.value();
  assert(reaches(t));
  if (recent_.size() == 0) {
    Step const outcome = step(newest_, fix, parameters);
    recent_.push_back(anchor_.last, fix);
    ends_with_newest_ = moves(outcome);
    return outcome;
  }
  Fix const last = ends_with_newest_ ? newest_.last : recent_.back(anchor_.last);
  if (t < last.t.value()) return insert_late(fix, parameters);

  bool const may_outlive_all = last.t.value() < t - kLateLimit;
  if (!may_outlive_all) {
    Step const outcome = step(newest_, fix, parameters);
    ends_with_newest_ = moves(outcome);
    note(fix, last, parameters);
    return outcome;
  }
  Estimate const before = newest_;
  Step const outcome = step(newest_, fix, parameters);
  ends_with_newest_ = moves(outcome);
  if (!ends_with_newest_) {
    note(fix, last, parameters);
    return outcome;
  }
  anchor_ = before; // all earlier fixes fall behind: no need to step through them again
  recent_.assign(anchor_.last, {&fix, 1});
  added_ = 1;
  return outcome;
}

Step TrackRing::insert_late(Fix const& fix, FilterParameters parameters) {
  auto fixes = recent_.all(anchor_.last);
  auto const later = [](Instant t, Fix const& f) { return t < f.t.value(); };
  auto const place = std::upper_bound(fixes.begin(), fixes.end(), fix.t.value(), later);
  auto const at = fixes.insert(place, fix) - fixes.begin();
  recent_.assign(anchor_.last, fixes);
  newest_ = anchor_;
  Step outcome = Step::used;
  for (std::size_t i = 0; i < fixes.size(); ++i) {
    Step const one = step(newest_, fixes[i], parameters);
    if (i == static_cast<std::size_t>(at)) outcome = one;
    ends_with_newest_ = moves(one);
  }
  ++added_;
  forget_old(parameters);
  return outcome;
}

void TrackRing::note(Fix const& fix, Fix const& before, FilterParameters parameters) {
  recent_.push_back(before, fix);
  ++added_;
  forget_old(parameters);
}

void TrackRing::forget_old(FilterParameters parameters) {
  bool const full = recent_.size() == kRingSize;
  if (added_ < kAtOnce && !full) return;
  added_ = 0;
  Instant const keep_from = newest_.t() - kLateLimit;
  Fix const base = anchor_.last;
  FixLog::Reader reader(recent_, base);
  std::size_t n = 0;
  while (reader.next() && n + 1 < recent_.size() && (reader.fix().t.value() < keep_from || (full && n < kAtOnce))) {
    (void)step(anchor_, reader.fix(), parameters);
    ++n;
  }
  if (n > 0) recent_.drop(n, reader, anchor_.last);
}

} // namespace dalian::fusion
