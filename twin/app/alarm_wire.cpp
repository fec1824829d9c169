#include "twin/app/alarm_wire.hpp"

#include "twin/wire/codec.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

// The enumerations of the schema and of the book have the same values by design; a change of one must not pass unseen.
static_assert(static_cast<int>(dalian::alarms::Severity::critical) == dalian::wire::ALARM_CRITICAL);
static_assert(static_cast<int>(dalian::alarms::State::shelved) == dalian::wire::ALARM_SHELVED);

namespace dalian::app {
namespace {

using alarms::AlarmList;

constexpr int kMaxCommandAlarms = 10'000;

std::uint64_t ns(Instant t) {
  return static_cast<std::uint64_t>(to_unix_ns(t));
}

Instant instant(std::uint64_t ns) {
  return from_unix_ns(static_cast<std::int64_t>(ns));
}

template <class To, class From>
To enumerator(From value, To highest) {
  bool const known = value >= 0 && static_cast<int>(value) <= static_cast<int>(highest);
  return known ? static_cast<To>(static_cast<int>(value)) : To{};
}

void to_wire(alarms::Flood const& flood, wire::AlarmFlood& out) {
  out.set_active(flood.active);
  out.set_since(ns(flood.since));
  out.set_in_window(flood.in_window);
  out.mutable_grouped()->insert(flood.grouped.begin(), flood.grouped.end());
  out.mutable_unlisted()->insert(flood.unlisted.begin(), flood.unlisted.end());
}

alarms::Flood from_wire(wire::AlarmFlood const& flood) {
  return {.active = flood.active(),
          .since = instant(flood.since()),
          .in_window = flood.in_window(),
          .grouped = {flood.grouped().begin(), flood.grouped().end()},
          .unlisted = {flood.unlisted().begin(), flood.unlisted().end()}};
}

void to_wire(alarms::RuleFacts const& rule, wire::AlarmRule& out) {
  out.set_id(rule.id);
  out.set_severity(static_cast<wire::AlarmSeverity>(rule.severity));
  out.set_name_zh(rule.name.zh);
  out.set_name_ja(rule.name.ja);
  out.set_name_en(rule.name.en);
  out.set_unit(rule.unit);
  out.set_limit(rule.limit);
}

alarms::RuleFacts from_wire(wire::AlarmRule const& rule) {
  return {.id = rule.id(),
          .severity = enumerator(rule.severity(), alarms::Severity::critical),
          .name = {rule.name_zh(), rule.name_ja(), rule.name_en()},
          .unit = rule.unit(),
          .limit = rule.limit()};
}

} // namespace

void to_wire(alarms::Alarm const& a, wire::Alarm& out) {
  out.set_id(a.id);
  out.set_rule(a.rule);
  out.set_subject(a.subject);
  out.set_other(a.other);
  out.set_severity(static_cast<wire::AlarmSeverity>(a.severity));
  out.set_state(static_cast<wire::AlarmState>(a.state));
  out.set_present(a.present);
  out.set_grouped(a.grouped);
  out.set_t_raised(ns(a.t_raised));
  out.set_t_changed(ns(a.t_changed));
  out.set_shelved_until(ns(a.shelved_until));
  out.set_occurrences(a.occurrences);
  out.set_value(a.value);
  out.set_east_m(a.position.east_m);
  out.set_north_m(a.position.north_m);
  out.set_handle(a.handle);
  out.set_who(a.who);
  out.set_note(a.note);
  out.set_revision(a.revision);
}

alarms::Alarm from_wire(wire::Alarm const& a) {
  alarms::Alarm out;
  out.id = a.id();
  out.rule = a.rule();
  out.subject = a.subject();
  out.other = a.other();
  out.severity = enumerator(a.severity(), alarms::Severity::critical);
  out.state = enumerator(a.state(), alarms::State::shelved);
  out.present = a.present();
  out.grouped = a.grouped();
  out.t_raised = instant(a.t_raised());
  out.t_changed = instant(a.t_changed());
  out.shelved_until = instant(a.shelved_until());
  out.occurrences = a.occurrences();
  out.value = a.value();
  out.position = {a.east_m(), a.north_m()};
  out.handle = a.handle();
  out.who = a.who();
  out.note = a.note();
  out.revision = a.revision();
  return out;
}

void head_to_wire(AlarmList const& list, wire::AlarmList& out) {
  out.set_revision(list.revision);
  for (auto const& rule : *list.rules)
    to_wire(rule, *out.add_rules());
  to_wire(list.flood, *out.mutable_flood());
}

std::vector<wire::AlarmList> to_wire_parts(AlarmList const& list) {
  std::vector<wire::AlarmList> parts(1);
  head_to_wire(list, parts.front());
  for (auto const& [id, alarm] : list.alarms) {
    if (parts.back().alarms_size() == kAlarmsPerPart) parts.emplace_back().set_revision(list.revision);
    to_wire(alarm, *parts.back().add_alarms());
  }
  return parts;
}

wire::AlarmList to_wire_page(AlarmList const& list, std::uint64_t from) {
  wire::AlarmList page;
  head_to_wire(list, page);
  for (auto it = list.alarms.lower_bound(from); it != list.alarms.end(); ++it) {
    if (page.alarms_size() == kAlarmsPerPart) {
      page.set_next(it->first);
      break;
    }
    to_wire(it->second, *page.add_alarms());
  }
  return page;
}

std::vector<wire::AlarmChanges> to_wire_changes(AlarmList const& before, AlarmList const& now) {
  std::vector<wire::AlarmChanges> parts;
  auto const open = [&]() -> wire::AlarmChanges& {
    auto& part = parts.emplace_back();
    part.set_from(before.revision);
    part.set_to(now.revision);
    return part;
  };
  auto& first = open();
  if (before.revision == now.revision) return parts;
  to_wire(now.flood, *first.mutable_flood());
  for (auto const& [id, alarm] : before.alarms)
    if (!now.alarms.contains(id)) first.add_removed(id);
  for (auto const& [id, alarm] : now.alarms) {
    if (alarm.revision <= before.revision) continue;
    if (parts.back().changed_size() == kAlarmsPerPart) open();
    to_wire(alarm, *parts.back().add_changed());
  }
  return parts;
}

AlarmList from_wire_parts(std::vector<wire::AlarmList const*> const& parts) {
  AlarmList list;
  auto rules = std::make_shared<std::vector<alarms::RuleFacts>>();
  for (auto const* part : parts) {
    list.revision = part->revision();
    for (auto const& alarm : part->alarms())
      list.alarms[alarm.id()] = from_wire(alarm);
    for (auto const& rule : part->rules())
      rules->push_back(from_wire(rule));
    if (part->has_flood()) list.flood = from_wire(part->flood());
  }
  list.rules = std::move(rules);
  return list;
}

AlarmList apply(AlarmList base, std::vector<wire::AlarmChanges const*> const& parts) {
  for (auto const* part : parts) {
    for (auto const id : part->removed())
      base.alarms.erase(id);
    for (auto const& alarm : part->changed())
      base.alarms[alarm.id()] = from_wire(alarm);
    if (part->has_flood()) base.flood = from_wire(part->flood());
    base.revision = part->to();
  }
  return base;
}

Result<alarms::Command> from_wire(wire::AlarmCommand const& command) {
  alarms::Command out;
  switch (command.action()) {
  case wire::AlarmCommand::ACKNOWLEDGE:
    out.event = alarms::Event::acknowledge;
    break;
  case wire::AlarmCommand::SHELVE:
    out.event = alarms::Event::shelve;
    break;
  case wire::AlarmCommand::UNSHELVE:
    out.event = alarms::Event::unshelve;
    break;
  case wire::AlarmCommand::CLEAR:
    out.event = alarms::Event::clear;
    break;
  default:
    return Error{"not a command that this twin knows for alarms"};
  }
  if (command.alarms_size() > kMaxCommandAlarms || command.rule().size() > wire::kMaxNameBytes)
    return Error{fmt::format("a command names at most {} alarms, or a rule", kMaxCommandAlarms)};
  if (command.note().size() > wire::kMaxTextBytes)
    return Error{fmt::format("a note has at most {} bytes", wire::kMaxTextBytes)};
  if (!(command.shelve_s() >= 0 && command.shelve_s() < 1e8)) return Error{"shelve for a number of seconds"};
  out.alarms.assign(command.alarms().begin(), command.alarms().end());
  out.rule = command.rule();
  out.shelve_for = from_seconds(command.shelve_s());
  out.note = command.note();
  return out;
}

} // namespace dalian::app
