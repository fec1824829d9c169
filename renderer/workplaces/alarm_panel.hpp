#pragma once
// The alarms of the twin as an operator works through them: the worst first, one chosen, and what can be done about it.
// The list is the twin's, so all screens see the same; what is done here is asked of the twin.
#include "renderer/workplaces/workplace.hpp"

namespace dalian::workplaces {

/// The worst first; of equal severity what nobody has acknowledged, then the newest; what is shelved comes last. Those
/// grouped in a flood are left out.
std::vector<alarms::Alarm const*> by_urgency(alarms::AlarmList const& list);

ui::Status status_of(alarms::Severity severity);

/// "14:03:27" of the place (UTC+8).
std::string time_of_day(Instant t);

class AlarmPanel {
 public:
  explicit AlarmPanel(Surroundings const& around) : around_(around) {}
  void draw(ui::Box const& box, Moment const& moment, Wishes& wishes);

 private:
  void head(alarms::AlarmList const& list);
  void rows(alarms::AlarmList const& list, Wishes& wishes);
  void row(alarms::Alarm const& alarm, alarms::AlarmList const& list, Wishes& wishes);
  void step_to(std::vector<alarms::Alarm const*> const& order, int by, Wishes& wishes);
  void choose(alarms::Alarm const& alarm, Wishes& wishes);
  void desk(alarms::AlarmList const& list, Moment const& moment, Wishes& wishes);
  void act(app::AlarmAction::Step step);
  void ask_report(alarms::AlarmList const& list, Moment const& moment);

  Surroundings around_;
  std::uint64_t chosen_ = 0; // an id; 0 = none
  std::string note_ = std::string(200, '\0');
};

} // namespace dalian::workplaces
