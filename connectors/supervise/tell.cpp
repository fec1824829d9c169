#include "connectors/supervise/tell.hpp"

#include "connectors/common/teller.hpp"

namespace dalian::supervise {
namespace {

constexpr auto kRepeatEvery = std::chrono::seconds(10);

} // namespace

void HealthTeller::tell(ChildStatus const& child, Instant now, bool event) {
  std::vector<wire::Observation> told;
  connectors::Teller teller(connectors::wire_entity("feed", child.name), wire::SENSOR, now, told);
  teller.state("feed_state", static_cast<std::uint32_t>(child.state), now);
  teller.number("restarts_count", static_cast<double>(child.restarts()), now);
  if (!child.last_end.empty()) teller.text("status", connectors::wire_text(child.last_end), now);
  for (auto& observation : told) {
    observation.set_event(event);
    sink_.publish(std::move(observation));
    ++observations_;
  }
}

void HealthTeller::repeat(std::vector<ChildStatus const*> const& children, Instant now) {
  if (now - repeated_ < kRepeatEvery) return;
  repeated_ = now;
  for (auto const* child : children)
    if (child->starts > 0) tell(*child, now, false); // who waits for a server is not down
}

} // namespace dalian::supervise
