#pragma once
// A running SUMO over TraCI → steps → observations, each step when it is due; the next is asked for meanwhile. Another
// SUMO at the same address is taken for another run. Knows no command line. One thread.
#include "connectors/common/protocol_feed.hpp"
#include "connectors/common/tcp_link.hpp"
#include "connectors/sumo/feed_options.hpp"
#include "connectors/sumo/traci_session.hpp"

namespace dalian::sumo {

class TraciFeed final : public connectors::ProtocolFeed {
 public:
  struct Options {
    FeedOptions feed;
    connectors::Address address;
    connectors::TcpLink::Options link{};
    TraciSession::Options session{};
    bool ends = false;                  // with the simulation; else another one is waited for
    std::function<void()> tend = [] {}; // called in every step: looks after a SUMO of its own
  };
  /// What `output` points to and the clock must outlive the feed.
  TraciFeed(Options options, connectors::FeedOutput output, Clock const& clock);
  ~TraciFeed() override;

  bool step(std::chrono::milliseconds wait) override;
  connectors::FeedCounts const& counts() const override;
  std::string describe() const override { return link_.describe(); }

 private:
  void read(std::chrono::milliseconds wait);
  void take_messages();
  void give_up(std::string why);
  void drive();
  void publish(Step const& step, Instant now);
  Duration until_due(Instant now) const;

  Options options_;
  connectors::FeedOutput output_;
  Clock const& clock_;
  Counters outcomes_, details_;
  SimulatedTime time_;
  WireConverter converter_;
  connectors::TcpLink link_;
  std::uint32_t connection_ = 0; // that the session belongs to
  std::unique_ptr<TraciSession> session_;
  std::string received_;
  std::optional<Step> held_; // until it is due
  bool begun_ = false;       // this session has had a step
  bool ended_ = false;
  mutable connectors::FeedCounts counts_;
};

} // namespace dalian::sumo
