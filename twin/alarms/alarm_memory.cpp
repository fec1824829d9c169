// What an alarm book takes over from an earlier one, so that a restart changes nothing that people see.
#include "twin/alarms/alarm_book.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace dalian::alarms {

void AlarmBook::restore(Memory memory) {
  assert(alarms_.alarms.empty() && now_ == Instant::min());
  next_id_ = std::max(next_id_, memory.next_id);
  for (Alarm& a : memory.alarms) {
    a.handle = 0;
    a.revision = ++alarms_.revision;
    subjects_[subject_of(a)] = a.id;
    if (a.present) unattached_.insert(a.id);
    next_id_ = std::max(next_id_, a.id + 1);
    alarms_.alarms.emplace(a.id, std::move(a));
  }
  for (LogEntry const& e : memory.newest_log) {
    bool const annunciated = e.to == State::unacknowledged && (e.event == Event::onset || e.event == Event::unshelve);
    if (!annunciated) continue;
    flood_.advance(e.t);
    flood_.raised(e.t);
  }
  saved_watches_ = std::move(memory.watches);
  settle();
}

std::vector<SavedWatch> AlarmBook::watches() const {
  auto const& world = lookout_.world();
  auto const name = [&](std::uint32_t handle) -> std::string {
    if (handle == kTwinHandle) return kTwinSubject;
    Target const* const target = world.find(handle);
    return target ? target->track.details().entity : "";
  };
  std::vector<SavedWatch> all = saved_watches_; // not looked at so far
  for (Watch const& w : watches_.all()) {
    SavedWatch saved{rules_.rules[w.key.rule].facts.id, name(w.key.a), w.key.b == 0 ? "" : name(w.key.b), w};
    bool const there = !saved.subject.empty() && (w.key.b == 0 || !saved.other.empty());
    if (there) all.push_back(std::move(saved));
  }
  return all;
}

/// What was watched goes on with the delays that ran; what is not there any more has been forgotten.
void AlarmBook::take_up_watches() {
  std::map<std::string, std::uint32_t> handles{{kTwinSubject, kTwinHandle}, {"", 0}};
  for (Target const& target : lookout_.world().targets)
    handles.emplace(target.track.details().entity, target.track->handle);
  std::map<Key, Watch> watches;
  for (SavedWatch const& saved : std::exchange(saved_watches_, {})) {
    auto const rule = std::ranges::find(rules_.rules, saved.rule, [](Rule const& r) { return r.facts.id; });
    auto const a = handles.find(saved.subject), b = handles.find(saved.other);
    if (rule == rules_.rules.end() || a == handles.end() || b == handles.end()) continue;
    Watch w = saved.watch;
    w.key = {static_cast<std::uint32_t>(rule - rules_.rules.begin()), a->second, b->second};
    w.refused = false; // is offered again at once
    bool const in_order = w.key.a != 0 && (w.key.b == 0 || w.key.a < w.key.b);
    if (in_order && (!w.raised || take_up_alarm(saved, w.key))) watches[w.key] = w;
  }
  std::vector<Watch> sorted;
  for (auto const& [key, watch] : watches)
    sorted.push_back(watch);
  watches_.restore(std::move(sorted));
}

/// False when the alarm that was raised for this is not in the list.
bool AlarmBook::take_up_alarm(SavedWatch const& saved, Key key) {
  auto const known = subjects_.find({saved.rule, saved.subject, saved.other});
  if (known == subjects_.end()) return false;
  Alarm& alarm = alarms_.alarms.at(known->second);
  if (!alarm.present) return false;
  unattached_.erase(alarm.id);
  watched_[key] = alarm.id;
  alarm.handle = key.a == kTwinHandle ? 0 : key.a;
  alarm.revision = ++alarms_.revision;
  return true;
}

} // namespace dalian::alarms
