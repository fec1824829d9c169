#include "twin/alarms/watch_list.hpp"

#include <algorithm>
#include <cassert>

namespace dalian::alarms {
namespace {

bool before(Watch const& w, Key key) {
  return w.key < key;
}

void note_presence(Watch& w, double value, Instant now) {
  if (!w.present && !w.raised) w.since = now;
  w.present = true;
  w.value = value;
}

void note_absence(Watch& w, Instant now) {
  if (w.present) w.absent_since = now;
  if (w.refused) w.ready = Instant::min(); // it was only waiting for room
  w.present = w.refused = false;
}

/// True when the watch turned from not raised to raised.
bool raise(Watch& w, Timing const& timing, Instant now) {
  if (w.raised || !w.present || now - w.since < timing.on_delay || now < w.ready) return false;
  w.raised = true;
  w.refused = false;
  return true;
}

/// True when it turned back.
bool end(Watch& w, Timing const& timing, Instant now) {
  if (!w.raised || w.present || now - w.absent_since < timing.off_delay) return false;
  w.raised = false;
  w.ready = now + timing.hold;
  return true;
}

bool worth_keeping(Watch const& w, Instant now) {
  return w.present || w.raised || now < w.ready;
}

} // namespace

std::vector<Turn> WatchList::update(std::vector<Finding> const& findings, std::span<Timing const> timing, Instant now) {
  std::vector<Turn> turns;
  std::vector<Watch> next;
  next.reserve(std::max(findings.size(), watches_.size()));
  auto const settle = [&](Watch w) {
    auto const& times = timing[w.key.rule];
    if (raise(w, times, now)) turns.push_back({w.key, true, w.value});
    if (end(w, times, now)) turns.push_back({w.key, false, w.value});
    if (worth_keeping(w, now)) next.push_back(w);
  };
  auto old = watches_.begin();
  auto const absent_before = [&](Key key) {
    for (; old != watches_.end() && old->key < key; ++old) {
      note_absence(*old, now);
      settle(*old);
    }
  };
  for (auto const& found : findings) {
    absent_before(found.key);
    if (old != watches_.end() && old->key == found.key) {
      note_presence(*old, found.value, now);
      settle(*old++);
    } else {
      assert(next.empty() || next.back().key < found.key);
      settle({.key = found.key, .since = now, .absent_since = now, .ready = Instant::min(), .value = found.value});
    }
  }
  absent_before({UINT32_MAX, UINT32_MAX, UINT32_MAX});
  watches_ = std::move(next);
  return turns;
}

void WatchList::refuse(Key key, Instant retry) {
  auto const at = std::lower_bound(watches_.begin(), watches_.end(), key, before);
  assert(at != watches_.end() && at->key == key);
  at->raised = false;
  at->refused = true;
  at->ready = retry;
}

bool WatchList::held(Key key) const {
  auto const at = std::lower_bound(watches_.begin(), watches_.end(), key, before);
  return at != watches_.end() && at->key == key && (at->present || at->raised);
}

std::span<Watch const> WatchList::of_rule(std::uint32_t rule) const {
  auto const first = std::lower_bound(watches_.begin(), watches_.end(), Key{rule, 0, 0}, before);
  auto const last = std::lower_bound(first, watches_.end(), Key{rule + 1, 0, 0}, before);
  return {first, last};
}

} // namespace dalian::alarms
