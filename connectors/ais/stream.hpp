#pragma once
// Lines of one input → messages. Counts every line under exactly one outcome: at any time
//   lines read = sum of outcomes, where `waiting` are the parts of sets still open; finish() leaves none.
// Knows neither where lines come from nor where messages go. One thread.
#include "connectors/ais/assembler.hpp"
#include "connectors/ais/decode.hpp"

#include <array>
#include <functional>

namespace dalian::ais {

/// How a message came in.
struct Reception {
  Instant received{}; // by the station's clock when it told, else by ours
  bool by_station_clock = false;
  std::string_view station; // as the tag block names it; any bytes, empty when absent
  std::uint16_t talker = 0;
  char channel = 0;
  bool own_ship = false;
  unsigned parts = 1;
};

using MessageHandler = std::function<void(Message const&, Reception const&)>;

struct StreamCounts {
  std::uint64_t lines = 0;
  OutcomeCounts outcomes;
  std::uint64_t messages = 0;              // decoded
  std::array<std::uint64_t, 64> by_type{}; // decoded and not, by the message's own number
  std::uint64_t tag_blocks_dropped = 0;    // damaged tag blocks whose sentence was kept
  std::uint64_t surplus = 0;               // decoded messages with bits beyond their type's length
};

class Stream {
 public:
  static constexpr std::size_t kMaxLine = 1024; // 82 by the standard; sources put whole messages into one sentence

  /// A recording's clock is what its tag blocks say; a live stream's is the arrival.
  enum class Kind : std::uint8_t { live, recording };

  Stream(Kind kind, MessageHandler handler);

  struct Line {
    std::string_view text; // without its end of line
    Instant arrival{};
    std::uint32_t origin = 0; // sender; parts of different senders never join
    bool cut = false;         // the source had to throw part of it away
  };
  void take(Line const& line);

  /// The input has ended: gives up what is open.
  void finish();
  /// Nothing came for a while: gives up what is late (live input).
  void expire(Instant now) { assembler_.expire(now); }

  StreamCounts const& counts() const { return counts_; }

 private:
  using Station = Text<15>;
  struct RememberedTags { // of a group, or of a line that held nothing else
    std::uint32_t origin = 0;
    std::optional<SentenceGroup> group;
    std::optional<Instant> received;
    Station station;
  };

  TagBlock complete_tags(TagBlock tags, std::uint32_t origin);
  void hold(TagBlock const& tags, std::uint32_t origin);
  void take_sentence(Sentence const& sentence, TagBlock const& tags, Line const& line);
  void finish_message(BitReader const& bits, Reception const& reception, unsigned lines);

  Kind kind_;
  MessageHandler handler_;
  StreamCounts counts_;
  Assembler assembler_;
  PayloadBits single_;
  Message message_;
  std::optional<Instant> recorded_now_;
  std::optional<RememberedTags> held_;
  std::array<RememberedTags, 16> groups_{};
  std::size_t next_group_ = 0;
};

} // namespace dalian::ais
