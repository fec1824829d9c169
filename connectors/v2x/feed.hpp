#pragma once
// Packets of a source → a reader → facts → observations and JSON, each packet counted under one outcome. Knows neither
// sockets nor command lines. One thread.
#include "connectors/common/packet_source.hpp"
#include "connectors/common/protocol_feed.hpp"
#include "connectors/v2x/link_watch.hpp"
#include "connectors/v2x/reader.hpp"
#include "connectors/v2x/to_wire.hpp"

namespace dalian::v2x {

class Feed final : public connectors::ProtocolFeed {
 public:
  struct Parts {
    std::unique_ptr<connectors::PacketSource> source;
    std::unique_ptr<Reader> reader;
    WireOptions wire;
  };
  /// What `output` points to and the clock must outlive the feed.
  Feed(Parts parts, connectors::FeedOutput output, Clock const& clock);

  bool step(std::chrono::milliseconds wait) override;
  connectors::FeedCounts const& counts() const override;
  std::string describe() const override { return source_->describe(); }

 private:
  void take(connectors::Packet const& packet);

  std::unique_ptr<connectors::PacketSource> source_;
  std::unique_ptr<Reader> reader_;
  WireConverter converter_;
  connectors::FeedOutput output_;
  Clock const& clock_;
  LinkWatch links_;
  Facts facts_;
  std::string json_;
  Counters outcomes_, details_;
  mutable connectors::FeedCounts counts_;
};

} // namespace dalian::v2x
