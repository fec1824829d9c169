#pragma once
// Alarms as the book holds them ↔ as they travel to viewers. Lossless: what comes back compares equal. Pure functions.
#include "twin/alarms/alarm_book.hpp"
#include "twin/wire/wire.pb.h"

#include <string>
#include <vector>

namespace dalian::app {

void to_wire(alarms::Alarm const& alarm, wire::Alarm& out);
/// Unknown enumerators come out as the lowest.
alarms::Alarm from_wire(wire::Alarm const& alarm);

/// Rules and flood, without alarms: what a first part begins with.
void head_to_wire(alarms::AlarmList const& list, wire::AlarmList& out);

/// The whole list in parts of at most kAlarmsPerPart alarms; at least one.
std::vector<wire::AlarmList> to_wire_parts(alarms::AlarmList const& list);
/// One part that begins with the alarm `from`; next tells where to go on.
wire::AlarmList to_wire_page(alarms::AlarmList const& list, std::uint64_t from);
inline constexpr int kAlarmsPerPart = 1000; // an alarm has at most about 700 bytes, a frame at most 1 MiB

/// What turns `before` into `now`, in parts as above. The same revision gives one part that says so.
std::vector<wire::AlarmChanges> to_wire_changes(alarms::AlarmList const& before, alarms::AlarmList const& now);

/// Puts the parts of one list together; of none: an empty list.
alarms::AlarmList from_wire_parts(std::vector<wire::AlarmList const*> const& parts);
/// `base` with the changes put in; its revision is at least their `from`.
alarms::AlarmList apply(alarms::AlarmList base, std::vector<wire::AlarmChanges const*> const& parts);

/// A command from outside: bounds and words checked, the error says what is wrong.
Result<alarms::Command> from_wire(wire::AlarmCommand const& command);

} // namespace dalian::app
