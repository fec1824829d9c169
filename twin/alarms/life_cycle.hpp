#pragma once
// The life of an alarm as a table: states and transitions of ANSI/ISA-18.2-2016 (clause on alarm states and its
// transition diagram) and IEC 62682:2014. Their letters: A normal, B unacknowledged, C acknowledged, D returned
// (unacknowledged), E latched unacknowledged (here: returned, of a rule that latches), F latched acknowledged, G
// shelved. Suppressed by design (H) and out of service (I) have no counterpart: rules are switched in their file.
#include "twin/alarms/alarm.hpp"

#include <optional>
#include <string_view>

namespace dalian::alarms {

enum class Event : std::uint8_t {
  onset, // the condition came
  ended, // … went
  acknowledge,
  shelve,
  unshelve, // by hand or by its time
  clear,    // reset by hand what is over
};

/// What the transition may depend on beside state and event.
struct Situation {
  bool present = false; // the condition, after the event
  bool latches = false; // the rule wants its alarms cleared by hand
};

/// The next state; empty where the event means nothing: an automatic one is ignored then, a person is told refusal().
std::optional<State> next(State state, Event event, Situation situation);

/// Why `event` is refused in `state`, and what to do instead.
std::string_view refusal(State state, Event event);

std::string_view to_string(Event event);

} // namespace dalian::alarms
