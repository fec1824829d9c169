#include "connectors/modbus/feed.hpp"

#include "connectors/common/sensor_json.hpp"
#include "connectors/modbus/poll_record.hpp"
#include "connectors/modbus/to_wire.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace dalian::modbus {
namespace {

constexpr auto kTellPositionEvery = std::chrono::minutes(1);
constexpr float kPositionSigma_m = 5; // of a place read off a plan
constexpr std::string_view kTables[] = {"coils", "discrete_inputs", "holding_registers", "input_registers"};

std::map<std::string, std::vector<PolledDevice>> by_address(std::vector<Device> const& devices,
                                                            std::vector<std::vector<Request>> const& requests) {
  std::map<std::string, std::vector<PolledDevice>> all;
  for (std::size_t i = 0; i < devices.size(); ++i)
    all[devices[i].address.text()].push_back({i, &devices[i], &requests[i]});
  return all;
}

} // namespace

Feed::Feed(std::vector<Device> devices, unsigned rounds, connectors::FeedOutput output, Kept kept)
    : devices_(std::move(devices)), position_told_(devices_.size()), silent_(devices_.size()), output_(output),
      kept_(kept) {
  for (Device const& device : devices_)
    requests_.push_back(plan_requests(device.values));
  if (kept_.player != nullptr) return;
  for (auto& [address, polled] : by_address(devices_, requests_))
    pollers_.push_back(
        std::make_unique<Poller>(std::move(polled), rounds, [this](Poll poll) { deliver(std::move(poll)); }));
}

Feed::~Feed() {
  pollers_.clear();
}

void Feed::deliver(Poll poll) {
  {
    std::lock_guard const lock(mutex_);
    polls_.push_back(std::move(poll));
  }
  came_.notify_one();
}

/// Answers of a recording; one that the map has no place for is counted.
bool Feed::step_player(std::chrono::milliseconds wait) {
  connectors::RecordedInput input;
  auto const next = kept_.player->next(0, wait, input);
  if (next != connectors::Player::Next::input) return next == connectors::Player::Next::idle;
  auto const poll = read_poll(input);
  bool const known = poll && poll->device < devices_.size() && poll->request < requests_[poll->device].size() &&
                     fits(*poll, requests_[poll->device][poll->request]);
  known ? take(*poll) : counts_.outcomes.add("not_of_this_map");
  return true;
}

bool Feed::step(std::chrono::milliseconds wait) {
  if (kept_.player != nullptr) return step_player(wait);
  bool const done = std::ranges::all_of(pollers_, [](auto const& p) { return p->done(); }); // before the queue is read
  std::deque<Poll> polls;
  {
    std::unique_lock lock(mutex_);
    if (!done) came_.wait_for(lock, wait, [this] { return !polls_.empty(); });
    polls.swap(polls_);
  }
  for (Poll const& poll : polls) {
    if (kept_.tape != nullptr) keep_poll(poll, *kept_.tape);
    take(poll);
  }
  if (polls.empty() && kept_.tape != nullptr) kept_.tape->idle();
  return !done || !polls.empty();
}

void Feed::take(Poll const& poll) {
  told_.clear();
  auto const* failure = std::get_if<Failure>(&poll.answer);
  counts_.outcomes.add(failure ? failure->reason : "decoded");
  silent_[poll.device] = failure != nullptr && !failure->reason.starts_with("exception");
  if (!failure) take(poll, std::get<Words>(poll.answer));
  if (output_.json != nullptr) print(poll);
  for (auto& observation : told_)
    output_.publish(std::move(observation));
}

void Feed::take(Poll const& poll, Words const& words) {
  Device const& device = devices_[poll.device];
  Request const& request = requests_[poll.device][poll.request];
  connectors::Teller teller(device.entity, wire::SENSOR, poll.at, told_);
  if (device.position && poll.at - position_told_[poll.device] >= kTellPositionEvery) {
    position_told_[poll.device] = poll.at;
    auto& fix = *teller.tell(poll.at).mutable_fix();
    fix.set_lon_deg(device.position->lon_deg);
    fix.set_lat_deg(device.position->lat_deg);
    fix.set_sigma_m(kPositionSigma_m);
  }
  for (std::size_t const place : request.values) {
    Value const& value = device.values[place];
    std::size_t const first = value.address - request.address;
    counts_.details.add(tell(value, std::span(words).subspan(first, value.count), poll.at, teller));
  }
}

void Feed::print(Poll const& poll) {
  Request const& request = requests_[poll.device][poll.request];
  nlohmann::ordered_json json{{"entity", devices_[poll.device].entity},
                              {"t", format_utc(poll.at)},
                              {"table", kTables[static_cast<std::size_t>(request.table)]},
                              {"address", request.address},
                              {"count", request.count}};
  if (auto const* failure = std::get_if<Failure>(&poll.answer)) {
    json["reject"] = failure->reason;
    json["detail"] = failure->detail;
  } else {
    json["values"] = nlohmann::ordered_json::array();
    for (auto const& observation : told_)
      if (observation.has_sensor()) json["values"].push_back(connectors::to_json(observation.sensor()));
  }
  *output_.json << json.dump() << '\n';
}

std::string Feed::describe() const {
  auto const silent = std::ranges::count(silent_, true);
  auto const where = kept_.player != nullptr ? "of a recording" : fmt::format("at {} addresses", pollers_.size());
  auto const all = fmt::format("{} devices {}", devices_.size(), where);
  return silent == 0 ? all : fmt::format("{} ({} do not answer)", all, silent);
}

} // namespace dalian::modbus
