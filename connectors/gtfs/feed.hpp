#pragma once
// twinfeed gtfs-rt: documents of one or more addresses → rules → the twin. One thread.
#include "connectors/common/document_source.hpp"
#include "connectors/common/protocol_feed.hpp"
#include "connectors/gtfs/rules.hpp"
#include "connectors/gtfs/to_wire.hpp"

#include <memory>

namespace dalian::gtfs {

struct FeedOptions {
  Schedule const* schedule = nullptr; // null = none; must outlive the feed
  ConvertOptions convert;             // its shift is set by the feed
  bool recording = false;             // judged and, with move_to_now, placed by its own clock
  bool move_to_now = false;
  std::function<void(std::string const&)> note{}; // told of each kind of trouble once
};

class Feed final : public connectors::ProtocolFeed {
 public:
  /// `clock` must outlive it.
  Feed(std::vector<std::unique_ptr<connectors::DocumentSource>> sources, FeedOptions options, Clock const& clock,
       connectors::FeedOutput output);

  bool step(std::chrono::milliseconds wait) override;
  connectors::FeedCounts const& counts() const override { return counts_; }
  std::string describe() const override;
  Findings const& findings() const { return findings_; }

 private:
  struct Address {
    std::unique_ptr<connectors::DocumentSource> source;
    Converter converter;
    std::optional<FeedMemory> memory{};
    std::unique_ptr<proto::FeedMessage> newest{};
    bool ended = false;
  };
  void take(Address& address);
  std::string_view accept(Address& address, std::unique_ptr<proto::FeedMessage> feed);
  void publish(Address& address);
  void check(Address& address, std::int64_t now_s);
  void tell(std::string const& code, std::uint64_t n, std::string const& where);
  void reject(std::string_view outcome, std::string const& reason);

  FeedOptions options_;
  Clock const& clock_;
  connectors::FeedOutput output_;
  std::vector<Address> addresses_;
  connectors::FeedCounts counts_;
  Findings findings_;
  Counters noted_;
  std::vector<wire::Observation> observations_;
};

} // namespace dalian::gtfs
