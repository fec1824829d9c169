#include "twin/alarms/life_cycle.hpp"

namespace dalian::alarms {
namespace {

State after_unshelving(Situation s) {
  if (s.present) return State::unacknowledged; // G → B
  return s.latches ? State::returned : State::normal;
}

State when_over_and_known(Situation s) {
  return s.latches ? State::latched : State::normal;
}

std::optional<State> from_shelved(Event event, Situation s) {
  switch (event) {
  case Event::unshelve:
    return after_unshelving(s);
  case Event::onset:
  case Event::ended:
  case Event::shelve: // again, until another time
    return State::shelved;
  default:
    return std::nullopt;
  }
}

/// The condition is there: B and C.
std::optional<State> from_active(State state, Event event, Situation s) {
  bool const known = state == State::acknowledged;
  switch (event) {
  case Event::ended:
    return known ? when_over_and_known(s) : State::returned; // C → A or F, B → D
  case Event::acknowledge:
    if (known) return std::nullopt;
    return State::acknowledged; // B → C
  case Event::shelve:
    return State::shelved;
  default:
    return std::nullopt;
  }
}

/// The condition is over: D, E and F.
std::optional<State> from_over(State state, Event event, Situation s) {
  switch (event) {
  case Event::onset:
    return State::unacknowledged; // D → B: it came again
  case Event::acknowledge:
    if (state == State::latched) return std::nullopt;
    return when_over_and_known(s); // D → A, E → F
  case Event::clear:
    return State::normal;
  case Event::shelve:
    return State::shelved;
  default:
    return std::nullopt;
  }
}

} // namespace

std::optional<State> next(State state, Event event, Situation situation) {
  switch (state) {
  case State::normal:
    if (event == Event::onset) return State::unacknowledged; // A → B
    return std::nullopt;
  case State::unacknowledged:
  case State::acknowledged:
    return from_active(state, event, situation);
  case State::returned:
  case State::latched:
    return from_over(state, event, situation);
  case State::shelved:
    return from_shelved(event, situation);
  }
  return std::nullopt;
}

std::string_view refusal(State state, Event event) {
  if (state == State::normal) return "is over already";
  if (event == Event::unshelve) return "is not shelved";
  if (state == State::shelved) return "is shelved; unshelve it first";
  if (event == Event::acknowledge) return "is acknowledged already";
  if (event == Event::clear) return "is still present; acknowledge or shelve it, it goes when its cause goes";
  return "cannot do that now";
}

std::string_view to_string(Event event) {
  switch (event) {
  case Event::onset:
    return "onset";
  case Event::ended:
    return "ended";
  case Event::acknowledge:
    return "acknowledge";
  case Event::shelve:
    return "shelve";
  case Event::unshelve:
    return "unshelve";
  case Event::clear:
    break;
  }
  return "clear";
}

} // namespace dalian::alarms
