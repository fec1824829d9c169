#include "twin/app/rights.hpp"

namespace dalian::app {

using security::Action;

Action action_of(wire::Request const& request) {
  switch (request.request_case()) {
  case wire::Request::kSnapshot:
  case wire::Request::kStatus:
  case wire::Request::REQUEST_NOT_SET: // answered with an error
    return Action::view;
  case wire::Request::kReplay:
    return Action::seek;
  case wire::Request::kAlarms:
    return request.alarms().has_command() ? Action::handle_alarm : Action::view;
  default:
    return Action::manage_keys;
  }
}

bool is_audited(Action action) {
  return action != Action::ingest && action != Action::view && action != Action::seek;
}

std::string describe(wire::Request const& request) {
  constexpr std::size_t kMaxBytes = 512;
  auto text = request.ShortDebugString();
  if (text.size() > kMaxBytes) text = text.substr(0, kMaxBytes - 3) + "...";
  return text;
}

} // namespace dalian::app
