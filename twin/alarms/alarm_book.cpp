#include "twin/alarms/alarm_book.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <utility>

namespace dalian::alarms {
namespace {

constexpr auto kRetry = std::chrono::seconds(5); // what found no room in the list

std::vector<Timing> timing_of(RuleSet const& rules) {
  std::vector<Timing> timing;
  for (Rule const& r : rules.rules)
    timing.push_back({r.on_delay, r.off_delay, r.hold});
  return timing;
}

std::string describe(Alarm const& a) {
  return fmt::format("alarm {} {}: {}{}{}", a.id, a.rule, a.subject, a.other.empty() ? "" : " and ", a.other);
}

} // namespace

AlarmBook::AlarmBook(RuleSet rules)
    : rules_(std::move(rules)), timing_(timing_of(rules_)), fences_(rules_.rules.size()), flood_(rules_.limits) {
  alarms_.rules = rules_.facts();
}

Changes AlarmBook::evaluate(state::Snapshot const& snapshot, Instant now, std::string const& trouble) {
  now_ = std::max(now_, now);
  if (restored_at_ == Instant::min()) restored_at_ = now_;
  Changes changes;
  lookout_.look(snapshot, now_);
  if (!saved_watches_.empty()) take_up_watches();
  std::vector<Finding> findings;
  for (std::uint32_t i = 0; i < rules_.rules.size(); ++i)
    find({rules_, i, lookout_, watches_, !trouble.empty()}, fences_[i], findings);
  flood_.advance(now_);
  auto const turns = watches_.update(findings, timing_, now_);
  if (!turns.empty()) fill_room();
  for (Turn const& turn : turns) {
    if (turn.raised)
      raise(turn, trouble, changes);
    else
      end_watched(turn.key, changes);
  }
  end_forgotten(changes);
  unshelve_due(changes);
  settle();
  return changes;
}

void AlarmBook::fill_room() {
  room_.assign(rules_.rules.size(), {});
  for (auto const& [id, alarm] : alarms_.alarms)
    if (Rule const* const rule = rule_of(alarm)) {
      auto& room = room_[static_cast<std::size_t>(rule - rules_.rules.data())];
      ++room.open;
      room.over += !alarm.present || unattached_.contains(id);
    }
}

void AlarmBook::raise(Turn const& turn, std::string const& trouble, Changes& changes) {
  Rule const& rule = rules_.rules[turn.key.rule];
  Room& room = room_[turn.key.rule];
  bool const full = room.open >= rules_.limits.open_per_rule;
  if (full && room.over == 0) return watches_.refuse(turn.key, now_ + kRetry);
  Subject const subject = subject_of(turn.key);
  auto const known = subjects_.find(subject);
  if (known == subjects_.end() && full) return watches_.refuse(turn.key, now_ + kRetry);
  bool const is_new = known == subjects_.end();
  if (is_new) ++room.open;
  Alarm& alarm = is_new ? enlist(rule, subject) : alarms_.alarms.at(known->second);
  bool const still = unattached_.erase(alarm.id) != 0; // it held before the restart, too
  if (!is_new && (still || !alarm.present)) --room.over;
  watched_[turn.key] = alarm.id;
  alarm.present = true;
  alarm.revision = ++alarms_.revision;
  double value = turn.value;
  if (Target const* const target = lookout_.world().find(turn.key.a)) {
    alarm.handle = turn.key.a;
    alarm.position = target->position;
    value = value_to_tell(rules_, rule, *target, turn.value);
  } else {
    alarm.note = trouble;
  }
  if (still) return;
  alarm.value = value * rule.value_scale;
  ++alarm.occurrences;
  if (auto const to = next(alarm.state, Event::onset, situation(alarm))) {
    if (*to == State::unacknowledged) annunciate(alarm);
    step(alarm, Event::onset, *to, kTwinActor, changes);
  }
  if (is_new && rule.locks_history) changes.locks.push_back({now_, describe(alarm)});
}

/// Findings are about what is there, or about the twin.
AlarmBook::Subject AlarmBook::subject_of(Key key) const {
  auto const entity = [&](std::uint32_t handle) -> std::string {
    if (handle == 0) return "";
    if (handle == kTwinHandle) return kTwinSubject;
    Target const* const target = lookout_.world().find(handle);
    assert(target != nullptr);
    return target->track.details().entity;
  };
  return {rules_.rules[key.rule].facts.id, entity(key.a), entity(key.b)};
}

Alarm& AlarmBook::enlist(Rule const& rule, Subject const& subject) {
  Alarm fresh;
  fresh.id = next_id_++;
  std::tie(fresh.rule, fresh.subject, fresh.other) = subject;
  fresh.severity = rule.facts.severity;
  fresh.state = State::normal;
  fresh.t_raised = now_;
  fresh.occurrences = 0;
  subjects_[subject] = fresh.id;
  return alarms_.alarms.emplace(fresh.id, std::move(fresh)).first->second;
}

/// Somebody is to look now.
void AlarmBook::annunciate(Alarm& alarm) {
  flood_.raised(now_);
  alarm.grouped = flood_.active() && alarm.severity != Severity::critical;
}

void AlarmBook::end_watched(Key key, Changes& changes) {
  auto const watched = watched_.find(key);
  assert(watched != watched_.end());
  auto const id = watched->second;
  watched_.erase(watched);
  // A track that ended and came back under another handle may be watched twice for a moment.
  bool const elsewhere = std::any_of(watched_.begin(), watched_.end(), [&](auto const& w) { return w.second == id; });
  if (!elsewhere) end(id, changes);
}

void AlarmBook::end(std::uint64_t id, Changes& changes) {
  Alarm& alarm = alarms_.alarms.at(id);
  alarm.present = false;
  if (auto const to = next(alarm.state, Event::ended, situation(alarm)))
    step(alarm, Event::ended, *to, kTwinActor, changes);
  drop_if_normal(id);
}

/// Restored, but not seen again for long enough to know that it is over.
void AlarmBook::end_forgotten(Changes& changes) {
  for (auto const id : std::vector(unattached_.begin(), unattached_.end())) {
    Rule const* const rule = rule_of(alarms_.alarms.at(id));
    auto const grace = rule ? std::max(kRestoreGrace, rule->on_delay + rule->off_delay) : Duration{};
    if (now_ - restored_at_ < grace) continue;
    unattached_.erase(id);
    end(id, changes);
  }
}

void AlarmBook::unshelve_due(Changes& changes) {
  std::vector<std::uint64_t> due;
  for (auto const& [id, alarm] : alarms_.alarms)
    if (alarm.state == State::shelved && now_ >= alarm.shelved_until) due.push_back(id);
  for (auto const id : due) {
    Alarm& alarm = alarms_.alarms.at(id);
    State const to = *next(alarm.state, Event::unshelve, situation(alarm));
    if (to == State::unacknowledged) annunciate(alarm);
    step(alarm, Event::unshelve, to, kTwinActor, changes);
    drop_if_normal(id);
  }
}

Result<std::vector<std::uint64_t>> AlarmBook::addressed(Command const& command) const {
  std::set<std::uint64_t> ids(command.alarms.begin(), command.alarms.end());
  for (auto const id : ids) {
    auto const found = alarms_.alarms.find(id);
    if (found == alarms_.alarms.end()) return Error{fmt::format("alarm {} is not in the list: it is over already", id)};
    if (!next(found->second.state, command.event, situation(found->second)))
      return Error{fmt::format("alarm {} {}", id, refusal(found->second.state, command.event))};
  }
  if (command.rule.empty()) return std::vector(ids.begin(), ids.end());
  for (auto const& [id, alarm] : alarms_.alarms)
    if (alarm.rule == command.rule && next(alarm.state, command.event, situation(alarm))) ids.insert(id);
  if (ids.empty()) return Error{fmt::format("no alarm of the rule '{}' that this can be done to", command.rule)};
  return std::vector(ids.begin(), ids.end());
}

Status AlarmBook::check(Command const& command) const {
  if (command.event == Event::onset || command.event == Event::ended)
    return Error{"a command is acknowledge, shelve, unshelve or clear"};
  if (command.alarms.empty() && command.rule.empty()) return Error{"a command names alarms or a rule"};
  if (command.event == Event::shelve &&
      (command.shelve_for <= Duration{} || command.shelve_for > rules_.limits.longest_shelf))
    return Error{fmt::format("shelve for more than nothing and at most {:.0f} minutes",
                             to_seconds(rules_.limits.longest_shelf) / 60)};
  return {};
}

Result<Changes> AlarmBook::apply(Command const& command, std::string const& who, Instant now) {
  if (auto const good = check(command); !good) return Error{good.error()};
  auto const ids = addressed(command);
  if (!ids) return Error{ids.error()};
  now_ = std::max(now_, now);
  flood_.advance(now_);
  Changes changes;
  for (auto const id : *ids) {
    Alarm& alarm = alarms_.alarms.at(id);
    alarm.note = command.note;
    if (command.event == Event::shelve) alarm.shelved_until = now_ + command.shelve_for;
    State const to = *next(alarm.state, command.event, situation(alarm));
    if (command.event == Event::unshelve && to == State::unacknowledged) annunciate(alarm);
    step(alarm, command.event, to, who, changes);
    drop_if_normal(id);
  }
  settle();
  return changes;
}

void AlarmBook::step(Alarm& alarm, Event event, State to, std::string const& who, Changes& changes) {
  bool const by_hand = who != kTwinActor;
  changes.log.push_back({now_, alarm.id, alarm.rule, alarm.subject, alarm.other, event, alarm.state, to, who,
                         by_hand ? alarm.note : "", alarm.value});
  if (to != State::shelved) alarm.shelved_until = Instant{};
  if (to != alarm.state) alarm.t_changed = now_;
  if (to != alarm.state || by_hand) alarm.who = who;
  alarm.state = to;
  alarm.revision = ++alarms_.revision;
}

/// A watch that is still raised keeps its place: its end finds the alarm gone only when nothing is left to end.
void AlarmBook::drop_if_normal(std::uint64_t id) {
  auto const found = alarms_.alarms.find(id);
  if (found->second.state != State::normal) return;
  subjects_.erase(subject_of(found->second));
  unattached_.erase(id);
  alarms_.alarms.erase(found);
  ++alarms_.revision;
}

Rule const* AlarmBook::rule_of(Alarm const& alarm) const {
  auto const found =
      std::find_if(rules_.rules.begin(), rules_.rules.end(), [&](Rule const& r) { return r.facts.id == alarm.rule; });
  return found == rules_.rules.end() ? nullptr : &*found;
}

Situation AlarmBook::situation(Alarm const& alarm) const {
  Rule const* const rule = rule_of(alarm);
  return {alarm.present, rule != nullptr && rule->latches};
}

/// Brings the flood up to date and makes a new list to share when something changed.
void AlarmBook::settle() {
  Flood flood;
  flood.active = flood_.active();
  flood.since = flood.active ? flood_.since() : Instant{};
  flood.in_window = flood_.in_window();
  std::vector<std::uint32_t> refused(rules_.rules.size());
  for (Watch const& w : watches_.all())
    refused[w.key.rule] += w.refused;
  for (std::size_t i = 0; i < refused.size(); ++i)
    if (refused[i] != 0) flood.unlisted[rules_.rules[i].facts.id] = refused[i];
  for (auto const& [id, alarm] : alarms_.alarms)
    if (alarm.grouped) ++flood.grouped[alarm.rule];
  if (alarms_.flood != flood) ++alarms_.revision;
  alarms_.flood = std::move(flood);
  if (shared_ && shared_->revision == alarms_.revision) return;
  shared_ = std::make_shared<AlarmList const>(alarms_);
}

std::shared_ptr<AlarmList const> AlarmBook::list() {
  if (!shared_) settle();
  return shared_;
}

} // namespace dalian::alarms
