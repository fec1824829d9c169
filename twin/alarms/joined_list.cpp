#include "twin/alarms/joined_list.hpp"

#include <algorithm>

namespace dalian::alarms {
namespace {

void add(Flood const& from, Flood& to) {
  if (from.active) to.since = to.active ? std::min(to.since, from.since) : from.since;
  to.active = to.active || from.active;
  to.in_window += from.in_window;
  for (auto const& [rule, n] : from.grouped)
    to.grouped[rule] += n;
  for (auto const& [rule, n] : from.unlisted)
    to.unlisted[rule] += n;
}

} // namespace

AlarmList joined(std::vector<std::shared_ptr<AlarmList const>> const& lists,
                 std::function<std::uint32_t(std::size_t, std::uint32_t)> const& handle) {
  AlarmList all;
  std::vector<RuleFacts> rules;
  for (std::size_t twin = 0; twin < lists.size(); ++twin) {
    AlarmList const& list = *lists[twin];
    all.revision += list.revision;
    for (auto const& [id, own] : list.alarms) {
      auto& alarm = all.alarms[joined_id(lists.size(), twin, id)] = own;
      alarm.id = joined_id(lists.size(), twin, id);
      alarm.handle = own.handle == 0 ? 0 : handle(twin, own.handle);
    }
    for (auto const& rule : *list.rules)
      if (std::ranges::find(rules, rule.id, &RuleFacts::id) == rules.end()) rules.push_back(rule);
    add(list.flood, all.flood);
  }
  all.rules = std::make_shared<std::vector<RuleFacts> const>(std::move(rules));
  return all;
}

} // namespace dalian::alarms
