// How a twin and its alarms are joined: what the desk sees of the twin, and what the twin says is wrong with itself.
#include "twin/app/history_place.hpp"
#include "twin/app/twin.hpp"

#include <fmt/format.h>
#include <utility>

namespace dalian::app {

Status Twin::open_alarms(alarms::RuleSet rules) {
  AlarmDesk::Twin twin;
  twin.latest = [this] { return store_.latest(); };
  twin.now = [this] { return now(); };
  twin.trouble = [this] { return own_trouble(); };
  twin.publish = [this](auto list) { broadcaster_.offer_alarms(std::move(list)); };
  twin.reply = [this](ViewerCommand command, wire::Reply reply) {
    broadcaster_.offer_reply(std::move(command), std::move(reply));
  };
  twin.note = config_.note;
  auto const& folder = beside_history(config_);
  if (!folder.empty()) replays_->show_alarms(folder, rules.facts());
  auto desk = AlarmDesk::open({std::move(rules), folder}, std::move(twin));
  if (!desk) return Error{desk.error()};
  desk_ = std::move(desk).value();
  broadcaster_.offer_alarms(desk_->book().list());
  return {};
}

std::string Twin::own_trouble() const {
  auto trouble = recorder_ ? recorder_->trouble() : "";
  if (trouble.empty() && caretaker_) trouble = caretaker_->trouble();
  if (trouble.empty() && authority_) trouble = authority_->trouble();
  if (trouble.empty()) trouble = broadcaster_.trouble();
  if (std::int64_t const set_by = clock_set_by_ns_; trouble.empty() && set_by != 0)
    trouble =
        fmt::format("the system clock was set by {:+.1f} s, but the sources go by the old time: twin time goes on "
                    "as before; look at the clock of this machine",
                    to_seconds(Duration(set_by)));
  return trouble;
}

std::string Twin::trouble() const {
  auto const trouble = own_trouble();
  return trouble.empty() && desk_ ? desk_->trouble() : trouble;
}

} // namespace dalian::app
