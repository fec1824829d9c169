#pragma once
// What twind tells while it runs, one line an event, for people or as JSON; and which changes of its status are events.
#include "twin/app/status.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::app {

enum class Level { info, warning, error };

struct Event {
  Level level = Level::info;
  std::string event;  // what sort: "feed silent"
  std::string text;   // the sentence
  std::string source; // the feed; empty = none
};

/// {"time":…,"level":…,"event":…,"source":…,"text":…} without a line's end.
std::string to_json(Event const& event, Instant when);

/// Finds what is new between two looks at the status: trouble, feeds that come, fall silent or end, what is rejected,
/// lost or not recorded, who was refused. What goes on and on is told at once and then once a minute, with its sum. A
/// pure function of the facts it was shown.
class StatusWatch {
 public:
  std::vector<Event> look(StatusFacts const& facts);

 private:
  struct Sum {
    std::uint64_t told = 0;
    double told_at_s = 0;
  };
  /// How many came since it was told last; 0 when there are none or it is too soon.
  std::uint64_t news(std::string const& of, std::uint64_t count, double uptime_s);
  void look_at(FeedFacts const& feed, double uptime_s, std::vector<Event>& events);

  std::string trouble_;
  std::map<std::string, std::string, std::less<>> states_; // of feeds, by name
  std::map<std::string, Sum, std::less<>> sums_;
};

} // namespace dalian::app
