#include "twin/alarms/alarm.hpp"

#include <algorithm>

namespace dalian::alarms {

std::string_view to_string(Severity severity) {
  switch (severity) {
  case Severity::low:
    return "low";
  case Severity::medium:
    return "medium";
  case Severity::high:
    return "high";
  case Severity::critical:
    break;
  }
  return "critical";
}

std::string_view to_string(State state) {
  switch (state) {
  case State::normal:
    return "normal";
  case State::unacknowledged:
    return "unacknowledged";
  case State::acknowledged:
    return "acknowledged";
  case State::returned:
    return "returned";
  case State::latched:
    return "latched";
  case State::shelved:
    break;
  }
  return "shelved";
}

RuleFacts const* AlarmList::rule(std::string const& id) const {
  auto const found = std::find_if(rules->begin(), rules->end(), [&](RuleFacts const& r) { return r.id == id; });
  return found == rules->end() ? nullptr : &*found;
}

} // namespace dalian::alarms
