#pragma once
// twinfeed modbus: polls of all devices → values → observations and JSON, each request counted under one outcome. What
// a device does not answer is not said: its values grow stale. One thread; those of the pollers are hidden.
#include "connectors/common/protocol_feed.hpp"
#include "connectors/common/recorded_source.hpp"
#include "connectors/modbus/poller.hpp"
#include "twin/wire/wire.pb.h"

namespace dalian::modbus {

class Feed final : public connectors::ProtocolFeed {
 public:
  /// Where answers are kept, or come from instead of the devices; both may be null.
  struct Kept {
    connectors::Tape* tape = nullptr;
    connectors::Player* player = nullptr;
  };
  /// `rounds`: how often each device is asked, 0 = for ever. What `output` and `kept` point to must outlive the feed.
  Feed(std::vector<Device> devices, unsigned rounds, connectors::FeedOutput output, Kept kept);
  Feed(std::vector<Device> devices, unsigned rounds, connectors::FeedOutput output)
      : Feed(std::move(devices), rounds, output, Kept{}) {}
  ~Feed() override;

  bool step(std::chrono::milliseconds wait) override;
  connectors::FeedCounts const& counts() const override { return counts_; }
  std::string describe() const override;

 private:
  void deliver(Poll poll);
  bool step_player(std::chrono::milliseconds wait);
  void take(Poll const& poll);
  void take(Poll const& poll, Words const& words);
  void print(Poll const& poll);

  std::vector<Device> devices_;
  std::vector<std::vector<Request>> requests_; // of each device
  std::vector<Instant> position_told_;         // of each device
  std::vector<bool> silent_;                   // of each device
  connectors::FeedOutput output_;
  Kept kept_;
  connectors::FeedCounts counts_;
  std::vector<wire::Observation> told_;

  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<Poll> polls_;
  std::vector<std::unique_ptr<Poller>> pollers_; // last: their threads use the above
};

} // namespace dalian::modbus
