#pragma once
// The alarms of the twin as an operator works through them: the worst first, one chosen, and what can be done about it.
// The list is the twin's, so all screens see the same; what is done here is asked of the twin.
#include "renderer/workplaces/workplace.hpp"

namespace dalian::workplaces {

/// The worst first; of equal severity what nobody has acknowledged, then the newest; what is shelved comes last. Those
/// grouped in a flood are left out.
std::vector<alarms::Alarm const*> by_urgency(alarms::AlarmList const& list);

/// A list as it is worked through: put in order once, not once a frame, for a flood has thousands.
class AlarmOrder {
 public:
  /// Before anything is asked, with the newest list.
  void follow(std::shared_ptr<alarms::AlarmList const> list);
  alarms::AlarmList const& list() const { return *list_; }
  std::vector<alarms::Alarm const*> const& by_urgency() const { return order_; }
  /// Not acknowledged.
  std::size_t open() const { return open_; }
  unsigned times_ordered() const { return times_; }

 private:
  std::shared_ptr<alarms::AlarmList const> list_;
  std::vector<alarms::Alarm const*> order_; // of list_
  std::size_t open_ = 0;
  unsigned times_ = 0;
};

ui::Status status_of(alarms::Severity severity);

/// "14:03:27" of the place (UTC+8).
std::string time_of_day(Instant t);

class AlarmPanel {
 public:
  explicit AlarmPanel(Surroundings const& around) : around_(around) {}
  void draw(ui::Box const& box, Moment const& moment, Wishes& wishes);

 private:
  void head();
  void rows(Wishes& wishes);
  void flood(alarms::AlarmList const& list);
  void row(alarms::Alarm const& alarm, alarms::AlarmList const& list, Wishes& wishes);
  void step_to(std::vector<alarms::Alarm const*> const& order, int by, Wishes& wishes);
  void choose(alarms::Alarm const& alarm, Wishes& wishes);
  void desk(alarms::AlarmList const& list, Moment const& moment, Wishes& wishes);
  void act(app::AlarmAction::Step step);
  void ask_report(alarms::AlarmList const& list, Moment const& moment);

  Surroundings around_;
  AlarmOrder order_;
  std::uint64_t chosen_ = 0; // an id; 0 = none
  std::string note_ = std::string(200, '\0');
};

} // namespace dalian::workplaces
