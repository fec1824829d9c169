#include "connectors/v2x/link_watch.hpp"

#include <algorithm>

namespace dalian::v2x {
namespace {

std::uint64_t ms(Duration d) {
  return static_cast<std::uint64_t>(
      std::max<std::int64_t>(0, std::chrono::round<std::chrono::milliseconds>(d).count()));
}

} // namespace

/// SAE J2735 MsgCount: each message of a sender has the next number, modulo 128. A step back by less than half the
/// circle is an older message that came late.
void LinkWatch::count_gap(Peer& peer, std::uint8_t count) {
  if (!peer.count) return void(peer.count = count);
  unsigned const step = (count - *peer.count) & 127U;
  if (step == 0) return void(++repeated_);
  if (step >= 64) return void(++out_of_order_);
  peer.lost += step - 1;
  lost_ += step - 1;
  peer.count = count;
}

void LinkWatch::forget(Instant now) {
  if (now - looked_ < std::chrono::seconds(1)) return;
  looked_ = now;
  std::erase_if(peers_, [&](auto const& entry) { return now - entry.second.heard > kForget; });
}

void LinkWatch::heard(Vehicle const& vehicle, Instant arrival) {
  forget(arrival);
  auto it = peers_.find(vehicle.entity);
  if (it == peers_.end()) {
    if (peers_.size() >= kMostVehicles) return void(++unwatched_);
    it = peers_.try_emplace(vehicle.entity).first;
    ++vehicles_;
  }
  auto& peer = it->second;
  peer.heard = arrival;
  if (vehicle.count) count_gap(peer, *vehicle.count);
  if (!vehicle.timed) return;
  auto const latency = arrival - vehicle.at;
  latency_.record(latency);
  peer.latency_sum += latency;
  ++peer.timed;
}

void LinkWatch::tell(Counters& details) const {
  details.add("messages_lost", lost_);
  details.add("messages_repeated", repeated_);
  details.add("messages_out_of_order", out_of_order_);
  details.add("vehicles", vehicles_);
  details.add("reports_unwatched", unwatched_);
  if (latency_.count() > 0) {
    details.add("latency_p50_ms", ms(latency_.quantile(0.5)));
    details.add("latency_p99_ms", ms(latency_.quantile(0.99)));
    details.add("latency_worst_ms", ms(latency_.longest()));
    details.add("ahead_of_arrival", latency_.negative());
  }
  std::size_t listed = 0;
  for (auto const& [entity, peer] : peers_) {
    if (listed++ == kListed) break;
    details.add("messages_lost/" + entity, peer.lost);
    if (peer.timed > 0)
      details.add("latency_ms/" + entity, ms(peer.latency_sum / static_cast<std::int64_t>(peer.timed)));
  }
}

} // namespace dalian::v2x
