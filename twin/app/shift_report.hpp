#pragma once
// What happened in a shift, from the log of alarms and the list of incident locks in a history folder: each alarm with
// who acknowledged it and after how long, figures of how the alarms were handled, incidents. One HTML file that needs
// nothing else. Reads while a twin writes.
#include "twin/alarms/life_cycle.hpp"
#include "twin/app/errand.hpp"
#include "twin/history/incidents.hpp"

#include <optional>

namespace dalian::app {

/// One alarm between its raising and the end of the shift.
struct ShiftAlarm {
  std::uint64_t id = 0;
  std::string rule, subject, other;
  alarms::Severity severity = alarms::Severity::low;
  Instant raised{}; // in the shift, or earlier and still there when it began
  bool before = false;
  std::optional<Instant> acknowledged, over;           // the first time each
  std::string who, notes;                              // who acknowledged it; all that people said
  unsigned shelved = 0;                                // times
  alarms::State state = alarms::State::unacknowledged; // at the end
  double value = 0;
};

struct Shift {
  Instant from{}, to{};
  std::vector<ShiftAlarm> alarms; // by id
  std::vector<history::Incident> incidents;

  std::size_t raised() const; // in the shift
  std::size_t open() const;   // at its end
  /// From raising to acknowledging, of those raised and acknowledged in the shift; nothing when there is none.
  std::optional<Duration> median_to_acknowledge() const;
};

/// Severities are those of `rules`; low for a rule that is not there any more.
Result<Shift> read_shift(std::filesystem::path const& folder, Instant from, Instant to,
                         std::vector<alarms::RuleFacts> const& rules);

std::string shift_html(Shift const& shift, ShiftReportWish const& wish);

/// Reads, and writes the file whole or not at all.
Status write_shift_report(std::filesystem::path const& folder, ShiftReportWish const& wish);

} // namespace dalian::app
